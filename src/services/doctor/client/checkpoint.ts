import { fromUtf8 } from '../../../core/bytes.ts'
import { isGoferryError } from '../../../core/errors.ts'
import { keyId } from '../../../core/note/key.ts'
import { openNote } from '../../../core/note/open-note.ts'
import type { Probed } from '../../../ports/probe.ts'
import type { ProbedNode } from './world.ts'

/** The name of the log in a checkpoint that nobody vouches for yet; undefined where the bytes are none. */
export function originOf(checkpoint: Uint8Array): string | undefined {
  const [origin = '', size = '', ...rest] = (fromUtf8(checkpoint) ?? '').split('\n')
  return /^[a-z0-9.-]{1,100}$/.test(origin) && /^\d{1,16}$/.test(size) && rest.some(line => line.startsWith('— '))
    ? origin
    : undefined
}

/** The ids, `name+hash`, of the keys that a note says to be signed by. */
export function signersOf(note: Uint8Array): string[] {
  const lines = (fromUtf8(note) ?? '').split('\n').filter(line => line.startsWith('— '))
  return lines.slice(0, 10).flatMap(line => {
    const [, name = '', encoded = ''] = line.split(' ')
    const bytes = Buffer.from(encoded, 'base64')
    return bytes.length < 5 ? [] : [keyId({ name, hash: bytes.readUInt32BE() })]
  })
}

/** Whether `note` carries a good signature of `verifier`. */
export function isSignedBy(note: Uint8Array, verifier: Parameters<typeof openNote>[1][number]): boolean {
  try {
    openNote(note, [verifier])
    return true
  } catch (error) {
    if (isGoferryError(error, 'bad-note')) return false
    throw error
  }
}

/** The checkpoint of the node; undefined where it cannot be had, which another check tells of. */
export async function checkpointOf(node: ProbedNode | undefined): Promise<Probed | undefined> {
  try {
    const probed = await node?.checkpoint()
    return probed?.status === 200 && originOf(probed.body) !== undefined ? probed : undefined
  } catch (error) {
    if (isGoferryError(error)) return undefined
    throw error
  }
}
