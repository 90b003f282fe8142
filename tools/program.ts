import { execFile } from 'node:child_process'
import { join } from 'node:path'

/** What a program that has ended said. `code` is -1 where it could not be started. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs `command` in `folder` to its end; never throws. At most 64 MiB of output. */
export function run(command: string, args: readonly string[], folder: string): Promise<Ended> {
  return new Promise(resolve => {
    execFile(command, args, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, stdout, stderr: code === -1 ? `${stderr}${error?.message}` : stderr })
    })
  })
}

/** The path of a program that npm installed in the project at `root`. */
export function installed(root: string, name: string): string {
  return join(root, 'node_modules', '.bin', name)
}
