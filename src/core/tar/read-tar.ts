import { fromUtf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import type { archiveTexts } from '../messages/archive.ts'
import { printable } from '../messages/text.ts'
import { TarBytes } from './tar-bytes.ts'
import { paxValues, readHeader, type TarHeader } from './tar-header.ts'

/** A file or folder of a tar, whose content is read before the next one is asked for. */
export interface TarMember {
  readonly name: string
  readonly isFolder: boolean
  /** In bytes. */
  readonly size: number
  /** The content: no piece may be kept. */
  read(): AsyncIterable<Uint8Array>
}

/** A pax header or long name of more bytes is of nobody. */
const maxExtraBytes = 1 << 16
const blockBytes = 512

/**
 * The members of a tar: files and folders in ustar, pax or GNU form. Links, devices, sparse files and whatever else
 * there is are refused, and so is what follows the end. Memory is bounded. Throws `bad-archive` about `subject`, and
 * what `pieces` throws.
 */
export async function* readTar(pieces: AsyncIterable<Uint8Array>, subject: string): AsyncGenerator<TarMember> {
  const bytes = new TarBytes(pieces, subject)
  try {
    for (;;) {
      const header = await nextHeader(bytes, subject)
      if (header === undefined) break
      const { name, size } = header
      let isUnread = true
      const read = async function* () {
        isUnread = false
        yield* bytes.take(size)
        await bytes.whole(padding(size))
      }
      yield { name, isFolder: header.type === folderType, size, read }
      if (isUnread) for await (const _ of read());
    }
    if (!(await bytes.isEnd())) throw refusal(subject, 'archive.after-end')
  } finally {
    await bytes.close()
  }
}

const [fileType, folderType] = ['0', '5']

/** The header of the next file or folder, with the name that headers before it give; undefined at the end. */
async function nextHeader(bytes: TarBytes, subject: string): Promise<TarHeader | undefined> {
  let longName: string | undefined
  for (;;) {
    const header = readHeader(await bytes.whole(blockBytes))
    if (header === undefined) throw refusal(subject, 'archive.header')
    if (header === 'end') return undefined
    const { type, size } = header
    if (type === 'x' || type === 'g' || type === 'L') {
      longName = (await extraName(bytes, header, subject)) ?? longName
      continue
    }
    const name = longName ?? header.name
    const isPlain = type === fileType || (type === folderType && size === 0)
    if (!isPlain) throw refusal(subject, 'archive.irregular', name)
    // No program of a toolchain needs it, and tar, as root, would keep that bit. Of folders it says nothing harmful.
    if (type === fileType && (header.mode & 0o6000) !== 0) throw refusal(subject, 'archive.privileged', name)
    return { ...header, name }
  }
}

/** The name that a header gives to the next one, if it does. Throws `bad-archive` where it says anything harmful. */
async function extraName(bytes: TarBytes, { type, size }: TarHeader, subject: string): Promise<string | undefined> {
  if (size > maxExtraBytes) throw refusal(subject, 'archive.header')
  const extra = (await bytes.whole(size + padding(size))).subarray(0, size)
  if (!isHarmless(type, extra)) throw refusal(subject, 'archive.header')
  if (type === 'g') return undefined
  return type === 'L' ? gnuName(extra) : paxValues(extra)?.get('path')
}

function refusal(subject: string, reason: keyof typeof archiveTexts, name = ''): GoferryError {
  return new GoferryError('bad-archive', { subject, reason, params: { name: printable(name.slice(0, 200)) } })
}

/** Bytes that fill up the last block of a content. */
function padding(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes
}

function gnuName(extra: Uint8Array): string | undefined {
  const end = extra.indexOf(0)
  return fromUtf8(end < 0 ? extra : extra.subarray(0, end))
}

/** Whether it says nothing that would make the next file another one: a size, a link, a sparse map. */
function isHarmless(type: string, extra: Uint8Array): boolean {
  if (type === 'L') return gnuName(extra) !== undefined
  const keys = [...(paxValues(extra)?.keys() ?? ['size'])]
  // What is said of all files may be no name.
  return keys.every(key => !harmful.test(key) && (type === 'x' || key !== 'path'))
}

const harmful = /^(size|linkpath|hdrcharset|GNU\.sparse.*)$/
