import { lstat, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { GoferryError } from '../core/errors.ts'
import { printable } from '../core/messages/text.ts'
import { toolchainPath } from '../core/toolchain/toolchain.ts'
import type { RehearseReport } from './closure-access.ts'
import { platforms } from './closure-flags.ts'
import type { Context } from './context.ts'
import { posixQuote } from './posix-quote.ts'
import { itemLine, watching } from './watching.ts'

interface Flags {
  readonly platform?: ReturnType<typeof platforms>
  readonly tags?: readonly string[]
  readonly tests: boolean
  readonly out?: string
  readonly check?: string
  readonly key?: string
}

/** `goferry rehearse`: whether what the node holds does for the go commands of a project, and a certificate of it. */
export function rehearse(command: Command, context: () => Context): Command {
  const { say } = context()
  return command
    .description(say('cli.rehearse'))
    .argument('[project]', say('cli.rehearse.project'), '.')
    .option('--platform <list>', say('cli.platform'), platforms)
    .option('--tags <list>', say('cli.tags'), (text: string) => text.split(','))
    .option('--no-tests', say('cli.rehearse.tests'))
    .option('--out <file>', say('cli.rehearse.out'))
    .option('--check <file>', say('cli.rehearse.check'))
    .option('--key <key>', say('cli.rehearse.key'))
    .action(async (input: string, flags: Flags) =>
      flags.check === undefined
        ? rehearseProject(context(), input, flags)
        : checkCertificate(context(), flags.check, flags.key),
    )
}

/** Shows what a certificate says, once its signature holds. Throws `usage`, `bad-key`, `bad-note`, `absent`. */
async function checkCertificate({ print, options }: Context, file: string, key: string | undefined): Promise<void> {
  if (key === undefined) throw new GoferryError('usage', { subject: '--check', reason: 'cli.rehearse.no-key' })
  const { readText } = await import('./project/read-project.ts')
  const { readCertificate } = await import('../core/rehearsal/certificate.ts')
  const { parseVerifier } = await import('../core/note/key.ts')
  const facts = readCertificate((await readText(file)).text, parseVerifier(key))
  if (options.json) return print(JSON.stringify(Object.fromEntries(facts)))
  for (const [name, values] of facts) for (const value of values) print(`${name}\t${printable(value)}`)
}

async function rehearseProject(context: Context, input: string, flags: Flags): Promise<void> {
  const { node, options, print, note, say, terminal } = context
  const { platform = [], tags = [], tests } = flags
  const out = flags.out === undefined ? undefined : await newFile(flags.out)
  const { pathOfInput, readProject } = await import('./project/read-project.ts')
  const project = await readProject(input, terminal.goWork)
  // The platform of this machine comes first, whatever others are named.
  const targets = [{ tags }, ...platform.map(one => ({ ...one, tags }))]
  const report = await watching(
    context,
    watch => node.rehearse({ project, targets, tests }, watch),
    item => itemLine(context, item),
  )
  if (report.isolation === 'settings' && !options.json) note(say('cli.rehearse.settings'))
  if (report.attested !== undefined && out !== undefined) await node.writeFile(out, report.attested.note)
  if (options.json) print(JSON.stringify(report))
  else show(context, report)
  if (report.failed === 0) return
  const params = { failed: report.failed, command: addCommand(context, pathOfInput(input), report) }
  const reason = report.lacking?.length ? 'rehearsal.failed' : 'rehearsal.failed-held'
  throw new GoferryError('incomplete', { subject: project.name, reason, params })
}

/** The path of `file`, which is not to be there, in a folder that is. Throws `absent`, `usage`. */
async function newFile(file: string): Promise<string> {
  const path = resolve(file)
  const folder = dirname(path)
  if (!(await stat(folder).catch(() => undefined))?.isDirectory())
    throw new GoferryError('absent', { subject: folder, reason: 'cli.out-folder' })
  if (await lstat(path).catch(() => undefined))
    throw new GoferryError('usage', { subject: path, reason: 'file-exists' })
  return path
}

/** What takes what is lacking, as it is typed in any folder: for the same input, node and settings. */
function addCommand({ options }: Context, path: string, { here, lacking = [] }: RehearseReport): string {
  const toolchain = lacking.some(({ path }) => path === toolchainPath) ? ['--toolchain', '--platform', here] : []
  const { data, config } = options
  const node = [
    ...(data === undefined ? [] : ['--data', resolve(data)]),
    ...(config === undefined ? [] : ['--config', resolve(config)]),
  ]
  return ['goferry', 'add', '--from', path, ...toolchain, ...node].map(posixQuote).join(' ')
}

function show({ print, note, say }: Context, { lacking = [], attested }: RehearseReport): void {
  for (const { path, version, lacks } of lacking)
    print([`${path}@${version}`, lacks.join(' '), say('cli.rehearse.lacks')].join('\t'))
  if (attested === undefined) return
  note(say('cli.rehearse.certified', { sha256: attested.sha256, key: attested.verifierKey }))
  print(attested.note.trimEnd())
}
