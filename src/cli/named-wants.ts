import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { GoferryError } from '../core/errors.ts'
import { parseGoSum } from '../core/sumdb/go-sum-file.ts'
import { KINDS } from '../core/tree/keys.ts'
import { wantsOfGoSum } from '../services/add/wants.ts'
import type { Want } from '../services/add/world.ts'
import { isClosureList } from './closure-input.ts'
import { parseModuleArgument } from './module-argument.ts'

interface WantFlags {
  readonly from?: string
  readonly modcache?: string
  readonly athens?: string
}

/** The wants that `modules` and a go.sum name. Throws `usage`, `absent`, `bad-module-path`, `bad-record`. */
export async function namedWants(modules: readonly string[], { from, modcache, athens }: WantFlags): Promise<Want[]> {
  const folders = [modcache, athens].filter(folder => folder !== undefined).length
  const named = modules.length > 0 || from !== undefined
  if (folders === 0 && !named) throw new GoferryError('usage', { subject: 'add', reason: 'cli.add.nothing' })
  if (folders > 1 || (folders === 1 && named))
    throw new GoferryError('usage', { subject: 'add', reason: 'cli.add.one-source' })
  const wants = modules.map(module => {
    const { path, version } = parseModuleArgument(module)
    return { path, query: version, parts: KINDS }
  })
  return isGoSum(from) ? [...wants, ...wantsOfGoSum(parseGoSum(from, await readText(from)))] : wants
}

/** Whether `from` is a go.sum, which may have any name: a go.mod and a go.work have theirs. */
export function isGoSum(from: string | undefined): from is string {
  if (from === undefined || isClosureList(from) || ['go.mod', 'go.work'].includes(basename(from))) return false
  return statSync(from, { throwIfNoEntry: false })?.isFile() ?? !from.includes('@')
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new GoferryError('absent', { subject: file, cause })
  }
}
