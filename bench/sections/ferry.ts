import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FerryLoop } from '../../test/support/ferry-loop/ferry-loop.ts'
import type { GoClient } from '../../test/support/go-client.ts'
import { watched } from '../measure/watched.ts'
import type { FerryResults, FerryRow, FerryTool, LittleCutRow } from '../results.ts'
import { entryPoint } from '../servers/goferry-server.ts'
import { clear, emptyClient, subfolder } from '../world/clients.ts'
import { fillStore } from '../world/made-store.ts'
import type { World } from '../world/world.ts'

/** What a bundle costs to cut and to take in, beside `tar | sha256sum` over the same files; and what a small one reads. */
export async function measureFerry(world: Pick<World, 'plan' | 'folder' | 'say'>): Promise<FerryResults> {
  return { whole: await measureWhole(world), little: await measureLittle(world) }
}

/** All files were read just before: each tool gets them from the cache. */
async function measureWhole({ plan, folder, say }: Pick<World, 'plan' | 'folder' | 'say'>): Promise<FerryRow[]> {
  const own = subfolder(folder, 'ferry')
  const loop = await FerryLoop.make(own, undefined)
  const mirror = join(own, 'mirror')
  say(`ferry: ${plan.ferry.versions} versions`)
  const keys = await fillStore(mirror, 'm', plan.ferry)
  const bytes = keys.reduce((sum, key) => sum + statSync(join(mirror, key)).size, 0)
  const list = join(own, 'files')
  writeFileSync(list, keys.join('\n'))
  say('ferry: a module cache of them')
  const desk = await cacheOf(join(mirror, 'public'), plan.ferry.versions)
  const rows: FerryRow[] = []
  for (let round = 0; round < plan.rounds; round++) {
    const [media, centre] = [mkdtempSync(join(own, 'media-')), join(own, `centre-${round}`)]
    // With the modes of its keys.
    execFileSync('cp', ['-a', join(loop.folder, 'centre'), centre])
    const tools: Record<FerryTool, () => readonly string[]> = {
      'tar | sha256sum': () => ['sh', '-c', `tar cf - -C ${mirror} -T ${list} | sha256sum`],
      'go mod verify': () => ['env', '-C', desk.folder, ...desk.settings, 'go', 'mod', 'verify'],
      'ferry out': () => cut(mirror, media, 0),
      'ferry in': () => [entryPoint, 'ferry', 'in', discIn(media), '--data', centre],
    }
    for (const [tool, command] of Object.entries(tools) as [FerryTool, () => readonly string[]][]) {
      say(`ferry ${round + 1}/${plan.rounds}: ${tool}`)
      rows.push({ tool, round, bytes, ...(await watched(command())) })
    }
    for (const path of [media, centre]) rmSync(path, { recursive: true })
  }
  await clear(desk)
  rmSync(own, { recursive: true })
  return rows
}

/** A desk that has downloaded the `versions` modules of the GOPROXY in the folder `tree`, and its settings, `NAME=value`. */
async function cacheOf(tree: string, versions: number): Promise<GoClient & { readonly settings: readonly string[] }> {
  const desk = emptyClient(`file://${tree}`)
  const required = Array.from({ length: versions }, (_, i) => `require bench.test/m${i} v1.0.0\n`).join('')
  writeFileSync(join(desk.folder, 'go.mod'), `module bench.test/desk\n\ngo 1.25\n\n${required}`)
  await desk.succeeds(desk.folder, 'mod', 'download', 'all')
  const settings = Object.entries(desk.environment).map(([name, value]) => `${name}=${value}`)
  return Object.assign(desk, { settings })
}

/** A cut of what is new in a large store, and one of all of it: they may differ by what is new alone. */
async function measureLittle({ plan, folder, say }: Pick<World, 'plan' | 'folder' | 'say'>): Promise<LittleCutRow[]> {
  const { before, added, meanBytes } = plan.ferry.little
  const own = subfolder(folder, 'ferry little')
  const loop = await FerryLoop.make(own, undefined)
  const mirror = join(loop.folder, 'mirror')
  say(`ferry: ${added} versions after ${before}`)
  await fillStore(mirror, 'm', { versions: before, meanBytes })
  await fillStore(mirror, 'new', { versions: added, meanBytes })
  const rows: LittleCutRow[] = []
  for (const from of [0, 3 * before]) {
    const media = mkdtempSync(join(own, 'media-'))
    const cost = await watched(cut(mirror, media, from))
    const disc = discIn(media)
    const writtenBytes = readdirSync(disc).reduce((sum, name) => sum + statSync(join(disc, name)).size, 0)
    rows.push({ versions: added + (from === 0 ? before : 0), writtenBytes, ...cost })
  }
  rmSync(own, { recursive: true })
  return rows
}

function cut(data: string, media: string, from: number): string[] {
  const wish = ['--to', 'centre', '--from', String(from), '--out', media]
  return [entryPoint, 'ferry', 'out', ...wish, '--data', data]
}

/** The one disc that was cut into `media`. */
function discIn(media: string): string {
  const bundle = readdirSync(media).find(name => name.startsWith('gf-')) ?? ''
  return join(media, bundle, 'disc-01')
}
