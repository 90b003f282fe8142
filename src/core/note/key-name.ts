/**
 * Whether `name` can name a key: well-formed, not empty, no white space, no `+` (Go: note.isValidName). The class is
 * Go's unicode.IsSpace, which differs from `\s` in U+0085 and U+FEFF.
 */
export function isKeyName(name: string): boolean {
  return (
    name !== '' &&
    name.isWellFormed() &&
    !/[+\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(name)
  )
}
