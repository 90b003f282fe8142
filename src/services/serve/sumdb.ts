import { GoferryError } from '../../core/errors.ts'
import { parseModuleVersion } from '../../core/goproxy/request.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { parseC2spTilePath, parseTilePath, tileHeight } from '../../core/tlog/tile.ts'
import { type Answer, textAnswer } from './answer.ts'
import { missed } from './known.ts'
import { checkVersionVisible } from './visibility.ts'
import type { World } from './world.ts'

/** Who asks: data tiles and the index are for the node itself, until nodes can be authenticated. */
export interface Client {
  readonly isLocal: boolean
}

/**
 * Answers `/sumdb/NAME/REST`. `/supported` of any name is 200: a 404 there sends the go
 * command to the network (protocol.md §2a). Our own log is answered from what is published;
 * the public database is relayed; any other name is `denied`. Throws as the parts below do.
 */
export async function serveSumdb(world: World, name: string, rest: string, client: Client): Promise<Answer> {
  if (rest === 'supported') return textAnswer('', 'brief')
  if (name === world.log.name) return serveOwn(world, rest, client)
  if (name === world.publicDatabase) return relay(world, rest)
  throw new GoferryError('denied', {
    subject: `/sumdb/${name}`,
    reason: 'answer.foreign-sumdb',
    params: { own: world.log.name, public: world.publicDatabase },
  })
}

async function serveOwn(world: World, rest: string, client: Client): Promise<Answer> {
  if (rest === 'latest') {
    await world.refresh()
    return head(rest, world.log.latest)
  }
  if (rest.startsWith('lookup/')) return serveLookup(world, rest.slice('lookup/'.length))
  const tile = parseTilePath(rest)
  if (tile.height !== tileHeight) throw new GoferryError('absent', { subject: rest })
  if (tile.level !== 'data') return tileAnswer(world, rest, () => world.log.tile(tile))
  checkLocal(client)
  return tileAnswer(world, rest, () => world.log.dataTile(tile))
}

/**
 * Answers a path of the C2SP form of the same tree: `checkpoint`,
 * `tile/L/N`, `tile/entries/N`. Throws `absent`, `denied`, `bad-tile`.
 */
export async function serveTlog(world: World, rest: string, client: Client): Promise<Answer> {
  if (rest === 'checkpoint') return head(rest, await world.log.checkpoint())
  const tile = parseC2spTilePath(rest)
  if (tile.level !== 'data') return tileAnswer(world, rest, () => world.log.tile(tile))
  checkLocal(client)
  return tileAnswer(world, rest, () => world.log.entries(tile))
}

function head(rest: string, note: Uint8Array | undefined): Answer {
  if (note === undefined) throw new GoferryError('absent', { subject: rest, reason: 'answer.empty-log' })
  return textAnswer(note, 'none')
}

/**
 * A tile that this process knows nothing of yet is looked for once
 * more at the end of the log: the head may be from another process.
 */
async function tileAnswer(world: World, rest: string, read: () => Promise<Uint8Array | undefined>): Promise<Answer> {
  const bytes = (await read()) ?? (await world.refresh().then(read))
  if (bytes === undefined) throw new GoferryError('absent', { subject: rest })
  return { contentType: 'application/octet-stream', body: bytes, cache: 'immutable' }
}

/** The record of a version with the newest head; a version that is not in the log yet is pulled first. Never empty. */
async function serveLookup(world: World, escaped: string): Promise<Answer> {
  const module = parseModuleVersion(escaped)
  checkVersionVisible(world.policy, world.state(), module)
  if (world.log.lookup(module) === undefined) await world.refresh()
  if (world.log.lookup(module) === undefined) await pullRecord(world, module)
  const text = world.log.lookup(module)
  if (text === undefined) throw await missed(world, { ...module, isProbe: false })
  return textAnswer(text, 'none')
}

async function pullRecord(world: World, module: ModuleVersion): Promise<void> {
  if (world.pull === undefined) return
  try {
    await world.pull.fetch(module, 'mod')
  } catch (error) {
    throw await missed(world, { ...module, isProbe: false }, error)
  }
  await world.refresh()
}

/**
 * What the public database says: from what is recorded, else through the upstream, else from what was relayed before
 * there was none (docs/decisions/0013). Of what is hidden here not even that (design §3.7).
 */
async function relay(world: World, rest: string): Promise<Answer> {
  if (rest.startsWith('lookup/'))
    checkVersionVisible(world.policy, world.state(), parseModuleVersion(rest.slice('lookup/'.length)))
  const recorded = (await world.proofs.recorded(rest)) ?? (await world.pull?.relay(rest))
  const bytes = recorded ?? (await world.proofs.kept(rest))
  if (bytes !== undefined) return textAnswer(bytes, 'none')
  const subject = `/sumdb/${world.publicDatabase}`
  const reason = world.state().proofs === undefined ? 'answer.no-relay' : 'answer.not-proved'
  throw new GoferryError('denied', { subject, reason })
}

/** Throws `denied` for a client that is not on this machine. */
export function checkLocal(client: Client): void {
  if (!client.isLocal) throw new GoferryError('denied', { subject: 'data', reason: 'answer.loopback-only' })
}
