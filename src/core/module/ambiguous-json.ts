/** Objects and arrays in one another: Go's decoder takes 10,000. */
const depthLimit = 100

/**
 * Whether two readers may understand `json`, which is valid, in two ways: a key occurs twice in one object, or is a
 * known one but for case (Go's decoder folds case, and the last key wins), or the nesting is too deep for some. `names`
 * has the known keys by depth: first those of the outermost object.
 */
export function isAmbiguous(json: string, names: readonly (readonly string[])[]): boolean {
  const exact = names.map(keys => new Map(keys.map(key => [key.toUpperCase(), key])))
  const open: Set<string>[] = []
  for (const [token, text, colon] of json.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")[ \t\r\n]*(:?)|[[\]{}]/g)) {
    if (token === '{' || token === '[') {
      if (open.push(new Set()) > depthLimit) return true
    } else if (token === '}' || token === ']') {
      open.pop()
    } else if (colon === ':' && text !== undefined) {
      const key: string = JSON.parse(text)
      const keys = open.at(-1)
      if (keys?.has(key) || (exact[open.length - 1]?.get(key.toUpperCase()) ?? key) !== key) return true
      keys?.add(key)
    }
  }
  return false
}
