/**
 * One message in the two languages that goferry speaks. `{name}` stands for a parameter, `{name:file:files}` for one of
 * two words: the first where the parameter is 1.
 */
export interface Text {
  readonly en: string
  readonly zh: string
}

/** A language of messages: English or Chinese. */
export type Lang = keyof Text

/** Values for the `{name}` places of a message. */
export type Params = Readonly<Record<string, string | number>>

/**
 * Fills the places of `text` in `lang`. A place without a value stays as it is written, so that a mistake is seen.
 * Values are shown with control characters escaped: a module path from outside must not reach a terminal raw.
 */
export function fill(text: Text, lang: Lang, params: Params = {}): string {
  return text[lang].replace(
    /\{(\w+)(?::([^:{}]*):([^:{}]*))?\}/g,
    (place, name: string, one?: string, more?: string) => {
      const value = params[name]
      if (value === undefined) return place
      return (Number(value) === 1 ? one : more) ?? printable(String(value))
    },
  )
}

/** Escapes C0/C1 controls, line ends and bidirectional overrides as `\u….` (abuse cases A22, A23). */
export function printable(value: string): string {
  return value.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
