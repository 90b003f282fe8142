import { resolve } from 'node:path'
import type { Command } from 'commander'
import { GoferryError } from '../../core/errors.ts'
import type { Approval } from '../../core/ferry/approval.ts'
import type { BundleHeader } from '../../core/ferry/bundle-header.ts'
import { headerDigest } from '../../core/ferry/format-header.ts'
import { countRanges, formatRanges, type IdRanges } from '../../core/ferry/id-ranges.ts'
import { type Signable, signersOf } from '../../core/ferry/signable.ts'
import { printable } from '../../core/messages/text.ts'
import type { Context } from '../context.ts'

interface Flags {
  readonly key?: string
  readonly out?: string
}

/** `goferry ferry sign`: shows a decision or a header, and signs it by a key that no node has. */
export function signCommand(command: Command, context: () => Context): void {
  const { say } = context()
  command
    .description(say('cli.ferry.sign'))
    .argument('<file>', say('cli.ferry.sign.file'))
    .option('--key <file>', say('cli.ferry.sign.key'))
    .option('--out <file>', say('cli.ferry.sign.out'))
    .action((file: string, flags: Flags) => sign(context(), resolve(file), flags))
}

async function sign({ node, options, print, note, say }: Context, file: string, { key, out }: Flags): Promise<void> {
  if ((key === undefined) !== (out === undefined))
    throw new GoferryError('usage', { subject: 'ferry sign', reason: 'sign.key-and-out' })
  const signable = await node.readSignable(file)
  const facts = factsOf(signable)
  const [signers, { said }] = [signersOf(signable), signable]
  if (!options.json) {
    show(print, [...facts, ...signers.map(signer => ['signed by', signer] as const)])
    if (said.length > 0) note(say('cli.ferry.sign.said'))
    for (const line of said) print(printable(line))
  }
  const files = key === undefined || out === undefined ? undefined : { key: resolve(key), out: resolve(out) }
  const signed = files && { ...(await node.sign(signable, files)), file: files.out }
  if (options.json) print(JSON.stringify({ ...Object.fromEntries(facts), signers, said, ...signed }))
  else if (signed) note(say('cli.ferry.sign.made', signed))
}

type Facts = readonly (readonly [string, string])[]

function show(print: Context['print'], facts: Facts): void {
  for (const [name, value] of facts) {
    // As it is printed where the bundle is cut, and on its labels.
    const text = name === 'bundle' ? (value.match(/.{8}/g)?.join(' ') ?? value) : value
    print(`${name.padEnd(12)} ${printable(text)}`)
  }
}

function factsOf({ of, text }: Signable): Facts {
  return 'header' in of ? headerFacts(of.header, text) : approvalFacts(of.approval)
}

function approvalFacts({ bundle, decision, entries, reason, time }: Approval): Facts {
  return [
    ['decision', decision],
    ['bundle', bundle],
    ['entries', entries === undefined ? 'all' : counted(entries)],
    ...(reason === undefined ? [] : [['reason', reason] as const]),
    ['time', time],
  ]
}

function headerFacts(
  { id, origin, site, from, to, created, expires, stream, without }: BundleHeader,
  text: string,
): Facts {
  return [
    ['bundle', headerDigest(text)],
    ['id', id],
    ['origin', origin],
    ['site', site],
    ['entries', `${from.size} to ${to.size}`],
    ['created', created],
    ...(expires === undefined ? [] : [['expires', expires] as const]),
    ['stream', `${stream.objects} objects, ${stream.bytes} bytes`],
    ...(['withheld', 'lacking'] as const)
      .filter(why => without[why].length > 0)
      .map(why => [why, counted(without[why])] as const),
  ]
}

function counted(ranges: IdRanges): string {
  return `${formatRanges(ranges)} (${countRanges(ranges)})`
}
