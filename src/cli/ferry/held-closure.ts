import { toWire } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'
import { type BoundedNames, boundedNames } from '../../core/ferry/bounded-names.ts'
import type { ClosureFlags } from '../closure-flags.ts'
import { closuresOfInput, type NamedClosure } from '../closure-input.ts'
import type { Context } from '../context.ts'
import { eachInput } from '../each-input.ts'
import { itemLine, watching } from '../watching.ts'

/** What the node holds of what an input asks for. */
export interface HeldClosure {
  readonly versions: readonly { readonly path: string; readonly version: string }[]
  /** `path@version` of each version of which a part is not held, and the names of inputs that failed. */
  readonly lacking: BoundedNames
}

/**
 * What the node holds of the closure of `input`, worked out from what is held alone. Of several inputs one that fails
 * is told, and the others are taken. Throws `incomplete` where none is left, what an input throws that is the only one,
 * and what working it out throws that is about no input.
 */
export async function heldClosure(context: Context, input: string, flags: ClosureFlags): Promise<HeldClosure> {
  const found: FoundHeld[] = []
  const lacking = new Set<string>()
  const findHeld = async (one: NamedClosure) => {
    found.push(await heldOf(context, one))
    return true
  }
  await eachInput(await closuresOfInput(input, flags, context.terminal), findHeld, {
    failed: (name, error) => {
      tellFailed(context, name, error)
      lacking.add(name)
    },
    probed: () => undefined,
  })
  if (found.length === 0) {
    const params = { failed: lacking.size }
    throw new GoferryError('incomplete', { subject: input, reason: 'closure.inputs', params })
  }
  const versions = new Map(
    found.flatMap(one => one.versions.map(each => [`${each.path}@${each.version}`, each] as const)),
  )
  for (const one of found) for (const name of one.lacking) lacking.add(name)
  return { versions: [...versions.values()], lacking: boundedNames([...lacking].sort()) }
}

/** The same of one input. */
interface FoundHeld extends Pick<HeldClosure, 'versions'> {
  readonly lacking: readonly string[]
}

async function heldOf(context: Context, { closure }: NamedClosure): Promise<FoundHeld> {
  // No upstream: what is to be carried is held.
  const request = { closure, upstream: 'off', sizes: false }
  // What is run for it is no part of the result.
  const quiet = { tell: async () => undefined }
  const { lacking, unread, untidy, isTidied } = await watching(
    context,
    watch => context.node.resolve(request, { ...watch, ...quiet }),
    () => undefined,
  )
  const { options, note, say } = context
  if (untidy.length > 0 && !isTidied && !options.json) note(say('cli.add.untidy', { signs: untidy.length }))
  const unheld = lacking.filter(({ lacks }) => lacks.length > 0).map(({ path, version }) => `${path}@${version}`)
  return {
    versions: lacking.map(({ path, version }) => ({ path, version })),
    lacking: [...unheld, ...unread.keys()],
  }
}

function tellFailed(context: Context, subject: string, error: GoferryError): void {
  const item = { subject, outcome: 'failed', error: toWire(error) }
  if (context.options.json) context.print(JSON.stringify(item))
  else context.note(itemLine(context, item))
}
