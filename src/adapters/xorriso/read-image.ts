import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { GoferryError } from '../../core/errors.ts'
import type { BundleFile } from '../../core/ferry/bundle-header.ts'
import type { IsoDisc } from '../../ports/iso-maker.ts'
import { blockBytes, type Extent, readDescriptor, readDirectory } from './directory.ts'

/** A directory of the most files that a disc may have is far below. */
const mostDirectoryBytes = 1 << 20
const firstDescriptor = 16

/**
 * Reads the image at `path` as Windows (Joliet) and as Linux (Rock Ridge) see it, with code of our own; gives its size.
 * Throws `program-failed` where names, sizes or label are not those of `disc`, `mismatch` for a file of other bytes,
 * `interrupted`.
 */
export async function checkImage(path: string, disc: IsoDisc, signal: AbortSignal): Promise<number> {
  await using image = await open(path)
  const linux = await listing(image, 'primary', disc)
  const windows = await listing(image, 'joliet', disc)
  for (const [name, { at, size }] of windows) {
    const same = linux.get(name)
    // An empty file lies nowhere.
    if (same?.size !== size || (size > 0 && same.at !== at)) throw badForm()
  }
  const buffer = Buffer.allocUnsafe(1 << 20)
  for (const { name, sha256 } of disc.files)
    if ((await digest(image, linux.get(name), buffer, signal)) !== sha256)
      throw new GoferryError('mismatch', { subject: name, reason: 'iso.other' })
  return (await image.stat()).size
}

/** The files that one of the two directories names, which are those of the disc and no others. */
async function listing(image: FileHandle, type: 'primary' | 'joliet', disc: IsoDisc): Promise<Map<string, Extent>> {
  const block = await bytesAt(image, (firstDescriptor + (type === 'primary' ? 0 : 1)) * blockBytes, blockBytes)
  const volume = readDescriptor(block, type)
  if (volume?.label !== disc.label || volume.root.size > mostDirectoryBytes) throw badForm()
  const files = readDirectory(await bytesAt(image, volume.root.at, volume.root.size), type) ?? []
  const byName = new Map(files.map(file => [file.name, file]))
  const isThere = ({ name, size }: BundleFile) => byName.get(name)?.size === size
  if (files.length !== disc.files.length || !disc.files.every(isThere)) throw badForm()
  return byName
}

async function digest(image: FileHandle, extent: Extent | undefined, buffer: Buffer, signal: AbortSignal) {
  const { at, size } = extent ?? { at: 0, size: 0 }
  const hash = createHash('sha256')
  for (let done = 0; done < size; ) {
    if (signal.aborted) throw new GoferryError('interrupted', { subject: 'xorriso' })
    const { bytesRead } = await image.read(buffer, 0, Math.min(buffer.length, size - done), at + done)
    if (bytesRead === 0) throw badForm()
    hash.update(buffer.subarray(0, bytesRead))
    done += bytesRead
  }
  return hash.digest('hex')
}

async function bytesAt(image: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await image.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

function badForm(): GoferryError {
  return new GoferryError('program-failed', { subject: 'xorriso', reason: 'iso.form' })
}
