import { utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { ReadNeeds } from '../../core/graph/load-graph.ts'
import type { Actual } from '../../core/graph/main-modules.ts'
import { type Needs, needsOf } from '../../core/graph/needs.ts'
import { parseGoModLax } from '../../core/modfile/gomod.ts'
import type { GoSumLine } from '../../core/sumdb/go-sum-file.ts'
import type { Project, ReplacingFolder } from './project.ts'
import type { ClosureWorld } from './world.ts'

/** Reads what a module of the graph of `project` needs: from the node, or out of the folder that replaces it. */
export function needsReader(world: ClosureWorld, { replacedBy }: Project, goSum: readonly GoSumLine[]): ReadNeeds {
  const folders = new Map(replacedBy.map(folder => [folderKey(folder), folder]))
  const hashes = new Map(goSum.filter(({ part }) => part === 'mod').map(line => [versionKey(line), line.h1]))
  return async (actual, module) => {
    if (actual.base !== undefined) return needsOfFolder(folders.get(folderKey(actual)), actual)
    const bytes = await world.readGoMod(actual, hashes.get(versionKey(actual)))
    const needs = needsOf(parseGoModLax(`${versionKey(actual)}/go.mod`, bytes))
    if (needs.path === module.path || needs.path === actual.path) return needs
    const params = { declared: needs.path, required: module.path }
    throw new GoferryError('bad-gomod', { subject: versionKey(actual), reason: 'closure.other-path', params })
  }
}

/** What a folder requires whose module line may say anything: the go command does not look at it either. */
function needsOfFolder(folder: ReplacingFolder | undefined, { path }: Actual): Needs {
  if (folder === undefined) throw new GoferryError('absent', { subject: `${path}/go.mod`, reason: 'closure.no-folder' })
  return needsOf(parseGoModLax(folder.goMod.file, utf8(folder.goMod.text)))
}

const folderKey = ({ base, path }: Actual | ReplacingFolder) => JSON.stringify([base, path])
const versionKey = ({ path, version }: { path: string; version: string }) => `${path}@${version}`
