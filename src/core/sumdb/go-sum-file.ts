import { GoferryError } from '../errors.ts'

/** One line of a go.sum: a hash of the zip, or of the go.mod alone. */
export interface GoSumLine {
  readonly path: string
  readonly version: string
  readonly part: 'zip' | 'mod'
  readonly h1: string
}

/**
 * Reads a go.sum: three fields a line, parted by white space; empty lines are passed over (Go: modfetch.readGoSum).
 * Hashes of another algorithm than `h1:` are left out, as the go command leaves them. Throws `bad-record` with the
 * number of the line.
 */
export function parseGoSum(file: string, text: string): GoSumLine[] {
  const lines: GoSumLine[] = []
  for (const [i, line] of text.split('\n').entries()) {
    const fields = line.split(/[ \t\r]+/).filter(Boolean)
    if (fields.length === 0) continue
    const [path, version, h1] = fields
    if (path === undefined || version === undefined || h1 === undefined || fields.length !== 3)
      throw new GoferryError('bad-record', { subject: `${file}:${i + 1}`, reason: 'go-sum-fields' })
    if (!h1.startsWith('h1:')) continue
    const isMod = version.endsWith('/go.mod')
    lines.push({
      path,
      version: isMod ? version.slice(0, -'/go.mod'.length) : version,
      part: isMod ? 'mod' : 'zip',
      h1,
    })
  }
  return lines
}
