const units: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}
const days: Readonly<Record<string, number>> = { d: 1, w: 7, y: 365 }
const dayMs = 86_400_000

/** Bytes of a text such as `500MB`, `1.5 GiB` or `0`; undefined for what is no such text or over 2^53. */
export function parseBytes(text: string): number | undefined {
  const [, number = '', unit = 'B'] = /^(\d{1,15}(?:\.\d{1,3})?) ?([kKMGT]i?B|B)?$/.exec(text) ?? []
  const factor = units[unit === 'KB' ? 'kB' : unit]
  if (number === '' || factor === undefined) return undefined
  const bytes = Math.floor(Number(number) * factor)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

/** Bytes as people read them: `1.2 MB`, powers of ten. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** Milliseconds of a text such as `90d`, `12w` or `2y`: days, weeks, years of 365 days; undefined for other texts. */
export function parseAge(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d{1,5})([dwy])$/.exec(text) ?? []
  const factor = days[unit]
  return factor === undefined ? undefined : Number(number) * factor * dayMs
}
