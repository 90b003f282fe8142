import { hash } from 'node:crypto'
import { utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { base64, hex, sha256 } from '../hash.ts'

/** A file by what `h1:` needs of it. */
export interface FileDigest {
  /** The full name, in a module zip `path@version/file`. */
  readonly name: string
  /** SHA-256 of the content: 32 bytes. */
  readonly sha256: Uint8Array
}

/**
 * The `h1:` hash of `files` in any order, as go.sum and the checksum database record it for a module zip
 * (x/mod sumdb/dirhash: Hash1). Throws `bad-zip` for a name with a line end.
 */
export function hashFiles(files: Iterable<FileDigest>): string {
  const lines = Array.from(files, file => ({ key: utf8(file.name), line: line(file) }))
  lines.sort((a, b) => Buffer.compare(a.key, b.key))
  return `h1:${base64(sha256(utf8(lines.map(each => each.line).join(''))))}`
}

/** The `h1:` hash of a go.mod: of the one file named `go.mod` (cmd/go modfetch: goModSum). */
export function hashGoMod(goMod: Uint8Array): string {
  return `h1:${hash('sha256', `${hash('sha256', goMod, 'hex')}  go.mod\n`, 'base64')}`
}

function line({ name, sha256: digest }: FileDigest): string {
  if (name.includes('\n'))
    throw new GoferryError('bad-zip', { subject: name, reason: 'hash.newline', params: { name } })
  return `${hex(digest)}  ${name}\n`
}
