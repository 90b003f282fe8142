import type { CommonOptions, NodeAccess } from '../cli/context.ts'
import type { FerryAccess } from '../cli/ferry-access.ts'
import type { Terminal } from '../cli/terminal.ts'
import { dataFolder } from './data-folder.ts'
import { environment } from './environment.ts'

/**
 * What commands do with the node of `options`, in the environment of this process. What a method needs is loaded when
 * it is called: nobody waits for the parts of a node that a command has no use for.
 */
export function nodeCommands(options: CommonOptions, terminal: Terminal): NodeAccess {
  const scope = async () => (await import('./commands/scope.ts')).makeScope(options, terminal)
  return {
    data: dataFolder(options.data, environment),
    up: async flags => (await import('./up.ts')).up(await scope(), flags),
    open: async () => {
      const { data, keyText } = await scope()
      return (await import('./open-folder.ts')).openFolder(data, keyText)
    },
    writeFile: async (path, text) => (await import('./compose.ts')).writeNewFile(path, text),
    ...later(
      async () => (await import('./commands/settling.ts')).settling(await scope()),
      ['client', 'writeSettings', 'allowedValues'],
    ),
    ...later(
      async () => (await import('./commands/filling.ts')).filling(await scope()),
      ['add', 'pull', 'publish', 'addToolchains', 'importToolchain'],
    ),
    ...later(async () => (await import('./commands/ferrying.ts')).ferrying(await scope()), ferryMethods),
    ...later(
      async () => (await import('./commands/keeping.ts')).keeping(await scope()),
      [
        'verify',
        'gc',
        'rebuild',
        'upgrade',
        'backup',
        'drill',
        'restore',
        'catchUp',
        'refreshProofs',
        'recordedProofs',
      ],
    ),
    ...later(
      async () => (await import('./commands/jobbing.ts')).jobbing(await scope()),
      ['listJobs', 'showJob', 'askJob', 'followJob', 'drillJobs', 'pulseJobs', 'workJobs'],
    ),
    ...later(async () => (await import('./commands/finding.ts')).finding(await scope()), ['search', 'whoRequires']),
    ...later(async () => (await import('./commands/resolving.ts')).resolving(await scope()), ['resolve']),
    ...later(async () => (await import('./commands/rehearsing.ts')).rehearsing(await scope()), ['rehearse']),
    ...later(async () => (await import('./commands/doctoring.ts')).doctoring(await scope()), ['doctor']),
    ...later(
      async () => (await import('./commands/keys.ts')).keyCommands(await scope()),
      ['changeKeys', 'keys', 'backupKeys'],
    ),
  }
}

/** What is done with bundles. */
const ferryMethods = [
  'cutBundle',
  'bundleTrust',
  'bundleRecipient',
  'importBundles',
  'imports',
  'dropImport',
  'showImport',
  'provenance',
  'decideImport',
  'writeUnsigned',
  'makeApproverKey',
  'readSignable',
  'sign',
  'demonstrate',
  'showReceipt',
  'receiptKey',
  'addSite',
  'listSites',
  'acceptReceipt',
] as const satisfies readonly (keyof FerryAccess)[]

/** The methods `names` of what `load` gives, each of which calls it first. */
function later<T, K extends keyof T>(load: () => Promise<T>, names: readonly K[]): Pick<T, K> {
  const method =
    (name: K) =>
    async (...args: readonly unknown[]) => {
      const loaded = await load()
      return (loaded[name] as (...args: readonly unknown[]) => unknown)(...args)
    }
  return Object.fromEntries(names.map(name => [name, method(name)])) as Pick<T, K>
}
