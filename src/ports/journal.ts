/**
 * Where a node says what it does: structured lines for people and machines (the adapter writes JSON). Never a secret.
 */
export interface Journal {
  /** What happened in the normal course. `event` is a stable kebab-case name; `fields` are plain values. */
  info(event: string, fields?: JournalFields): void
  /** Something that an operator should look at; the node goes on. */
  warn(event: string, fields?: JournalFields): void
  /** Damage, a fork, a lost write: an alarm. */
  error(event: string, fields?: JournalFields): void
}

/** The fields of one line. */
export type JournalFields = Readonly<Record<string, string | number | boolean | undefined>>
