/**
 * `name` in a form that two names share exactly when they are equal under Unicode simple case folding (x/mod zip:
 * strToFold; Go strings.EqualFold): `README` as `readme`, and the Kelvin sign U+212A and the long s U+017F as k and s.
 */
export function foldName(name: string): string {
  return ascii.test(name) ? name.toLowerCase() : Array.from(name, foldCharacter).join('')
}

/** Folding leaves the dotless i alone, though its upper case is I (CaseFolding.txt has it under T only). */
function foldCharacter(character: string): string {
  if (character === 'ı') return character
  const lower = single(character.toLowerCase(), character)
  return single(single(lower.toUpperCase(), lower).toLowerCase(), lower)
}

/** Simple folding knows no mapping to several characters (ß to SS). */
function single(mapped: string, otherwise: string): string {
  return Array.from(mapped).length === 1 ? mapped : otherwise
}

const ascii = /^[\0-\x7f]*$/
