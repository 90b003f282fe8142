import { sameBytes, utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { retractedBy } from '../../core/modfile/retracted-by.ts'
import { parseInfo } from '../../core/module/info.ts'
import { type LatestRules, latestVersion } from '../../core/module/latest.ts'
import { matchesPathMajor, splitPathVersion } from '../../core/module/path-major.ts'
import { matchRange, parseQuery } from '../../core/module/query.ts'
import type { AddWorld } from './world.ts'

/**
 * The version that `path@text` stands for now, as the go command finds it: retracted ones are passed over unless they
 * are named. Throws `bad-version` for a malformed query, `absent` where nothing answers it, and what the upstream does.
 */
export async function resolveQuery(world: AddWorld, path: string, text: string): Promise<string> {
  const query = parseQuery(text)
  if (query.kind === 'version' && matchesPathMajor(query.version, splitPathVersion(path)?.pathMajor ?? ''))
    return query.version
  // v2.0.0 of a path without /v2 is named v2.0.0+incompatible: the upstream knows whether there is one.
  if (query.kind === 'version' || query.kind === 'revision')
    return versionOf(path, await world.pull.resolve(path, text))
  const versions = await listed(world, path)
  const rules = await rulesOf(world, path, versions)
  const found = query.kind === 'latest' ? latestVersion(versions, rules) : matchRange(query, path, versions, rules)
  if (found !== undefined) return found
  const latest = query.kind === 'latest' ? await world.pull.latest(path) : undefined
  if (latest !== undefined) return versionOf(path, latest)
  throw new GoferryError('absent', { subject: `${path}@${text}`, reason: 'add-no-version' })
}

async function listed({ pull }: AddWorld, path: string): Promise<readonly string[]> {
  const list = await pull.list(path)
  if (list.status === 'known') return list.versions
  if (list.status === 'absent') return []
  throw list.error
}

/** What the go.mod of the latest version says of the others, and whether the module is older than go.mod files. */
async function rulesOf(world: AddWorld, path: string, versions: readonly string[]): Promise<LatestRules> {
  let questioned: string | undefined
  const legacy = (version: string) => {
    questioned = version
    return false
  }
  latestVersion(versions, { legacy })
  const isLegacy = questioned !== undefined && (await isMadeUp(world, path, questioned))
  const latest = latestVersion(versions, { legacy: () => isLegacy })
  const goMod = latest === undefined ? undefined : await goModOf(world, path, latest)
  return { legacy: () => isLegacy, ...(goMod && { retracted: retractedBy(goMod) }) }
}

/** Whether the go.mod is the one line that a proxy makes up for a version without one. */
async function isMadeUp(world: AddWorld, path: string, version: string): Promise<boolean> {
  const goMod = await goModOf(world, path, version)
  if (goMod === undefined) return false
  return sameBytes(goMod, utf8(`module ${path}\n`))
}

async function goModOf(world: AddWorld, path: string, version: string): Promise<Uint8Array | undefined> {
  await world.pull.fetch({ path, version }, 'mod')
  return world.readMod({ path, version })
}

function versionOf(path: string, info: Uint8Array): string {
  return parseInfo({ path, version: undefined }, info).version
}
