import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The node's folder: what `--data` says, else GOFERRY_DATA, else `~/.goferry`. Absolute. */
export function dataFolder(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return resolve(option ?? environment['GOFERRY_DATA'] ?? join(homedir(), '.goferry'))
}
