import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { runWrk } from '../load/wrk.ts'
import { costOf } from '../measure/processes.ts'
import { PATH_KINDS, type PathKind, type RequestRow } from '../results.ts'
import type { Server } from '../servers/server.ts'
import { loadedFiles, type TreeFile } from '../world/files.ts'
import type { World } from '../world/world.ts'

/** As many requests as each server answers, for one path after the other; the servers take turns on each path. */
export async function measureRequests(world: World): Promise<RequestRow[]> {
  const files = loadedFiles(world.tree)
  const rows: RequestRow[] = []
  for (const kind of PATH_KINDS) {
    await checkSame(world.servers, kind, files[kind])
    for (let round = 0; round < world.plan.rounds; round++)
      for (const server of world.servers) {
        world.say(`requests ${round + 1}/${world.plan.rounds}: ${server.name} ${kind}`)
        rows.push(await measureOne(world, server, { kind, round, file: files[kind] }))
      }
  }
  return rows
}

/**
 * Every server must give the same: a load on something else would say nothing. Lists may differ, since a proxy names
 * what its upstream has; a proxy may write the JSON of an .info in its own way. It is the first request for that file
 * too, which is not measured.
 */
async function checkSame(servers: readonly Server[], kind: PathKind, { path }: TreeFile): Promise<void> {
  const sums = await Promise.all(
    servers.map(async ({ url }) => {
      const response = await fetch(`${url}/${path}`)
      assert.equal(response.status, 200, `${url}/${path}`)
      const body = Buffer.from(await response.arrayBuffer())
      if (kind === 'info') return String(JSON.parse(body.toString()).Version)
      return createHash('sha256').update(body).digest('hex')
    }),
  )
  if (kind !== 'list') assert.equal(new Set(sums).size, 1, `${path}: not the same from every server`)
}

async function measureOne(
  { plan }: World,
  server: Server,
  { kind, round, file }: { kind: PathKind; round: number; file: TreeFile },
): Promise<RequestRow> {
  const isLarge = kind === 'zip1' || kind === 'zip30'
  const load = {
    connections: isLarge ? plan.connections.large : plan.connections.small,
    seconds: plan.loadSeconds,
    cores: plan.cores?.load,
  }
  const { value, ...cost } = await costOf(server.pids(), () => runWrk(`${server.url}/${file.path}`, load))
  return { server: server.name, round, kind, bodyBytes: file.bytes, ...value, ...cost }
}
