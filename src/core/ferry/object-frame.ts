import { GoferryError } from '../errors.ts'

/** The kinds of objects of the stream, and the byte that tells each. */
const KIND_BYTES = { mod: 'm', info: 'i', zip: 'z', archive: 'a', proofs: 'p', certificate: 'c' } as const

/** What an object of the stream is. */
export type ObjectKind = keyof typeof KIND_BYTES

/**
 * What comes before each object in the stream: 20 bytes, `gfo`, the byte of the kind, then the number of the entry that
 * names the blob and its size, each in eight bytes, big-endian. Certificates come last, numbered from 0.
 */
export interface ObjectFrame {
  readonly kind: ObjectKind
  readonly id: number
  /** Bytes of the object, which follow. */
  readonly size: number
}

/** Bytes of a frame without its object. */
export const frameSize = 20

const magic = 'gfo'

/** The bytes of `frame`. */
export function formatFrame({ kind, id, size }: ObjectFrame): Uint8Array {
  const bytes = Buffer.alloc(frameSize)
  bytes.write(magic + KIND_BYTES[kind], 'latin1')
  bytes.writeBigUInt64BE(BigInt(id), 4)
  bytes.writeBigUInt64BE(BigInt(size), 12)
  return bytes
}

/** The frame that the 20 `bytes` are. Throws `bundle-damaged`. */
export function parseFrame(bytes: Uint8Array): ObjectFrame {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const kinds = Object.keys(KIND_BYTES) as ObjectKind[]
  const kind = kinds.find(each => view.toString('latin1', 0, 4) === magic + KIND_BYTES[each])
  if (kind === undefined || bytes.length !== frameSize) throw refusal()
  const [id, size] = [Number(view.readBigUInt64BE(4)), Number(view.readBigUInt64BE(12))]
  if (!Number.isSafeInteger(id) || !Number.isSafeInteger(size)) throw refusal()
  return { kind, id, size }
}

function refusal(): GoferryError {
  return new GoferryError('bundle-damaged', { subject: 'frame', reason: 'bundle.frame' })
}
