import type { Command } from 'commander'
import type { Context } from './context.ts'

/** What describes one command, and runs it: its arguments and options are added to `command`. */
type AddCommand = (command: Command, context: () => Context) => unknown

/** What loads each command, by its name, in the order of the help: who asks for one does not wait for the others. */
export const COMMANDS = {
  up: async () => (await import('./up.ts')).up,
  demo: async () => (await import('./demo.ts')).demo,
  add: async () => (await import('./add.ts')).add,
  resolve: async () => (await import('./resolve.ts')).resolve,
  rehearse: async () => (await import('./rehearse.ts')).rehearse,
  pull: async () => (await import('./pull.ts')).pull,
  publish: async () => (await import('./publish.ts')).publish,
  toolchain: async () => (await import('./toolchain.ts')).toolchain,
  ferry: async () => (await import('./ferry.ts')).ferry,
  env: async () => (await import('./env.ts')).env,
  ls: async () => (await import('./ls.ts')).ls,
  show: async () => (await import('./show.ts')).show,
  search: async () => (await import('./search.ts')).search,
  'who-requires': async () => (await import('./who-requires.ts')).whoRequires,
  log: async () => (await import('./log.ts')).log,
  keys: async () => (await import('./keys.ts')).keys,
  proofs: async () => (await import('./proofs.ts')).proofs,
  verify: async () => (await import('./verify.ts')).verify,
  gc: async () => (await import('./gc.ts')).gc,
  job: async () => (await import('./job.ts')).job,
  doctor: async () => (await import('./doctor.ts')).doctor,
  rebuild: async () => (await import('./rebuild.ts')).rebuild,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  upgrade: async () => (await import('./upgrade.ts')).upgrade,
  init: async () => (await import('./init.ts')).init,
  completion: async () => (await import('./completion.ts')).completion,
} as const satisfies Record<string, () => Promise<AddCommand>>

/** The names of the commands that `args` need: the one that they begin with; else, and where it tells of all, all. */
export function commandsFor([first = '']: readonly string[]): (keyof typeof COMMANDS)[] {
  const names = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]
  if (first === '-V' || first === '--version') return []
  const named = names.filter(name => name === first && name !== 'completion')
  return named.length === 0 ? names : named
}
