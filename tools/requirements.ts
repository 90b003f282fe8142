import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { postgresPrograms } from './postgres.ts'

/** Programs that the tests run beside goferry, and the Debian package of each. */
const programs = [
  { program: 'nginx', debian: 'nginx-light' },
  { program: 'openssl', debian: 'openssl' },
  { program: 'bash', debian: 'bash' },
  { program: 'zsh', debian: 'zsh' },
  { program: 'fish', debian: 'fish' },
  { program: 'wrk', debian: 'wrk' },
  { program: 'curl', debian: 'curl' },
  { program: 'systemd-analyze', debian: 'systemd' },
  { program: 'postgres', debian: 'postgresql' },
  { program: 'xorriso', debian: 'xorriso' },
  { program: 'isoinfo', debian: 'genisoimage' },
  { program: 'age', debian: 'age' },
  { program: 'rsvg-convert', debian: 'librsvg2-bin' },
  { program: 'zbarimg', debian: 'zbar-tools' },
]

/**
 * Installs what is missing of the programs that the tests need, as root or by sudo; returns what is missing still, one
 * line each that says what to do. `path` is searched: folders with `:` between.
 */
export function ensurePrograms(path: string): string[] {
  const isThere = (program: string) =>
    onPath(path, program) || (program === 'postgres' && postgresPrograms() !== undefined)
  const lacking = programs.filter(({ program }) => !isThere(program))
  if (lacking.length > 0 && onPath(path, 'apt-get')) {
    apt(['update', '-qq'])
    apt(['install', '-y', '-qq', '--no-install-recommends', ...lacking.map(({ debian }) => debian)])
  }
  return [
    ...(onPath(path, 'go') ? [] : ['go is missing: put Go 1.26 or newer on PATH']),
    ...lacking
      .filter(({ program }) => !isThere(program))
      .map(({ program, debian }) => `${program} is missing: install it (Debian: apt-get install ${debian})`),
  ]
}

function onPath(path: string, program: string): boolean {
  return path.split(':').some(folder => existsSync(join(folder, program)))
}

/** RUNLEVEL=1 keeps Debian from starting what is installed as a service. Failure shows in what is missing still. */
function apt(args: readonly string[]): void {
  const prefix = process.getuid?.() === 0 ? ['env'] : ['sudo', '-n', 'env']
  const [command = 'env', ...rest] = [...prefix, 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get', ...args]
  console.error(`${command} ${rest.join(' ')}`)
  spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'] })
}
