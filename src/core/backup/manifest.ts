import { fromUtf8, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { hex, sha256 } from '../hash.ts'
import { isObject, parseObject } from '../json-object.ts'

/** The derived key of the manifest of a backup: what is in it, written last. */
export const manifestKey = 'log/manifest'

/** The folder of the parts of the manifest, each named by the SHA-256 of its bytes. */
export const partFolder = 'log/manifest-parts'

/** The folder of what a backup keeps under the SHA-256 of its bytes: what can change under its key. */
export const keptFolder = 'log/kept'

/** The most bytes of a manifest, and of a part of one. */
export const manifestLimit = 1 << 26

/** The most files that one part names: about a megabyte. */
export const partFiles = 4096

/** A file of a backup. */
export interface BackedFile {
  /** Its key in the node's folder. */
  readonly key: string
  readonly size: number
  /** Of its bytes, in lower-case hexadecimal. */
  readonly sha256: string
  /** Whether it lies in `keptFolder`, and not under its own key. */
  readonly isKept: boolean
}

/** The head of the log that a backup is of, in both signed forms. */
export interface BackedHead {
  readonly name: string
  readonly size: number
  /** In lower-case hexadecimal. */
  readonly root: string
  readonly goNote: string
  readonly checkpoint: string
}

/** What a backup is of, and the parts that name its files. */
export interface Manifest {
  /** When it was made, RFC 3339, UTC. */
  readonly at: string
  readonly head: BackedHead
  /** The keys that signed the head, `name+hash+base64`. */
  readonly verifierKeys: readonly string[]
  /** The SHA-256 of the text of the private keys in the folder `keys`; '' where they are not in the backup. */
  readonly keys: string
  /** The SHA-256 of the settings file in `keptFolder`; '' where none is in the backup. */
  readonly settings: string
  readonly files: number
  readonly bytes: number
  /** The SHA-256 of each part, in their order. */
  readonly parts: readonly string[]
}

const format = 'goferry/backup/v1'

/** Where in the backup a file lies. */
export function placeOf({ key, sha256, isKept }: BackedFile): string {
  return isKept ? `${keptFolder}/${sha256}` : key
}

/** The bytes of a manifest: a line of JSON, and a line with its SHA-256. */
export function formatManifest(manifest: Manifest): Uint8Array {
  const line = `${JSON.stringify({ format, ...manifest })}\n`
  return utf8(`${line}${hex(sha256(utf8(line)))}\n`)
}

/** Reads what `formatManifest` wrote. Throws `store-damaged`. */
export function parseManifest(bytes: Uint8Array): Manifest {
  const text = fromUtf8(bytes) ?? ''
  const end = text.indexOf('\n') + 1
  const value = parseObject(text.slice(0, end)) ?? {}
  const isWhole = text.slice(end) === `${hex(sha256(utf8(text.slice(0, end))))}\n`
  const { format: found, ...manifest } = value
  if (!isWhole || found !== format || !isManifest(manifest)) throw damaged(manifestKey)
  return manifest
}

/** The bytes of a part: a line of JSON for each file. */
export function formatPart(files: readonly BackedFile[]): Uint8Array {
  return utf8(files.map(file => `${JSON.stringify(file)}\n`).join(''))
}

/** Reads what `formatPart` wrote; `sha256Hex` is the name of the part. Throws `store-damaged`. */
export function parsePart(sha256Hex: string, bytes: Uint8Array): BackedFile[] {
  const subject = `${partFolder}/${sha256Hex}`
  if (hex(sha256(bytes)) !== sha256Hex) throw damaged(subject)
  const lines = (fromUtf8(bytes) ?? '').split('\n').slice(0, -1)
  return lines.map(line => {
    const file = parseObject(line)
    if (!isFile(file)) throw damaged(subject)
    return file
  })
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || !isObject(value['head'])) return false
  const { head } = value
  return (
    ['at', 'keys', 'settings'].every(name => typeof value[name] === 'string') &&
    ['name', 'root', 'goNote', 'checkpoint'].every(name => typeof head[name] === 'string') &&
    [value['files'], value['bytes'], head['size']].every(isCount) &&
    [value['parts'], value['verifierKeys']].every(list => Array.isArray(list) && list.every(isText)) &&
    (Array.isArray(value['parts']) ? value['parts'] : []).every(isSha256) &&
    [value['keys'], value['settings']].every(digest => digest === '' || isSha256(digest))
  )
}

function isFile(value: unknown): value is BackedFile {
  if (!isObject(value)) return false
  const { key, size, sha256, isKept } = value
  return isText(key) && isCount(size) && isSha256(sha256) && typeof isKept === 'boolean'
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isSha256 = (value: unknown) => isText(value) && /^[0-9a-f]{64}$/.test(value)
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0

function damaged(subject: string): GoferryError {
  return new GoferryError('store-damaged', { subject, reason: 'backup-form' })
}
