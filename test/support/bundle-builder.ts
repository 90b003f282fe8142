import { createHash } from 'node:crypto'
import type { BundleHeader, Volume } from '../../src/core/ferry/bundle-header.ts'
import { formatHeader } from '../../src/core/ferry/format-header.ts'
import type { TrustPolicy } from '../../src/core/ferry/trust-policy.ts'
import { formatEntry } from '../../src/core/log/format-entry.ts'
import { generateKey, type KeyTexts, parseSigner } from '../../src/core/note/key.ts'
import { signNote } from '../../src/core/note/sign-note.ts'
import { formatCheckpoint } from '../../src/core/tlog/tree-head.ts'
import { naiveRoot, naiveTreeProof } from './naive-tree.ts'
import { type ModuleShape, makeModule, type TestModule } from './test-module.ts'

/** An object of the stream, as it is written. */
export interface BuiltObject {
  /** The byte of its kind: `m`, `i`, `z`, `a`, `p`, `c`. */
  readonly kind: string
  readonly id: number
  readonly bytes: Uint8Array
  /** What its frame says instead of the length of `bytes`. */
  readonly size?: number
}

/** How a bundle is cut; what is not said is plain. The hooks each break one thing of an honest bundle. */
export interface CutShape {
  readonly from?: number
  readonly to?: number
  /** Bytes of each volume but the last. */
  readonly volumeBytes?: number
  readonly site?: string
  readonly created?: string
  readonly expires?: string | undefined
  /** Ids whose blobs stay at home. */
  readonly withheld?: readonly number[]
  readonly certificates?: readonly string[]
  /** The objects that the stream is made of. */
  readonly objects?: (objects: BuiltObject[]) => BuiltObject[]
  /** The bytes of the stream. */
  readonly stream?: (bytes: Buffer) => Buffer
  /** The file of the leaves. */
  readonly log?: (bytes: Buffer) => Buffer
  /** The header before it is signed. */
  readonly header?: (header: BundleHeader) => BundleHeader
  readonly signers?: readonly KeyTexts[]
}

/** A bundle as it lies on discs: the bytes of each file by its name. */
export interface BuiltBundle {
  readonly header: BundleHeader
  readonly headerName: string
  /** SHA-256 of the header's text. */
  readonly digest: string
  readonly files: ReadonlyMap<string, Uint8Array>
}

const keyOf = (name: string, seed: number) => generateKey(name, new Uint8Array(32).fill(seed))

/** A mirror in memory, whose bundles are made in the plainest way that there is. */
export class TestMirror {
  readonly origin: string
  readonly logKey: KeyTexts
  readonly bundleKey: KeyTexts
  readonly leaves: string[] = []
  readonly blobs = new Map<number, { kind: string; bytes: Uint8Array }>()

  constructor(origin = 'mirror.example', seed = 1) {
    this.origin = origin
    this.logKey = keyOf(origin, seed)
    this.bundleKey = keyOf(`bundle.${origin}`, seed + 100)
  }

  /** The policy of a centre that trusts this mirror. */
  get trust(): TrustPolicy {
    const mirror = {
      origin: this.origin,
      log: { needed: 1, keys: [{ key: this.logKey.verifier }] },
      bundle: { needed: 1, keys: [{ key: this.bundleKey.verifier }] },
    }
    return { mirrors: [mirror], approvers: { needed: 0, keys: [] } }
  }

  /** Adds an entry, and the blob that it names; gives its id. */
  add(leaf: string, kind = '', bytes?: Uint8Array): number {
    const id = this.leaves.push(leaf) - 1
    if (bytes !== undefined) this.blobs.set(id, { kind, bytes })
    return id
  }

  /** Adds a whole version: record, info and zip. */
  addModule(shape: ModuleShape, change: Partial<TestModule> = {}): TestModule {
    const module = { ...makeModule(shape), ...change }
    const { path, version, mod, info, zip, record } = module
    this.add(record, 'm', mod)
    this.add(formatEntry({ kind: 'info', path, version, sha256: sha(info) }), 'i', info)
    this.add(zipLeaf(module), 'z', zip)
    return module
  }

  /** The tree of the first `size` entries. */
  head(size = this.leaves.length): { size: number; root: Uint8Array } {
    return { size, root: naiveRoot(this.leaves.slice(0, size)) }
  }

  /** As a node that imported it knows it. */
  known(size: number): { size: number; root: string } {
    return { size, root: Buffer.from(this.head(size).root).toString('hex') }
  }

  /** Cuts the entries [from, to) into a bundle. */
  cut(shape: CutShape = {}): BuiltBundle {
    const { from = 0, to = this.leaves.length, volumeBytes = 400, withheld = [], certificates = [] } = shape
    const honest: BuiltObject[] = []
    for (let id = from; id < to; id++) {
      const blob = this.blobs.get(id)
      if (blob !== undefined && !withheld.includes(id)) honest.push({ ...blob, id })
    }
    for (const [id, text] of certificates.entries()) honest.push({ kind: 'c', id, bytes: Buffer.from(text) })
    const objects = shape.objects?.([...honest]) ?? honest
    const { bytes, starts } = streamOf(objects)
    const stream = shape.stream?.(bytes) ?? bytes
    const leaves = Buffer.concat(this.leaves.slice(from, to).map(prefixed))
    const log = shape.log?.(leaves) ?? leaves
    const id = sha(Buffer.concat([Buffer.from(`${from} ${to} ${shape.site}`), stream, log])).slice(0, 12)
    const files = new Map<string, Uint8Array>()
    const fileOf = (name: string, content: Uint8Array) => {
      files.set(name, Uint8Array.from(content))
      return { name, size: content.length, sha256: sha(content) }
    }
    const volumes: Volume[] = []
    for (let at = 0; at < stream.length; at += volumeBytes) {
      const name: string = `gf-${id}-v${String(volumes.length + 1).padStart(3, '0')}.gfv`
      const first = starts.find(start => start >= at && start < at + volumeBytes)
      const piece = stream.subarray(at, at + volumeBytes)
      volumes.push({ ...fileOf(name, piece), first: first === undefined ? undefined : first - at })
    }
    const head = this.head(to)
    const checkpoint = signNote(formatCheckpoint(this.origin, head), [parseSigner(this.logKey.signer)])
    const made: BundleHeader = {
      origin: this.origin,
      site: shape.site ?? 'centre',
      id,
      from: this.head(from),
      to: head,
      created: shape.created ?? '2026-11-01T00:00:00Z',
      expires: shape.expires,
      edge: edgeOf(this.leaves.slice(0, from)),
      proof: from > 0 && from < to ? naiveTreeProof(from, this.leaves.slice(0, to)) : [],
      checkpoint: Buffer.from(checkpoint).toString(),
      log: fileOf(`gf-${id}-log.gfl`, log),
      stream: { bytes: stream.length, objects: objects.length },
      volumes,
      parity: [],
      sealed: [],
      without: { withheld: rangesOf(withheld), lacking: [], carried: [], replaced: [] },
    }
    return this.sign(shape.header?.(made) ?? made, files, shape.signers)
  }

  /** Signs `header` beside `files`. */
  sign(
    header: BundleHeader,
    files: Map<string, Uint8Array>,
    signers: readonly KeyTexts[] = [this.bundleKey],
  ): BuiltBundle {
    const text = formatHeader(header)
    const headerName = `gf-${header.id}-header.txt`
    files.set(
      headerName,
      signNote(
        text,
        signers.map(key => parseSigner(key.signer)),
      ),
    )
    return { header, headerName, digest: sha(Buffer.from(text)), files }
  }
}

/** SHA-256 in hexadecimal. */
export function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The leaf that names the zip of `module`. */
export function zipLeaf({ path, version, zip }: Pick<TestModule, 'path' | 'version' | 'zip'>): string {
  const at = '2026-01-02T03:04:05Z'
  return formatEntry({ kind: 'zip', path, version, sha256: sha(zip), size: zip.length, at, from: 'local' })
}

/** The stream of `objects`, and where each frame begins. */
function streamOf(objects: readonly BuiltObject[]): { bytes: Buffer; starts: number[] } {
  const starts: number[] = []
  const parts: Uint8Array[] = []
  let at = 0
  for (const { kind, id, bytes, size = bytes.length } of objects) {
    const frame = Buffer.alloc(20)
    frame.write(`gfo${kind}`)
    frame.writeBigUInt64BE(BigInt(id), 4)
    frame.writeBigUInt64BE(BigInt(size), 12)
    starts.push(at)
    parts.push(frame, bytes)
    at += frame.length + bytes.length
  }
  return { bytes: Buffer.concat(parts), starts }
}

function prefixed(leaf: string): Buffer {
  const bytes = Buffer.from(leaf)
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 0xff), bytes])
}

/** The roots of the complete subtrees, from left to right. */
function edgeOf(leaves: readonly string[]): Uint8Array[] {
  if (leaves.length === 0) return []
  let width = 1
  while (width * 2 <= leaves.length) width *= 2
  return [naiveRoot(leaves.slice(0, width)), ...edgeOf(leaves.slice(width))]
}

function rangesOf(ids: readonly number[]): { first: number; last: number }[] {
  const ranges: { first: number; last: number }[] = []
  for (const id of [...ids].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last?.last === id - 1) last.last = id
    else ranges.push({ first: id, last: id })
  }
  return ranges
}
