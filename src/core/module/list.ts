import { isSemver } from './semver.ts'

/** What Go's `strings.Fields` takes for a space. JavaScript's `\s` differs: U+0085 is none, U+FEFF is one. */
const space = String.raw`\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`
const firstField = new RegExp(`^[${space}]*([^${space}]+)`, 'u')

/**
 * The versions in the body of an upstream's `@v/list`, pseudo-versions too, in their order: the first field of each
 * line that is a semantic version. All else is passed over, as the go command does. The caller bounds the size of
 * `body`. Source: cmd/go `modfetch.proxyRepo.Versions`, `latestFromList`.
 */
export function parseList(body: Uint8Array): string[] {
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8')
  return text.split('\n').flatMap(line => {
    const version = firstField.exec(line)?.[1] ?? ''
    return isSemver(version) ? [version] : []
  })
}
