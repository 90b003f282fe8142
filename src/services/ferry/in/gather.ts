import { createHash } from 'node:crypto'
import { GoferryError } from '../../../core/errors.ts'
import type { BundleFile, BundleHeader } from '../../../core/ferry/bundle-header.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import { readChunks } from '../../../ports/read-whole.ts'
import type { StoredBlob } from '../../../ports/store.ts'
import type { Watch } from '../../../ports/watch.ts'
import { type Brought, CopyFiles } from './copy-files.ts'
import type { NamedFile, ReceiveWorld } from './receive-world.ts'
import { type Travelling, travelling } from './travelling.ts'

/** More files are never in the folder of an import. */
const filesLimit = 10_000

/** The files of a bundle that are not in the folder of its import yet. */
export interface Missing {
  readonly files: readonly Travelling[]
  /** Those that must still come, as they travel: the others are there sealed. */
  readonly toCome: readonly BundleFile[]
  /** Bytes that are still to be written there at most, parity not counted. */
  readonly bytes: number
}

/** Looks what is missing of the bundle `header` in `folder`: what is there was verified when it was written. */
export async function missingOf(folder: FlatFolder, header: BundleHeader): Promise<Missing> {
  const { log, volumes } = travelling(header)
  const has = await sizesIn(folder)
  const files = [log, ...volumes].filter(({ plain }) => has.get(plain.name) !== plain.size)
  const toCome = notCarried(has, files)
  const isSealed = header.sealed.length > 0
  const bytes = files.reduce((sum, { plain, carried }) => {
    const copied = has.get(carried.name) === carried.size ? 0 : carried.size
    return sum + copied + (isSealed ? plain.size : 0)
  }, 0)
  return { files, toCome, bytes }
}

/**
 * Brings log and volumes of the bundle `header` into `folder`: copied, given back out of parity, unsealed. Gives what
 * is still missing, as it travels; what is there stays for the next time. Throws what folder, parity and sealing throw,
 * `interrupted`.
 */
export async function gather(
  world: ReceiveWorld,
  folder: FlatFolder,
  header: BundleHeader,
  brought: Brought,
  watch: Watch,
): Promise<readonly BundleFile[]> {
  const { volumes, parity } = travelling(header)
  const copy = new CopyFiles(brought, folder, watch, () => world.reached('volume-received'))
  const lacking = await copy.take((await missingOf(folder, header)).toCome)
  const lost = volumes.filter(({ carried }) => lacking.some(({ name }) => name === carried.name))
  if (lost.length > 0 && parity.length > 0) {
    const spares = notCarried(await sizesIn(folder), parity)
    await copy.take(spares, Math.max(0, lost.length - (parity.length - spares.length)))
    await recoverLost(world, folder, header, watch)
  }
  const { files, toCome } = await missingOf(folder, header)
  if (toCome.length > 0) return toCome
  for (const file of files) await unseal(world, folder, file, header.id)
  await removeSpent(folder, header)
  return []
}

/** Removes what is not needed any more once log and volumes are there. */
async function removeSpent(folder: FlatFolder, header: BundleHeader): Promise<void> {
  const { log, volumes, parity } = travelling(header)
  const sealed = [log, ...volumes].filter(({ plain, carried }) => plain.name !== carried.name)
  const spent = [...sealed.map(({ carried }) => carried), ...parity.map(({ plain }) => plain)]
  const has = await sizesIn(folder)
  for (const { name } of spent) if (has.has(name)) await folder.remove(name)
}

/** What of `files` is not there as it travels; `has`: the bytes of what is there, by name. */
function notCarried(has: ReadonlyMap<string, number>, files: readonly Travelling[]): BundleFile[] {
  return files.flatMap(({ carried }) => (has.get(carried.name) === carried.size ? [] : [carried]))
}

/** The bytes of each file of the import in `folder`, by its name. Throws what the folder throws. */
export async function sizesIn(folder: FlatFolder): Promise<Map<string, number>> {
  return new Map((await folder.list(filesLimit)).map(({ name, size }) => [name, size]))
}

/** Gives the lost volumes back, where enough parity is there. It was computed over what travels. */
async function recoverLost(
  { recover, reached }: ReceiveWorld,
  folder: FlatFolder,
  header: BundleHeader,
  watch: Watch,
): Promise<void> {
  const { volumes, parity } = travelling(header)
  const has = await sizesIn(folder)
  const isThere = ({ carried }: Travelling) => has.get(carried.name) === carried.size
  const spares = parity.filter(isThere)
  const lost = volumes.filter(file => !isThere(file))
  if (recover === undefined || lost.length === 0 || spares.length < lost.length) return
  const opened: StoredBlob[] = []
  const openFile = async ({ name }: BundleFile): Promise<NamedFile | undefined> => {
    const blob = await folder.open(name)
    if (blob !== undefined) opened.push(blob)
    return blob && { name, size: blob.size, read: (buffer, position) => blob.read(buffer, position) }
  }
  try {
    const set = {
      data: await Promise.all(volumes.map(file => (isThere(file) ? openFile(file.carried) : undefined))),
      sizes: volumes.map(({ carried }) => carried.size),
      parity: await Promise.all(parity.map(file => (isThere(file) ? openFile(file.plain) : undefined))),
    }
    const write = (index: number, chunks: AsyncIterable<Uint8Array>) => {
      const { carried } = volumes[index] ?? { carried: header.log }
      return folder.write(carried.name, checked(chunks, carried))
    }
    await recover(set, write, watch)
    reached('volume-received')
  } finally {
    for (const blob of opened) await blob.close()
  }
}

/** Makes the plain file of a sealed one. Throws `bundle-incomplete` where the node has no key. */
async function unseal(
  { unseal: open }: Pick<ReceiveWorld, 'unseal'>,
  folder: FlatFolder,
  { plain, carried }: Travelling,
  id: string,
): Promise<void> {
  if (plain.name === carried.name) return
  if (open === undefined) throw new GoferryError('bundle-incomplete', { subject: id, reason: 'bundle.no-identity' })
  const blob = await folder.open(carried.name)
  if (blob === undefined) throw new GoferryError('io-failed', { subject: carried.name })
  try {
    await folder.write(plain.name, checked(open(readChunks(blob), carried.name), plain))
  } finally {
    await blob.close()
  }
}

/** `pieces`; throws `bundle-damaged` where they are not the bytes of `file`. */
async function* checked(pieces: AsyncIterable<Uint8Array>, file: BundleFile): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of pieces) {
    hash.update(piece)
    size += piece.length
    if (size <= file.size) yield piece
  }
  if (size === file.size && hash.digest('hex') === file.sha256) return
  throw new GoferryError('bundle-damaged', { subject: file.name, reason: 'bundle.other-bytes' })
}
