/**
 * Numbers of entries as a text for people and headers: `0-4,7,9-12`. Canonical: ascending, no two ranges that touch, a
 * range of one as a single number. The empty list is the empty text.
 */
export type IdRanges = readonly { readonly first: number; readonly last: number }[]

/** The ranges of `ids`, which ascend. */
export function toRanges(ids: Iterable<number>): IdRanges {
  const ranges: { first: number; last: number }[] = []
  for (const id of ids) {
    const range = ranges.at(-1)
    if (range?.last === id - 1) range.last = id
    else ranges.push({ first: id, last: id })
  }
  return ranges
}

/** The text of `ranges`. */
export function formatRanges(ranges: IdRanges): string {
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}

/** The ranges that the canonical `text` says, or undefined for any other text. */
export function parseRanges(text: string): IdRanges | undefined {
  if (text === '') return []
  const ranges: { first: number; last: number }[] = []
  for (const part of text.split(',')) {
    const [, first = '', last = first] = /^(\d{1,16})(?:-(\d{1,16}))?$/.exec(part) ?? []
    ranges.push({ first: Number(first), last: Number(last) })
  }
  const ascend = ranges.every(({ first, last }, i) => first <= last && first > (ranges[i - 1]?.last ?? -2) + 1)
  return ascend && formatRanges(ranges) === text ? ranges : undefined
}

/** Whether `id` is in one of `ranges`. */
export function inRanges(ranges: IdRanges, id: number): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.last ?? id) < id) low = middle + 1
    else high = middle
  }
  return (ranges[low]?.first ?? Number.POSITIVE_INFINITY) <= id
}

/** How many numbers there are in `ranges`. */
export function countRanges(ranges: IdRanges): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0)
}

/** The number at place `n` of `ranges`, counted from 0; undefined beyond them. */
export function nthOf(ranges: IdRanges, n: number): number | undefined {
  let left = n
  for (const { first, last } of ranges) {
    if (left <= last - first) return first + left
    left -= last - first + 1
  }
  return undefined
}

/** What is in one of `a` and `b`. */
export function unite(a: IdRanges, b: IdRanges): IdRanges {
  const united: { first: number; last: number }[] = []
  for (const { first, last } of [...a, ...b].sort((one, other) => one.first - other.first)) {
    const range = united.at(-1)
    if (range !== undefined && first <= range.last + 1) range.last = Math.max(range.last, last)
    else united.push({ first, last })
  }
  return united
}

/** What is in `a` and not in `b`. */
export function subtract(a: IdRanges, b: IdRanges): IdRanges {
  return a.flatMap(({ first, last }) => {
    const left: { first: number; last: number }[] = []
    let at = first
    for (const cut of b) {
      if (cut.last < at || cut.first > last) continue
      if (cut.first > at) left.push({ first: at, last: cut.first - 1 })
      at = cut.last + 1
    }
    return at <= last ? [...left, { first: at, last }] : left
  })
}
