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
  if (found === undefined || found.isDirectory() || ['go.mod', 'go.work'].includes(basename(file))) {
    const project = await readProject(input, goWork)
    return oneInput(project.name, { ...of, project })
  }
  const { text } = await readText(file)
  if (file.endsWith('.sum') || !isWishList(text))
    return oneInput(file, { ...of, versions: wantsOfGoSum(parseGoSum(file, text)) })
  if (text.length > maxWishBytes) throw new GoferryError('too-large', { subject: file })
  return inputsOfWishes(input, parseWishList(input, text), of)
}

function oneInput(name: string, closure: ClosureRequest): Inputs {
  return { named: [{ name, closure }], failed: [], isOne: true }
}

type Level = Pick<ClosureRequest, 'level' | 'targets'>

/** Each wish is a closure of its own: together, one would raise the version that another asked for. */
function inputsOfWishes(file: string, lines: readonly WishLine[], of: Level): Inputs {
  const failed = lines.flatMap(one => ('error' in one ? [{ name: `${file}, ${one.line}`, error: one.error }] : []))
  const named = lines.flatMap(one => ('wish' in one ? [closureOfWish(one.wish, of)] : []))
  return { named, failed, isOne: false }
}

/** A toolchain is no module that others may require. */
function closureOfWish({ path, version }: Wish, of: Level): NamedClosure {
  const query = version === '' ? 'latest' : version
  const name = `${path}@${query}`
  const wants = { versions: [{ path, query, parts: KINDS }] }
  return { name, closure: { ...of, ...(path === toolchainPath ? wants : { seeds: [name] }) } }
}
