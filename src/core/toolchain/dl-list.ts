import type { KnownArchive } from '../log/known-version.ts'
import { archiveName } from './archive-name.ts'
import { isStable, releasesOf } from './releases.ts'
import { toolchainOf } from './toolchain.ts'

/** A release in the JSON of the download site. */
export interface DlRelease {
  /** `go1.26.8`. */
  readonly version: string
  readonly stable: boolean
  readonly files: readonly DlFile[]
}

/** An archive in the JSON of the download site, and two fields that only ours has. */
export interface DlFile {
  readonly filename: string
  readonly os: string
  readonly arch: string
  readonly version: string
  readonly sha256: string
  readonly size: number
  readonly kind: 'archive'
  /** Made here from the module's zip: it is no byte-for-byte copy of Go's own archive. */
  readonly rebuilt?: true
  /** The label of the vendor, where it is not Go's own. */
  readonly vendor?: string
}

/** The archive of a version of a toolchain module. */
export interface ListedArchive {
  readonly version: string
  readonly archive: Pick<KnownArchive, 'sha256' | 'size' | 'recipe'>
}

/** The releases that `archives` are of, the newest first; with `all` also those to try out. */
export function dlReleases(
  archives: readonly ListedArchive[],
  { all, vendor }: { readonly all: boolean; readonly vendor: string | undefined },
): DlRelease[] {
  const files = new Map<string, DlFile[]>()
  for (const { version, archive } of archives) {
    const toolchain = toolchainOf(version)
    if (toolchain === undefined) continue
    const { go, os, arch } = toolchain
    const { sha256, size, recipe } = archive
    const filename = archiveName(toolchain)
    const marks = { ...(recipe !== undefined && { rebuilt: true as const }), ...(vendor !== undefined && { vendor }) }
    const file: DlFile = { filename, os, arch, version: `go${go}`, sha256, size, kind: 'archive', ...marks }
    files.set(go, [...(files.get(go) ?? []), file])
  }
  return releasesOf(archives.map(({ version }) => version))
    .map(release => ({
      version: `go${release.go}`,
      stable: isStable(release),
      files: (files.get(release.go) ?? []).sort((a, b) => (a.filename < b.filename ? -1 : 1)),
    }))
    .filter(({ stable }) => all || stable)
}
