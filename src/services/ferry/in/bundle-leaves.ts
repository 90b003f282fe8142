import { fromUtf8, sameBytes } from '../../../core/bytes.ts'
import { GoferryError } from '../../../core/errors.ts'
import type { BundleHeader } from '../../../core/ferry/bundle-header.ts'
import type { MirrorEntry } from '../../../core/ferry/plan-import.ts'
import { RunningTree } from '../../../core/ferry/running-tree.ts'
import { parseEntry } from '../../../core/log/parse-entry.ts'
import { recordHash } from '../../../core/tlog/hash.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import { readChunks } from '../../../ports/read-whole.ts'
import { checkHead } from './judge.ts'
import type { KnownHead } from './receive-world.ts'

export type { MirrorEntry }

/**
 * The entries of a bundle, from the file of its leaves in `folder`. Who reads to the end knows that they are those of
 * the signed header: they lead from its first tree to its second, through those of `known` that lie between.
 * Throws `bundle-incomplete`, `bundle-damaged`, `bad-entry`, and `bundle-fork` at another tree of a known size.
 */
export async function* bundleEntries(
  folder: FlatFolder,
  header: BundleHeader,
  known: readonly KnownHead[] = [],
): AsyncGenerator<MirrorEntry> {
  const { log, from, to, edge, origin, id: bundle } = header
  const blob = await folder.open(log.name)
  if (blob === undefined)
    throw new GoferryError('bundle-incomplete', {
      subject: bundle,
      reason: 'bundle.volume-gone',
      params: { name: log.name },
    })
  try {
    const tree = new RunningTree(from.size, edge)
    if (!sameBytes(tree.root, from.root)) throw damaged(log.name)
    checkHead(bundle, origin, tree, known)
    for await (const leaf of leaves(readChunks(blob), log.name)) {
      const text = fromUtf8(leaf)
      if (text === undefined || tree.size === to.size) throw damaged(log.name)
      const id = tree.size
      tree.push(recordHash(leaf))
      checkHead(bundle, origin, tree, known)
      yield { id, entry: parseEntry(text) }
    }
    if (tree.size !== to.size || !sameBytes(tree.root, to.root)) throw damaged(log.name)
  } finally {
    await blob.close()
  }
}

/** Each after its length in two bytes, big-endian. A leaf shares no memory with the next. */
async function* leaves(pieces: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = Buffer.alloc(0)
  for await (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece])
    let at = 0
    for (;;) {
      const end = at + 2 + (at + 2 <= bytes.length ? bytes.readUInt16BE(at) : bytes.length)
      if (end > bytes.length) break
      yield bytes.subarray(at + 2, end)
      at = end
    }
    rest = bytes.subarray(at)
  }
  if (rest.length > 0) throw damaged(name)
}

function damaged(name: string): GoferryError {
  return new GoferryError('bundle-damaged', { subject: name, reason: 'bundle.other-tree' })
}
