import { GoferryError } from '../../core/errors.ts'
import { restoredKey } from '../../core/log/restored-mark.ts'
import type { ZipCheck } from '../../ports/zip-check.ts'
import type { NodeSettings, NodeWorld, OpenLog } from '../../services/doctor/node/world.ts'
import type { Scope } from '../commands/scope.ts'
import { clock, examineServer, machine, openKeys, openStore, ownerOf } from '../compose.ts'
import { roomRulesOf } from '../config/room.ts'
import type { Settings } from '../config/schema.ts'
import { askNode } from '../node/control-client.ts'
import { lookAtJobs } from './look-at-jobs.ts'
import { lookAtParts } from './look-at-parts.ts'
import { lookAtProofs } from './look-at-proofs.ts'
import { lookAtReplica, replicaFolderOf } from './look-at-replica.ts'
import { openLog } from './open-log.ts'
import { upstreamOfNode } from './upstream-of-node.ts'

/** The node of `scope` as it is now; `zipCheck` hashes its files. */
export async function nodeWorld(scope: Scope, zipCheck: ZipCheck): Promise<NodeWorld> {
  const { data, keyText, settingsFile } = scope
  const given = settingsOf(scope)
  const store = openStore(data)
  const running = await runningNode(data)
  let opening: Promise<OpenLog> | undefined
  const log = () => {
    opening ??= openLog(data, keyText)
    return opening
  }
  return {
    data,
    machine,
    clock,
    settings: given instanceof GoferryError ? given : forChecks(given),
    settingsFile,
    running,
    pid: process.pid,
    checkKeys: async () => void (await openKeys(data, keyText).load()),
    log,
    replica: () => lookAtReplica({ data, store }, given, async () => (await log()).name),
    databaseServer: async () => {
      if (given instanceof GoferryError) return undefined
      if (given.database === 'sqlite') return lookAtJobs(data, given)
      const identity = await openKeys(data, keyText).load()
      return examineServer(given, identity && ownerOf(identity))
    },
    isRestored: async () => (await store.stat(restoredKey)) !== undefined,
    badParts: (module, count) => lookAtParts({ store, zipCheck, log }, module, count),
    proofs: () => lookAtProofs(store, given, log),
    upstream: () => upstreamOfNode(data, given, running !== undefined),
  }
}

function settingsOf(scope: Scope): Settings | GoferryError {
  try {
    return scope.settings()
  } catch (error) {
    if (error instanceof GoferryError) return error
    throw error
  }
}

function forChecks(settings: Settings): NodeSettings {
  const { connections, tls, upstream } = settings
  const replica = replicaFolderOf(settings)
  const { reserve } = roomRulesOf(settings)
  return {
    connections,
    tls,
    reserve,
    replica,
    holdsSecret: /:\/\/[^/@]*@/.test(upstream ?? ''),
  }
}

async function runningNode(data: string): Promise<NodeWorld['running']> {
  try {
    return (await askNode(data, 'status', null))?.value as NodeWorld['running']
  } catch (error) {
    // A socket that this user may not open, or that ends in the midst.
    if (error instanceof GoferryError) return undefined
    throw error
  }
}
