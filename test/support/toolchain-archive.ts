import { gzipSync } from 'node:zlib'
import { utf8 } from '../../src/core/bytes.ts'
import { tarEnd, tarHeader, tarPadding } from '../../src/core/tar/write-tar.ts'
import { nameInArchive } from '../../src/core/toolchain/archive-form.ts'
import type { Toolchain } from '../../src/core/toolchain/toolchain.ts'
import { toolchainFiles } from './toolchain.ts'

/** What a publisher's archive has and the module's zip has not. */
const besides = {
  'api/go1.txt': 'an api\n',
  'doc/x.html': '<p>\n',
  'misc/ios/go.mod': 'module x\n',
  'test/a.go': 'package a\n',
}

/** The files of the archive that the publisher of the made-up toolchain gives out, by their names below `go/`. */
export function officialFiles(toolchain: Toolchain): Record<string, string> {
  const files = Object.entries({ 'a.go': 'package a\n', ...toolchainFiles(toolchain) })
  return { ...Object.fromEntries(files.map(([name, text]) => [nameInArchive(name), text])), ...besides }
}

/** A `.tar.gz` of files by their whole names. */
export function tarGz(files: Readonly<Record<string, string>>): Uint8Array {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const content = utf8(text)
    const mode = /(^|\/)bin\//.test(name) ? 0o755 : 0o644
    return [tarHeader({ name, mode, size: content.length, time: 0 }), content, tarPadding(content.length)]
  })
  return gzipSync(Buffer.concat([...parts, tarEnd()]))
}

/** The archive that the publisher of the made-up toolchain gives out. */
export function officialArchive(toolchain: Toolchain, more: Readonly<Record<string, string>> = {}): Uint8Array {
  const files = Object.entries({ ...officialFiles(toolchain), ...more })
  return tarGz(Object.fromEntries(files.map(([name, text]) => [`go/${name}`, text])))
}
