import type { ModuleVersion } from '../module/module-version.ts'

/** The checksums of one version, as the two lines of go.sum hold them. */
export interface GoSum extends ModuleVersion {
  /** `h1:` of the zip. */
  readonly h1Zip: string
  /** `h1:` of the go.mod alone. */
  readonly h1Mod: string
}

/** The two lines of go.sum, which are also the record of a checksum database: each ends in a line end. */
export function goSumLines({ path, version, h1Zip, h1Mod }: GoSum): string {
  return `${path} ${version} ${h1Zip}\n${path} ${version}/go.mod ${h1Mod}\n`
}

/**
 * Reads exactly what `goSumLines` writes, or gives undefined: first the zip's line, then that of the go.mod of the same
 * version, nothing else. Whether the path and the version are well-formed is for the caller to check.
 */
export function readGoSumLines(text: string): GoSum | undefined {
  const [zip, mod, end, ...more] = text.split('\n', 4)
  if (zip === undefined || mod === undefined || end !== '' || more.length > 0) return undefined
  const [path, version, h1Zip, ...rest] = zip.split(' ', 4)
  if (!path || !version || h1Zip === undefined || rest.length > 0) return undefined
  const prefix = `${path} ${version}/go.mod `
  if (!mod.startsWith(prefix)) return undefined
  const h1Mod = mod.slice(prefix.length)
  return isH1(h1Zip) && isH1(h1Mod) ? { path, version, h1Zip, h1Mod } : undefined
}

/** Whether `text` is `h1:` and the one base64 form of 32 bytes (Go: dirhash.Hash1). */
function isH1(text: string): boolean {
  // 43 characters hold 258 bits: the last two of them are zero in the form that an encoder writes.
  return /^h1:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(text)
}
