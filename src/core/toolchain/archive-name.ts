import { parseGoVersion } from './go-version.ts'
import type { Toolchain } from './toolchain.ts'

/** The longest name of an archive, so that it is the name of a file anywhere. */
const maxNameLength = 128

/** The processor as the names of archives have it where that is not GOARCH. */
const archNames = { arm: 'armv6l' } as const

/** The file name of a toolchain on Go's download site: `go1.26.8.linux-amd64.tar.gz`, for Windows `….zip`. */
export function archiveName({ go, os, arch }: Toolchain): string {
  const named = arch === 'arm' ? archNames.arm : arch
  return `go${go}.${os}-${named}.${os === 'windows' ? 'zip' : 'tar.gz'}`
}

/** The toolchain whose archive has this name; undefined for a name that no archive of one has. */
export function toolchainOfArchive(name: string): Toolchain | undefined {
  if (name.length > maxNameLength) return undefined
  const [, go = '', os = '', named = ''] =
    /^go(\d[\w.]*?(?:-[\w.]+?)?)\.([a-z][a-z0-9]*)-([a-z0-9]+)\.(?:tar\.gz|zip)$/.exec(name) ?? []
  if (parseGoVersion(go) === undefined) return undefined
  const toolchain = { go, os, arch: named === archNames.arm ? 'arm' : named }
  return archiveName(toolchain) === name ? toolchain : undefined
}
