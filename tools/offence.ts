/** One breach of a rule of the project: where, and what is wrong with what to do about it. */
export interface Offence {
  /** Relative to the root, with `/`. */
  readonly file: string
  /** Counted from 1; left out where the whole file is meant. */
  readonly line?: number
  readonly says: string
}

/** The offence as a line that an editor can jump to: `file:line: says`. */
export function show(offence: Offence): string {
  const at = offence.line === undefined ? offence.file : `${offence.file}:${offence.line}`
  return `${at}: ${offence.says}`
}
