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
  const newest = await settled(world, path, rules => latestVersion(versions, rules))
  const goMod = newest === undefined ? undefined : await goModOf(world, path, newest)
  const retracted = goMod === undefined ? () => false : retractedBy(goMod)
  const found = await settled(world, path, ({ legacy }) => {
    const rules = { retracted, ...(legacy && { legacy }) }
    return query.kind === 'latest' ? latestVersion(versions, rules) : matchRange(query, path, versions, rules)
  })
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

/**
 * Finds a version by `find`, which may ask whether some are legacy: for each such question the go.mod is fetched, and
 * `find` begins anew with the answer.
 */
async function settled(
  world: AddWorld,
  path: string,
  find: (rules: LatestRules) => string | undefined,
): Promise<string | undefined> {
  const known = new Map<string, boolean>()
  for (;;) {
    let open: string | undefined
    const found = find({
      legacy(version) {
        if (!known.has(version)) open = version
        return known.get(version) ?? false
      },
    })
    if (open === undefined) return found
    known.set(open, await isMadeUp(world, path, open))
  }
}

/** Whether the go.mod is the one line that a proxy makes up for a version without one. */
async function isMadeUp(world: AddWorld, path: string, version: string): Promise<boolean> {
  const goMod = await goModOf(world, path, version)
  return goMod !== undefined && sameBytes(goMod, utf8(`module ${path}\n`))
}

async function goModOf(world: AddWorld, path: string, version: string): Promise<Uint8Array | undefined> {
  await world.pull.fetch({ path, version }, 'mod')
  return world.readMod({ path, version })
}

function versionOf(path: string, info: Uint8Array): string {
  return parseInfo({ path, version: undefined }, info).version
}
