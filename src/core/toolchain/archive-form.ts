/**
 * A file of a toolchain as its archive on the download site has it, from its name in the module's zip, and the reverse.
 * Source of all rules here: cmd/distpack of Go itself, which makes both from one list of files.
 */

/** The folder in which every file of an archive lies. */
export const archiveRoot = 'go'

/** The name below the root: a go.mod is `_go.mod` in the zip, since a module holds no other module. */
export function nameInArchive(nameInZip: string): string {
  return nameInZip.replace(/(^|\/)_go\.mod$/, '$1go.mod')
}

/** The name in the module's zip of what is `name` in the archive; undefined for what the zip leaves out. */
export function nameInZip(name: string): string | undefined {
  if (/^(api|doc|misc|test)\//.test(name)) return undefined
  return name.replace(/\/go\.mod$/, '/_go.mod')
}

/** The permissions of a file: no hash vouches for those of a zip, and by its name each is known (distpack: mode). */
export function modeOf(name: string): number {
  const isProgram = /^(bin|pkg\/tool)\//.test(name) || /\.(bash|sh|pl|rc)$/.test(name)
  return isProgram || /(^|\/)go_[^/]+_[^/]+_exec$/.test(name) ? 0o755 : 0o644
}

/** The order of files in an archive: as names sort, but what lies in `a/` before `a.go` (distpack: nameLess). */
export function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a[i] === b[i]) continue
    if (a[i] === '/') return -1
    if (b[i] === '/') return 1
    return a.charCodeAt(i) - b.charCodeAt(i)
  }
  return a.length - b.length
}

/** Seconds since 1970 of all files: what the file VERSION says in its line `time`; 0 where it says nothing. */
export function timeOfRelease(versionFile: string): number {
  const [, time = ''] = /^time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/m.exec(versionFile) ?? []
  const seconds = Date.parse(time) / 1000
  return Number.isNaN(seconds) ? 0 : seconds
}
