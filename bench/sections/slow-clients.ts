import assert from 'node:assert/strict'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { SlowReaders } from '../load/slow-readers.ts'
import { percentile } from '../measure/median.ts'
import { costOf } from '../measure/processes.ts'
import type { SlowRow } from '../results.ts'
import type { Server } from '../servers/server.ts'
import { loadedFiles } from '../world/files.ts'
import type { World } from '../world/world.ts'

/** How often a quick client asks beside the slow ones. */
const probeEveryMilliseconds = 100

/** What many slow readers of a large zip cost each server, and how long a small request takes beside them. */
export async function measureSlowClients(world: World): Promise<SlowRow[]> {
  const rows: SlowRow[] = []
  for (const server of world.servers) {
    world.say(`${world.plan.slow.clients} slow clients: ${server.name}`)
    rows.push(await measureOne(world, server))
  }
  return rows
}

async function measureOne({ plan, tree }: World, server: Server): Promise<SlowRow> {
  const { zip30, info } = loadedFiles(tree)
  const { clients, seconds } = plan.slow
  const readers = new SlowReaders()
  const run = async () => {
    await readers.open(new URL(`${server.url}/${zip30.path}`), clients)
    const times: number[] = []
    for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
      times.push(await probe(`${server.url}/${info.path}`))
      await wait(probeEveryMilliseconds)
    }
    return times
  }
  try {
    const { value: times, ...cost } = await costOf(server.pids(), run)
    return {
      server: server.name,
      clients,
      failed: readers.failed,
      probes: times.length,
      probeP50Milliseconds: percentile(times, 50),
      probeMaxMilliseconds: percentile(times, 100),
      ...cost,
    }
  } finally {
    readers.close()
  }
}

/** Milliseconds of a request over a connection of its own. */
async function probe(url: string): Promise<number> {
  const begun = performance.now()
  await new Promise<void>((resolve, reject) => {
    const asking = request(url, { agent: false }, response => {
      assert.equal(response.statusCode, 200, url)
      response.resume().on('end', resolve).on('error', reject)
    })
    asking.on('error', reject).end()
  })
  return performance.now() - begun
}
