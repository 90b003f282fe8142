import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { GoferryError, isGoferryError } from '../core/errors.ts'
import { parseGoSum } from '../core/sumdb/go-sum-file.ts'
import { toolchainPath } from '../core/toolchain/toolchain.ts'
import { KINDS } from '../core/tree/keys.ts'
import { isWishList, maxWishBytes, parseWishList, type Wish, type WishLine } from '../core/wishes/wish-list.ts'
import { wantsOfGoSum } from '../services/add/wants.ts'
import type { ClosureRequest } from './closure-access.ts'
import type { ClosureFlags } from './closure-flags.ts'
import type { ListedInput } from './closure-list.ts'
import { parseModuleArgument } from './module-argument.ts'
import type { Terminal } from './terminal.ts'

/** A closure, and what messages call it is of. */
export interface NamedClosure {
  readonly name: string
  readonly closure: ClosureRequest
  /** The line of a wish list that it is of. */
  readonly wish?: Wish
}

/** One of several inputs that could not be read, and why. */
export interface FailedInput {
  readonly name: string
  readonly error: GoferryError
}

/** What an input stands for: of a list, and of a wish list, each for itself. */
export interface Inputs {
  readonly named: readonly NamedClosure[]
  readonly failed: readonly FailedInput[]
  /** Whether what fails keeps the others: the input is no list. */
  readonly isOne: boolean
}

/**
 * What is asked for by `input`: a project's folder, go.mod or go.work, a go.sum, `MODULE@QUERY` and `PACKAGE@QUERY`, a
 * wish list, or a list of these. Throws what reading a project or a list throws, where the input is none; `too-large`
 * for a wish list, `bad-module-path` and `usage` for the others.
 */
export async function closuresOfInput(
  input: string,
  flags: ClosureFlags,
  terminal: Pick<Terminal, 'goWork'>,
): Promise<Inputs> {
  if (!/\.ya?ml$/.test(input)) return inputsOf({ input, flags }, terminal)
  const { readClosureList } = await import('./closure-list.ts')
  const listed = await readClosureList(input, flags)
  const all = await Promise.all(
    listed.map(one => inputsOf(one, terminal).catch(error => failedInput(one.input, error))),
  )
  return { named: all.flatMap(({ named }) => named), failed: all.flatMap(({ failed }) => failed), isOne: false }
}

/** Throws what is no GoferryError: of a list nothing is kept from the others. */
function failedInput(name: string, error: unknown): Inputs {
  if (!isGoferryError(error)) throw error
  return { named: [], failed: [{ name, error }], isOne: false }
}

async function inputsOf({ input, flags }: ListedInput, { goWork }: Pick<Terminal, 'goWork'>): Promise<Inputs> {
  const { pathOfInput, readProject, readText } = await import('./project/read-project.ts')
  const { level, platform = [undefined], tags = [] } = flags
  const of = { level, targets: platform.map(one => ({ ...one, tags })) }
  const file = pathOfInput(input)
  const found = await stat(file).catch(() => undefined)
  if (found === undefined && input.includes('@')) {
    parseModuleArgument(input)
    return oneInput(input, { ...of, seeds: [input] })
  }
  // The first element of a module path has a dot.
  if (found === undefined && /^[^./][^/]*\.[^/]*\//.test(input))
    throw new GoferryError('absent', { subject: input, reason: 'closure.no-query' })
  if (found === undefined || found.isDirectory() || ['go.mod', 'go.work'].includes(basename(file))) {
    const project = await readProject(input, goWork)
    return oneInput(project.name, { ...of, project })
  }
  const { text } = await readText(file)
  // What is no UTF-8 was read as this sign.
  if (/\0|\uFFFD/.test(text)) throw new GoferryError('usage', { subject: file, reason: 'closure.no-text' })
  if (file.endsWith('.sum') || !isWishList(text))
    return oneInput(file, { ...of, versions: wantsOfGoSum(parseGoSum(file, text)) })
  if (text.length > maxWishBytes) throw new GoferryError('too-large', { subject: file })
  return inputsOfWishes(input, parseWishList(input, text), of)
}

function oneInput(name: string, closure: ClosureRequest): Inputs {
  return { named: [{ name, closure }], failed: [], isOne: true }
}

type Level = Pick<ClosureRequest, 'level' | 'targets'>

/**
 * Each wish is a closure of its own: together, one would raise the version that another asked for. Longer paths come
 * first: what the go command tried on the way to one of them is known then.
 */
function inputsOfWishes(file: string, lines: readonly WishLine[], of: Level): Inputs {
  const failed = lines.flatMap(one => ('error' in one ? [{ name: `${file}, ${one.line}`, error: one.error }] : []))
  const named = lines.flatMap(one => ('wish' in one ? [closureOfWish(one.wish, of)] : []))
  named.sort((a, b) => depthOf(b) - depthOf(a))
  return { named, failed, isOne: false }
}

const depthOf = ({ wish }: NamedClosure) => wish?.path.split('/').length ?? 0

/** A toolchain is no module that others may require. */
function closureOfWish(wish: Wish, of: Level): NamedClosure {
  const { path, version } = wish
  const query = version === '' ? 'latest' : version
  const name = `${path}@${query}`
  const wants = { versions: [{ path, query, parts: KINDS }] }
  return { name, wish, closure: { ...of, ...(path === toolchainPath ? wants : { seeds: [name] }) } }
}
