import { toWire, type WireError } from '../../../core/error-wire.ts'
import { isGoferryError } from '../../../core/errors.ts'
import type { Upstream } from '../../../ports/upstream.ts'

/** What an upstream says when it is asked for the checksum database that modules are held against; plain JSON. */
export interface UpstreamLook {
  /** The upstream's URL without credentials. */
  readonly name: string
  /** The name of the database. */
  readonly database: string
  /** The status of the answer where that is not 200. */
  readonly refused?: number
  /** Why there was no answer. */
  readonly error?: WireError
}

/** Asks `upstream` whether it passes `database` on. */
export async function lookAtUpstream(upstream: Upstream, database: string): Promise<UpstreamLook> {
  const { name } = upstream
  try {
    const answer = await upstream.get(`sumdb/${database}/supported`, 65_536)
    if (answer.status !== 'ok') return { name, database, refused: answer.code }
    for await (const _ of answer.body);
    return { name, database }
  } catch (error) {
    if (isGoferryError(error)) return { name, database, error: toWire(error) }
    throw error
  }
}
