import { resolve } from 'node:path'
import type { Command } from 'commander'
import { GoferryError } from '../../core/errors.ts'
import { isVendorLabel } from '../../core/toolchain/vendor.ts'
import type { Context } from '../context.ts'
import { size } from '../progress-line.ts'
import { itemLine, watching } from '../watching.ts'

interface Flags {
  readonly sha256?: string
  readonly signature?: string
  readonly key?: string
  readonly vendor?: string
  readonly upstream?: string
}

/** `goferry toolchain import`: takes the publisher's own archive of a toolchain from a file. */
export function importCommand(command: Command, context: () => Context): void {
  const { say } = context()
  command
    .description(say('cli.toolchain.import'))
    .argument('<file>', say('cli.toolchain.import.file'))
    .option('--sha256 <hex>', say('cli.toolchain.import.sha256'), digest)
    .option('--signature <file>', say('cli.toolchain.import.signature'))
    .option('--key <file>', say('cli.toolchain.import.key'))
    .option('--vendor <label>', say('cli.toolchain.import.vendor'), label)
    .option('--upstream <chain>', say('cli.toolchain.add.upstream'))
    .action((file: string, flags: Flags) => importArchive(context(), file, flags))
}

function digest(text: string): string {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase()
  throw new GoferryError('usage', { subject: text, reason: 'toolchain.sha256-form' })
}

function label(text: string): string {
  if (isVendorLabel(text)) return text
  throw new GoferryError('usage', { subject: text, reason: 'toolchain.label' })
}

async function importArchive(context: Context, file: string, flags: Flags): Promise<void> {
  const { signature, key, ...rest } = flags
  if ((signature === undefined) !== (key === undefined))
    throw new GoferryError('usage', { subject: 'toolchain import', reason: 'toolchain.signature-and-key' })
  const signed = signature && key && { signature: resolve(signature), key: resolve(key) }
  const report = await watching(
    context,
    watch => context.node.importToolchain({ file: resolve(file), ...rest, ...(signed && { signed }) }, watch),
    item => itemLine(context, item),
  )
  if (context.options.json) context.print(JSON.stringify(report))
  else {
    context.note(context.say('cli.toolchain.import.total', { ...report, bytes: size(report.size) }))
    if (report.signedBy !== undefined)
      context.note(context.say('cli.toolchain.import.signed', { key: report.signedBy }))
  }
}
