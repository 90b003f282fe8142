/** What begins the name of each file of a bundle. */
const prefix = 'gf-'

/** The most volumes of a bundle, parity too: what a Reed-Solomon code over bytes can tell apart. */
export const volumesLimit = 250

/** The kinds of files of a bundle beside its volumes, and how their names end. */
export const BUNDLE_FILES = {
  header: 'header.txt',
  log: 'log.gfl',
  sums: 'sha256.txt',
  readme: 'readme.txt',
} as const

/** The name of one file of the bundle `id`: `gf-1a2b3c4d5e6f-header.txt`. At most 31 of `[a-z0-9._-]`. */
export function bundleFileName(id: string, file: keyof typeof BUNDLE_FILES): string {
  return `${prefix}${id}-${BUNDLE_FILES[file]}`
}

/** The name of volume `n` (from 1): `gf-1a2b3c4d5e6f-v001.gfv`, and of a parity volume `…-p001.gfp`. */
export function volumeName(id: string, n: number, kind: 'volume' | 'parity'): string {
  const number = String(n).padStart(3, '0')
  return kind === 'volume' ? `${prefix}${id}-v${number}.gfv` : `${prefix}${id}-p${number}.gfp`
}

/** The name of the label of disc `n` (from 1): `gf-1a2b3c4d5e6f-label-01.svg`. */
export function labelName(id: string, n: number): string {
  return `${prefix}${id}-label-${String(n).padStart(2, '0')}.svg`
}

/** The name of what travels encrypted in the place of the file `name`. */
export function sealedName(name: string): string {
  return `${name}.age`
}

/** Whether `name` may be one of a file of a bundle. */
export function isBundleFileName(name: string): boolean {
  return /^gf-[0-9a-f]{12}-[a-z0-9.-]{1,15}$/.test(name)
}

/** Whether `id` is one of a bundle. */
export function isBundleId(id: string): boolean {
  return /^[0-9a-f]{12}$/.test(id)
}

/** Whether `site` may name a site. */
export function isSiteName(site: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(site)
}
