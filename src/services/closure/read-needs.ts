import { utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { Gate } from '../../core/gate.ts'
import type { ReadNeeds } from '../../core/graph/load-graph.ts'
import type { Actual } from '../../core/graph/main-modules.ts'
import { type Needs, needsOf } from '../../core/graph/needs.ts'
import { parseGoModLax } from '../../core/modfile/gomod.ts'
import type { GoSumLine } from '../../core/sumdb/go-sum-file.ts'
import type { Project, ReplacingFolder } from './project.ts'
import type { ClosureWorld } from './world.ts'

/** go.mods that are read at once, and how many may wait: more modules than any graph has. */
const [atOnce, waiting] = [32, 1_000_000]

/**
 * Reads what a module of the graph of `project` needs: from `world`, as go.sum says it, or out of the folder that
 * replaces it.
 */
export function needsReader(world: ClosureWorld, { replacedBy }: Project, goSum: readonly GoSumLine[]): ReadNeeds {
  const folders = new Map(replacedBy.map(folder => [folderKey(folder), folder]))
  const hashes = new Map(goSum.filter(({ part }) => part === 'mod').map(line => [versionKey(line), line.h1]))
  const gate = new Gate(atOnce, waiting)
  return async (actual, module) => {
    if (actual.base !== undefined) return needsOfFolder(folders.get(folderKey(actual)), actual)
    const { bytes, h1 } = await gate.run(actual.path, () => world.readGoMod(actual))
    checkHash(actual, h1, hashes.get(versionKey(actual)))
    const needs = needsIn(`${versionKey(actual)}/go.mod`, bytes, h1)
    if (needs.path === module.path || needs.path === actual.path) return needs
    const params = { declared: needs.path, required: module.path }
    throw new GoferryError('bad-gomod', { subject: versionKey(actual), reason: 'closure.other-path', params })
  }
}

/** What was read of go.mods, by `h1:`: projects share most of theirs, and a tidied one is read twice. */
const parsed = new Map<string, Needs>()
/** So many are remembered: about 10 MB, and more than most graphs have. */
const remembered = 2048

function needsIn(file: string, bytes: Uint8Array, h1: string): Needs {
  const known = parsed.get(h1)
  if (known !== undefined) return known
  const needs = needsOf(parseGoModLax(file, bytes))
  if (parsed.size >= remembered) parsed.clear()
  parsed.set(h1, needs)
  return needs
}

/** Throws `mismatch` where go.sum names another go.mod. */
function checkHash(module: Actual, found: string, wanted: string | undefined): void {
  if (wanted === undefined || wanted === found) return
  const params = { wanted, found }
  throw new GoferryError('mismatch', { subject: `${versionKey(module)}/go.mod`, reason: 'add-go-sum', params })
}

/** What a folder requires whose module line may say anything: the go command does not look at it either. */
function needsOfFolder(folder: ReplacingFolder | undefined, { path }: Actual): Needs {
  if (folder === undefined) throw new GoferryError('absent', { subject: `${path}/go.mod`, reason: 'closure.no-folder' })
  return needsOf(parseGoModLax(folder.goMod.file, utf8(folder.goMod.text)))
}

const folderKey = ({ base, path }: Actual | ReplacingFolder) => JSON.stringify([base, path])
const versionKey = ({ path, version }: { path: string; version: string }) => `${path}@${version}`
