import { join } from 'node:path'
import type { GoClient } from '../../test/support/go-client.ts'
import type { Plan } from '../plan.ts'
import { GoferryServer } from '../servers/goferry-server.ts'
import { startNginxServer } from '../servers/nginx-server.ts'
import { pin, type Server } from '../servers/server.ts'
import { clear, emptyClient } from './clients.ts'
import { madeUpProject, realProject } from './project.ts'

/** What every part of a run measures on. */
export interface World {
  readonly plan: Plan
  /** An empty folder for what a part needs. */
  readonly folder: string
  /** A warm node that holds the whole project. */
  readonly node: GoferryServer
  /** nginx in front of the node's public tree. */
  readonly nginx: Server
  /** The node, nginx and the peers: the order in which they take turns. */
  readonly servers: readonly Server[]
  /** The node's public tree, in the GOPROXY layout. */
  readonly tree: string
  /** The name of the project, and the folder of its go.mod and go.sum. */
  readonly name: string
  readonly project: string
  /** A desk that has downloaded the project. */
  readonly filled: GoClient
  /** Tells the person at the terminal what is going on. */
  say(text: string): void
}

/** Runs `work` on a world below the empty folder `folder`; nothing of it is left behind but the folder. */
export async function inWorld<T>(
  { plan, folder, peers, say }: Pick<World, 'plan' | 'folder' | 'say'> & { peers: readonly Server[] },
  work: (world: World) => Promise<T>,
): Promise<T> {
  await using stack = new AsyncDisposableStack()
  const { name, upstream, write } =
    plan.project === undefined ? madeUpProject(join(folder, 'made-up')) : realProject(plan.project)
  const node = await GoferryServer.start(join(folder, 'node'), '--workers', String(plan.workers), ...upstream)
  stack.defer(() => node.stop())
  const project = join(folder, 'project')
  const filled = emptyClient(node.url, { GOSUMDB: node.key })
  stack.defer(() => clear(filled))
  say(`filling a node with ${name}`)
  await write(filled, project)
  await filled.succeeds(project, 'mod', 'download')
  const tree = join(node.data, 'public')
  const nginx = await startNginxServer(join(folder, 'nginx'), tree, plan.workers)
  stack.defer(() => nginx.stop())
  const servers = [node, nginx, ...peers]
  for (const peer of peers) await warm(peer, project, say)
  for (const server of servers) await pin(server, plan.cores?.servers)
  return await work({ plan, folder, node, nginx, servers, tree, name, project, filled, say })
}

/** A peer fetches what it lacks before anything is measured. */
async function warm(peer: Server, project: string, say: World['say']): Promise<void> {
  say(`warming ${peer.name}`)
  const client = emptyClient(peer.url)
  await client.succeeds(project, 'mod', 'download')
  await clear(client)
}
