import { parseBytes } from '../quantity.ts'

/**
 * Bytes that a medium of each name holds. Of a BD-R a part is kept for defects, and no burner likes the outermost rim:
 * `usableBytes` plans with 95 % of it.
 */
const MEDIA = {
  cd: 737_280_000,
  dvd: 4_700_372_992,
  'dvd-dl': 8_547_991_552,
  bd25: 25_025_314_816,
  bd50: 50_050_629_632,
  bd100: 100_103_356_416,
} as const

/** The fewest and the most bytes that a volume may be given. */
export const volumeLimits = [65_536, 2_000_000_000] as const

/** The media that are known by name. */
export const MEDIA_NAMES = Object.keys(MEDIA)

/**
 * Bytes of files that go onto a medium: 95 % of that of a named one, for the file system and the rim; as many as are
 * given otherwise (`4GB`). Undefined for what is neither, or under 1 MB.
 */
export function usableBytes(medium: string): number | undefined {
  if (Object.hasOwn(MEDIA, medium)) return Math.floor(MEDIA[medium as keyof typeof MEDIA] * 0.95)
  const bytes = parseBytes(medium)
  return bytes !== undefined && bytes >= 1_000_000 ? bytes : undefined
}
