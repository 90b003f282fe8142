/** One place of a glob: a run of any characters, or a test of one. */
type Term = 'star' | ((char: number) => boolean)

/**
 * Whether one of the comma-separated globs of `patterns` matches `path` or a leading part of
 * it that ends at a slash, as GOPRIVATE does it. Empty and malformed globs match nothing; a
 * trailing slash is ignored. Takes at most length(patterns) × length(path) steps. `path` is
 * ASCII, as all module paths are. Source: Go's `module.MatchPrefixPatterns`.
 */
export function matchesPrefixPatterns(patterns: string, path: string): boolean {
  const elements = path.split('/')
  return patterns.split(',').some(pattern => {
    const glob = pattern.endsWith('/') ? pattern.slice(0, -1) : pattern
    const depth = glob.split('/').length
    if (glob === '' || depth > elements.length) return false
    const terms = parseGlob(glob)
    return terms !== undefined && matches(terms, codePoints(elements.slice(0, depth).join('/')))
  })
}

/**
 * Whether `patterns` are comma-separated globs that could match a module
 * path: none empty, malformed, with white space or a URL's scheme.
 */
export function arePrefixPatterns(patterns: string): boolean {
  return patterns.split(',').every(glob => glob !== '' && !/\s|:\/\//.test(glob) && parseGlob(glob) !== undefined)
}

/**
 * The terms of `glob` in the syntax of Go's `path.Match` (`*`, `?`,
 * `[a-z]`, `[^a]`, `\*`), or undefined where it is malformed.
 */
function parseGlob(glob: string): Term[] | undefined {
  const chars = codePoints(glob)
  const terms: Term[] = []
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at]
    if (char === STAR) terms.push('star')
    else if (char === QUESTION) terms.push(c => c !== SLASH)
    else if (char === OPEN) {
      const set = parseSet(chars, at + 1)
      if (!set) return undefined
      terms.push(set.term)
      at = set.end
    } else {
      const literal = char === BACKSLASH ? chars[++at] : char
      if (literal === undefined) return undefined
      terms.push(c => c === literal)
    }
  }
  return terms
}

/**
 * The character class that begins after a `[` at `start - 1`; `end` is the place of its `]`. A class may match a slash.
 */
function parseSet(chars: readonly number[], start: number): { term: Term; end: number } | undefined {
  const negated = chars[start] === CARET
  const ranges: [low: number, high: number][] = []
  let at = negated ? start + 1 : start
  const bound = () => {
    if (chars[at] === DASH || chars[at] === CLOSE) return undefined
    if (chars[at] === BACKSLASH) at++
    return chars[at++]
  }
  while (ranges.length === 0 || chars[at] !== CLOSE) {
    const low = bound()
    const isRange = chars[at] === DASH
    if (isRange) at++
    const high = isRange ? bound() : low
    if (low === undefined || high === undefined) return undefined
    ranges.push([low, high])
  }
  return { term: c => ranges.some(([low, high]) => low <= c && c <= high) !== negated, end: at }
}

/** Goes back to the last star only, and never over a slash: so the time is bounded, and the result is Go's. */
function matches(terms: readonly Term[], name: readonly number[]): boolean {
  let term = 0
  let at = 0
  let star = -1
  let resume = 0
  while (at < name.length || term < terms.length) {
    const next = terms[term]
    const char = name[at]
    if (next === 'star') {
      star = term++
      resume = at
    } else if (next !== undefined && char !== undefined && next(char)) {
      term++
      at++
    } else {
      if (star < 0 || resume >= name.length || name[resume] === SLASH) return false
      at = ++resume
      term = star + 1
    }
  }
  return true
}

function codePoints(text: string): number[] {
  return Array.from(text, char => char.codePointAt(0) ?? 0)
}

const code = (char: string) => char.charCodeAt(0)
const STAR = code('*')
const QUESTION = code('?')
const OPEN = code('[')
const CLOSE = code(']')
const CARET = code('^')
const DASH = code('-')
const BACKSLASH = code('\\')
const SLASH = code('/')
