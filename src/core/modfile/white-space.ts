/**
 * `text` without the white space at both ends, as Go's strings.TrimSpace: unlike `trim`, U+0085 goes and U+FEFF stays.
 */
export function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charAt(start))) start++
  while (end > start && isSpace(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

/** Whether `character` is white space, as Go's unicode.IsSpace. */
function isSpace(character: string): boolean {
  return /^\p{White_Space}$/u.test(character)
}
