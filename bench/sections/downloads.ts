import { pathToFileURL } from 'node:url'
import { timed } from '../measure/command.ts'
import { costOf } from '../measure/processes.ts'
import type { DownloadRow } from '../results.ts'
import type { Server } from '../servers/server.ts'
import { clear, download, emptyClient } from '../world/clients.ts'
import type { World } from '../world/world.ts'

/** `go mod download` of the whole project by an empty client, from each server and from the bare files, in turn. */
export async function measureDownloads(world: World): Promise<DownloadRow[]> {
  const file: Server = {
    name: 'file',
    url: pathToFileURL(world.tree).href,
    pids: () => [],
    stop: async () => undefined,
  }
  const rows: DownloadRow[] = []
  for (let round = 0; round < world.plan.rounds; round++) {
    for (const server of [...world.servers, file]) {
      world.say(`download ${round + 1}/${world.plan.rounds}: ${server.name}`)
      rows.push(await measureOne(world, server, round))
    }
  }
  return rows
}

async function measureOne({ plan, project }: World, server: Server, round: number): Promise<DownloadRow> {
  const client = emptyClient(server.url)
  try {
    const run = () => timed(() => download(client, project, plan.cores?.load))
    const { value, ...cost } = await costOf(server.pids(), run)
    return { server: server.name, round, wallSeconds: value.wallSeconds, ...cost }
  } finally {
    await clear(client)
  }
}
