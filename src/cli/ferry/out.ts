import { resolve } from 'node:path'
import type { Command } from 'commander'
import { GoferryError } from '../../core/errors.ts'
import { isSiteName } from '../../core/ferry/bundle-names.ts'
import { MEDIA_NAMES, usableBytes, volumeLimits } from '../../core/ferry/media.ts'
import { formatTime, isTime } from '../../core/log/entry-values.ts'
import { arePrefixPatterns } from '../../core/module/pattern.ts'
import { parseAge, parseBytes } from '../../core/quantity.ts'
import { type ClosureFlags, closureFlags } from '../closure-flags.ts'
import type { Context } from '../context.ts'
import type { CutRequest } from '../ferry-access.ts'
import { ageText, sizeText, wholeNumber } from '../flag-values.ts'
import { itemLine, watching } from '../watching.ts'
import { cutLines } from './cut-lines.ts'
import { type HeldClosure, heldClosure } from './held-closure.ts'

/** How far ahead of this machine's clock that of another may be. */
const dayMs = 86_400_000

interface Flags extends ClosureFlags {
  readonly to: string
  readonly out: string
  readonly from: CutRequest['begin']
  readonly only?: string
  readonly for?: string
  readonly medium?: string
  readonly volumeSize?: string
  readonly parity: number
  readonly created?: string
  readonly valid: string
  readonly encryptTo?: readonly string[]
  readonly iso?: boolean
  readonly dryRun?: boolean
}

/** `goferry ferry out`: cuts a bundle of what a site lacks, in volumes that fit the medium. */
export function outCommand(command: Command, context: () => Context): void {
  const { say } = context()
  closureFlags(command, say)
    .description(say('cli.ferry.out'))
    .requiredOption('--to <site>', say('cli.ferry.out.to'), site)
    .option('--out <folder>', say('cli.ferry.out.out'), '.')
    .option('--from <entry>', say('cli.ferry.out.from'), begin, 'receipt')
    .option('--only <patterns>', say('cli.ferry.out.only'), patterns)
    .option('--for <input>', say('cli.ferry.out.for'))
    .option('--medium <medium>', say('cli.ferry.out.medium', { names: MEDIA_NAMES.join(', ') }), medium)
    .option('--volume-size <size>', say('cli.ferry.out.volume'), sizeText('--volume-size', ...volumeLimits))
    .option('--parity <n>', say('cli.ferry.out.parity'), wholeNumber('--parity', 0, 100), 0)
    .option('--encrypt-to <key>', say('cli.ferry.out.encrypt'), (key, keys: string[] = []) => [...keys, key])
    .option('--iso', say('cli.ferry.out.iso'))
    .option('--valid <age>', say('cli.ferry.out.valid'), ageText('--valid', '1d', '100y'), '180d')
    .option('--created <time>', say('cli.ferry.out.created'), time)
    .option('--dry-run', say('cli.ferry.out.dry'))
    .action((flags: Flags) => cut(context(), flags))
}

async function cut(context: Context, flags: Flags): Promise<void> {
  await warnOfSite(context, flags.to)
  const held = flags.for === undefined ? undefined : await heldClosure(context, flags.for, flags)
  const request = requestOf(flags, held)
  const report = await watching(
    context,
    watch => context.node.cutBundle(request, watch),
    item => itemLine(context, item),
  )
  if (context.options.json) return context.print(JSON.stringify({ ...report, ...(held && { unheld: held.lacking }) }))
  for (const line of cutLines(context, report, held?.lacking)) context.print(line)
}

/** A name that was mistyped costs a carry: the centre refuses what is for another site. */
async function warnOfSite({ node, note, say }: Context, site: string): Promise<void> {
  const names = (await node.listSites()).map(({ name }) => name)
  if (names.includes(site)) return
  note(say(names.length === 0 ? 'cli.ferry.no-site' : 'cli.ferry.unknown-site', { site, names: names.join(', ') }))
}

function requestOf(
  { to, out, from, only, medium, volumeSize, parity, valid, encryptTo = [], ...flags }: Flags,
  held: HeldClosure | undefined,
): CutRequest {
  const created = flags.created ?? formatTime(Date.now())
  return {
    site: to,
    folder: resolve(out),
    begin: from,
    ...(only !== undefined && { only }),
    ...(held && { versions: held.versions }),
    ...(medium !== undefined && { medium }),
    ...(volumeSize !== undefined && { volumeBytes: parseBytes(volumeSize) ?? 0 }),
    parity,
    created,
    expires: formatTime(Date.parse(created) + (parseAge(valid) ?? 0)),
    recipients: encryptTo,
    iso: flags.iso === true,
    dry: flags.dryRun === true,
  }
}

function site(text: string): string {
  if (isSiteName(text)) return text
  throw new GoferryError('usage', { subject: `--to ${text}`, reason: 'cli.ferry.site-name' })
}

function begin(text: string): CutRequest['begin'] {
  if (text === 'receipt' || text === 'last') return text
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new GoferryError('usage', { subject: `--from ${text}`, reason: 'cli.ferry.begin' })
}

function patterns(text: string): string {
  if (arePrefixPatterns(text)) return text
  throw new GoferryError('usage', { subject: `--only ${text}`, reason: 'cli.ferry.patterns' })
}

function medium(text: string): string {
  if (usableBytes(text) !== undefined) return text
  const params = { names: MEDIA_NAMES.join(', ') }
  throw new GoferryError('usage', { subject: `--medium ${text}`, reason: 'cli.ferry.medium', params })
}

function time(text: string): string {
  const isNoTime = !isTime(text)
  if (!isNoTime && Date.parse(text) >= 0 && Date.parse(text) <= Date.now() + dayMs) return text
  const reason = isNoTime ? 'cli.ferry.time' : 'cli.ferry.time-range'
  throw new GoferryError('usage', { subject: `--created ${text}`, reason })
}
