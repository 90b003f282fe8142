import { isGoferryError } from '../../../core/errors.ts'
import { keyId, type Verifier } from '../../../core/note/key.ts'
import type { Finding } from '../finding.ts'
import { checkpointOf, isSignedBy, originOf, signersOf } from './checkpoint.ts'
import { databaseOf } from './database.ts'
import { type ClientWorld, setting } from './world.ts'

/** Whether the node answers for the database of GOSUMDB, and signs by the key that GOSUMDB names. */
export async function checkKey(world: ClientWorld): Promise<Finding[]> {
  const database = databaseOf(world)
  if (world.node === undefined || !('verifier' in database) || database.address !== undefined) return []
  const subject = setting(world, 'GOSUMDB')
  if (database.kind === 'public') return ofPublic(world, database.verifier.name, subject)
  const probed = await checkpointOf(world.node)
  if (probed === undefined) return []
  const { name } = database.verifier
  const log = originOf(probed.body) ?? ''
  if (log !== name && (await isRelayed(world, database.verifier))) return [{ code: 'key-public', subject }]
  if (log !== name) return [{ code: 'log-other', subject, params: { wanted: name, log } }]
  if (isSignedBy(probed.body, database.verifier)) return [{ code: 'key', subject: keyId(database.verifier) }]
  return [{ code: 'key-other', subject, params: { log, signed: signersOf(probed.body).join(', ') } }]
}

/** Whether the node answers for a database of another name by a head of that: the public one of its settings. */
async function isRelayed({ node }: ClientWorld, verifier: Verifier): Promise<boolean> {
  try {
    const latest = await node?.get(`sumdb/${verifier.name}/latest`, 65_536)
    return latest?.status === 200 && isSignedBy(latest.body, verifier)
  } catch (error) {
    if (isGoferryError(error)) return false
    throw error
  }
}

async function ofPublic({ node }: ClientWorld, name: string, subject: string): Promise<Finding[]> {
  try {
    const supported = await node?.get(`sumdb/${name}/supported`, 65_536)
    if (supported === undefined) return []
    if (supported.status !== 200)
      return [{ code: 'sumdb-unrelayed', subject, params: { name, status: supported.status } }]
    const latest = await node?.get(`sumdb/${name}/latest`, 65_536)
    if (latest?.status === 200) return [{ code: 'key-public', subject }]
    return [{ code: 'sumdb-silent', subject, params: { name, status: latest?.status ?? 0 } }]
  } catch (error) {
    // That the node cannot be reached is told once, by another check.
    if (isGoferryError(error)) return []
    throw error
  }
}
