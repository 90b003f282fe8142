import { existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GoClient, type GoSettings } from '../../test/support/go-client.ts'
import type { CommandResult } from '../../test/support/run-command.ts'

/** Where a client unpacks what it gets: in memory where that can be, so that no disk is measured. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A new and empty desk that asks `url`, of which it believes what go.sum says; `settings` above that. */
export function emptyClient(url: string, settings: GoSettings = {}): GoClient {
  const folder = mkdtempSync(join(memory, 'goferry-bench-'))
  return new GoClient(folder, { GOPROXY: url, GOSUMDB: 'off', ...settings })
}

/** Removes the desk and all that it holds. */
export async function clear(client: GoClient): Promise<void> {
  await rm(client.folder, { recursive: true })
}

/** `go mod download` in the folder `project`, on `cores` as taskset takes them. */
export function download(client: GoClient, project: string, cores: string | undefined): Promise<CommandResult> {
  const pinned = cores === undefined ? [] : ['taskset', '-c', cores]
  return client.run(project, ...pinned, 'go', 'mod', 'download')
}

/** The new folder `name` below `folder`. */
export function subfolder(folder: string, name: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  return path
}
