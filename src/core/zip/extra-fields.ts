/**
 * Whether `extra` is a run of whole extra fields (APPNOTE 4.5) that only tell times and owners, as real writers add.
 * Anything else is refused: a Unicode path (0x7075) gives other readers another name, zip64 (0x0001) other sizes,
 * and an unknown field hides bytes.
 */
export function extraIsHarmless(extra: Uint8Array): boolean {
  const seen = new Set<number>()
  let at = 0
  while (at < extra.length) {
    if (extra.length - at < 4) return false
    const id = word(extra, at)
    const size = word(extra, at + 2)
    const most = harmless.get(id)
    if (most === undefined || size > most || seen.has(id)) return false
    seen.add(id)
    at += 4 + size
  }
  return at === extra.length
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
}

/** The largest size in bytes of each field that is taken. */
const harmless: ReadonlyMap<number, number> = new Map([
  [0x000a, 32], // NTFS times
  [0x5455, 13], // extended timestamp
  [0x5855, 12], // Info-ZIP Unix, old: times, owner
  [0x7855, 4], // Info-ZIP Unix, second: owner
  [0x7875, 15], // Info-ZIP Unix, third: owner
])
