import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { costOf } from '../measure/processes.ts'
import type { ColdRow } from '../results.ts'
import { GoferryServer } from '../servers/goferry-server.ts'
import { pin } from '../servers/server.ts'
import { clear, download, emptyClient, subfolder } from '../world/clients.ts'
import { CountingUpstream, type Moved } from '../world/counting-upstream.ts'
import type { World } from '../world/world.ts'

/**
 * Many clients that begin at once on an empty node. Its upstream is the tree of the warm node, whose log stands for the
 * public checksum database. First one client asks that upstream itself: what it fetches is what a client asks for.
 */
export async function measureCold(world: World): Promise<ColdRow[]> {
  const upstream = await CountingUpstream.start(world.tree)
  try {
    world.say('cold: what a client asks for')
    await downloadAt(world, upstream.url)
    const ideal = upstream.take()
    world.say(`cold: ${world.plan.coldClients} clients on an empty node`)
    return [await measureOne(world, upstream, ideal)]
  } finally {
    await upstream.stop()
  }
}

async function measureOne(
  world: World,
  upstream: CountingUpstream,
  ideal: ReadonlyMap<string, Moved>,
): Promise<ColdRow> {
  const { plan } = world
  const folder = subfolder(world.folder, 'cold')
  const settings = join(folder, 'settings.yaml')
  writeFileSync(settings, `sumdb: ${world.node.key}\n`)
  const flags = ['--upstream', upstream.url, '--config', settings, '--workers', String(plan.workers)]
  const node = await GoferryServer.start(join(folder, 'node'), ...flags)
  try {
    await pin(node, plan.cores?.servers)
    const begun = performance.now()
    const clients = () => Promise.all(Array.from({ length: plan.coldClients }, () => downloadAt(world, node.url)))
    const { value: _, ...cost } = await costOf(node.pids(), clients)
    const wallSeconds = (performance.now() - begun) / 1000
    return { clients: plan.coldClients, wallSeconds, ...cost, ...counted(upstream.take(), ideal) }
  } finally {
    await node.stop()
  }
}

function counted(moved: ReadonlyMap<string, Moved>, ideal: ReadonlyMap<string, Moved>) {
  const bytesOf = (files: Iterable<Moved>) => [...files].reduce((sum, { bytes }) => sum + bytes, 0)
  const unasked = [...moved].filter(([path]) => !ideal.has(path)).map(([, file]) => file)
  return {
    files: moved.size,
    mostFetches: Math.max(0, ...[...moved.values()].map(({ fetches }) => fetches)),
    bytes: bytesOf(moved.values()),
    unaskedBytes: bytesOf(unasked),
    idealFiles: ideal.size,
    idealBytes: bytesOf(ideal.values()),
  }
}

async function downloadAt({ plan, project }: World, url: string): Promise<void> {
  const client = emptyClient(url)
  try {
    const { code, stderr } = await download(client, project, plan.cores?.load)
    if (code !== 0) throw new RangeError(`go mod download: ${stderr}`)
  } finally {
    await clear(client)
  }
}
