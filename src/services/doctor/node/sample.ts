import { randomInt } from 'node:crypto'
import { isGoferryError } from '../../../core/errors.ts'
import type { LogState } from '../../../core/log/state.ts'
import type { ModuleVersion } from '../../../core/module/module-version.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld, OpenLog } from './world.ts'

/** The most versions and bytes that are read. */
const mostVersions = 64
const mostBytes = 256 * 2 ** 20

/** Holds some versions, chosen at random, against the log. `goferry verify` holds all of them. */
export async function checkSample(world: NodeWorld): Promise<Finding[]> {
  const log = await openLog(world)
  if (log === undefined) return []
  const modules = choose(log.state)
  let bytes = 0
  const bad: string[] = []
  for (const module of modules) {
    const found = await world.badParts(module, count => {
      bytes += count
    })
    bad.push(...found.map(({ file }) => file))
  }
  const params = { versions: modules.length, megabytes: Math.ceil(bytes / 1e6), bad: bad.length }
  if (bad[0] !== undefined) return [{ code: 'sample-bad', subject: bad[0], params }]
  return [{ code: 'sample', subject: log.name, params }]
}

async function openLog({ log }: NodeWorld): Promise<OpenLog | undefined> {
  try {
    return await log()
  } catch (error) {
    if (isGoferryError(error)) return undefined
    throw error
  }
}

/** Versions of different modules; one whose zip is over the bound that is left makes way for another. */
function choose(state: LogState): ModuleVersion[] {
  const paths = [...state.paths()]
  const chosen: ModuleVersion[] = []
  let left = mostBytes
  for (let i = paths.length; i > 0 && chosen.length < mostVersions; i--) {
    const at = randomInt(i)
    const path = paths[at] ?? ''
    paths[at] = paths[i - 1] ?? ''
    const versions = state.versions(path)
    const version = versions[randomInt(versions.length)] ?? ''
    const size = state.version(path, version)?.zip?.size ?? 0
    if (size > left) continue
    left -= size
    chosen.push({ path, version })
  }
  return chosen
}
