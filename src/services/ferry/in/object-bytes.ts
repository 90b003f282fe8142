import { hashGoMod } from '../../../core/dirhash/dirhash.ts'
import { GoferryError } from '../../../core/errors.ts'
import type { NamedObject } from '../../../core/ferry/named-object.ts'
import type { ObjectFrame } from '../../../core/ferry/object-frame.ts'
import { hex, sha256 } from '../../../core/hash.ts'
import type { Staged, Store } from '../../../ports/store.ts'
import type { BundleStream } from './bundle-stream.ts'

/** The largest go.mod of the module zip rules, and the largest certificate, in bytes. */
const smallLimit = 16 << 20
/** What is no larger stays in memory, so that many are made durable at once. */
const inMemory = 1 << 20

/**
 * The body of `frame`, which is next in `stream`, once its bytes are those that its entry names: durable, or in memory
 * where it is small. Throws `bundle-damaged`, and what stream and store throw.
 */
export async function objectBytes(
  store: Store,
  stream: BundleStream,
  frame: ObjectFrame,
  { kind, digest }: NamedObject,
): Promise<Staged | Uint8Array> {
  if (kind === 'mod' || frame.size <= inMemory) {
    const { bytes, digest: found } = await smallBody(stream, frame)
    if ((kind === 'mod' ? hashGoMod(bytes) : found) !== digest) throw damagedObject(frame)
    return bytes
  }
  const staged = await store.stage(stream.body(frame.size), frame.size)
  if (staged.sha256 === digest) return staged
  await staged.discard()
  throw damagedObject(frame)
}

/** The body of a small object in memory, and its SHA-256 in hexadecimal. Throws `bundle-damaged` for a large one. */
export async function smallBody(
  stream: BundleStream,
  frame: ObjectFrame,
): Promise<{ bytes: Uint8Array; digest: string }> {
  if (frame.size > smallLimit) throw damagedObject(frame)
  const bytes = await stream.whole(frame.size)
  return { bytes, digest: hex(sha256(bytes)) }
}

/** Gives `content` to `use`, and its place back. */
export async function used(
  content: Staged | Uint8Array,
  use: (content: Staged | Uint8Array) => Promise<unknown>,
): Promise<void> {
  try {
    await use(content)
  } finally {
    if (!(content instanceof Uint8Array)) await content.discard()
  }
}

/** An object is not what the log of the mirror says. */
export function damagedObject({ kind, id }: ObjectFrame): GoferryError {
  return new GoferryError('bundle-damaged', { subject: `${kind} ${id}`, reason: 'taking.other-object' })
}
