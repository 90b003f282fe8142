import { runCommand } from '../../test/support/run-command.ts'

/** Something that serves modules. */
export interface Server {
  readonly name: string
  /** What GOPROXY is set to, without a slash at its end. */
  readonly url: string
  /** All its processes, now; none for what serves itself. */
  pids(): number[]
  stop(): Promise<void>
}

/** Lets all threads of `server` run on `cores` alone (as taskset takes them); threads to come go where these are. */
export async function pin(server: Server, cores: string | undefined): Promise<void> {
  if (cores === undefined) return
  for (const pid of server.pids()) await runCommand(['taskset', '-acp', cores, String(pid)])
}
