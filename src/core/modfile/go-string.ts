import { fromUtf8 } from '../bytes.ts'

/**
 * `bytes` as Go reads a string rune by rune: UTF-8, where each byte that belongs to no character counts as one U+FFFD.
 * Go's JSON writes such strings the same way. (TextDecoder joins several bad bytes into one.)
 */
export function goString(bytes: Uint8Array): string {
  return fromUtf8(bytes) ?? new TextDecoder('utf-8', { ignoreBOM: true }).decode(repaired(bytes))
}

/** `bytes` with EF BF BD, the UTF-8 of U+FFFD, for each byte that belongs to no character. */
function repaired(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length * 3)
  let end = 0
  for (let at = 0; at < bytes.length; ) {
    const size = characterSize(bytes, at)
    const piece = size === 0 ? replacement : bytes.subarray(at, at + size)
    out.set(piece, end)
    end += piece.length
    at += size || 1
  }
  return out.subarray(0, end)
}

/** How many bytes the character at `at` has (1 to 4), or 0 where none stands: Unicode, table 3-7. */
function characterSize(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  const [low, high] = secondByte.get(lead) ?? [0x80, 0xbf]
  const second = bytes[at + 1] ?? 0
  if (second < low || second > high) return 0
  for (let i = at + 2; i < at + size; i++) if (((bytes[i] ?? 0) & 0xc0) !== 0x80) return 0
  return size
}

const replacement = Uint8Array.of(0xef, 0xbf, 0xbd)

/**
 * The range of the second byte, where the first narrows it: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
const secondByte = new Map<number, readonly [number, number]>([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
])
