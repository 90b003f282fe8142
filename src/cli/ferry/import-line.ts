import { fromWire, type WireError } from '../../core/error-wire.ts'
import { describe } from '../../core/errors.ts'
import type { ImportStep } from '../../core/ferry/import-state.ts'
import { importFolderName } from '../../core/ferry/quarantine.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import type { Context } from '../context.ts'

/** What a line says of an import. */
interface Row {
  readonly id: string
  readonly bundle: string
  readonly origin: string
  readonly from: number
  readonly to: number
  readonly step: ImportStep | undefined
  readonly missing: readonly string[]
  readonly refusal?: WireError
  readonly error?: WireError
}

/** A line for each of `rows`: imports with the same id are told apart by their digests. */
export function importLines(context: Context, rows: readonly Row[]): string[] {
  return rows.map(row => {
    const isOnly = rows.every(({ id, bundle }) => id !== row.id || bundle === row.bundle)
    return importLine(context, isOnly ? row : { ...row, id: `${row.id} (${importFolderName(row.bundle)})` })
  })
}

/** How far an import is, and what is next, in the language of the person. */
function importLine({ say, terminal }: Context, row: Row): string {
  const { id, origin, from, to, step, missing } = row
  const error = row.refusal ?? row.error
  const why = error === undefined ? '' : describe(fromWire(error), terminal.lang)
  // What is sealed for another site waits for no file.
  const isKept = step !== undefined && (error === undefined || step !== 'receiving' || missing.length > 0)
  const key: MessageKey = isKept ? steps[step] : 'cli.ferry.not-taken'
  const next = say(key, { names: missing.join(', '), why })
  return say('cli.ferry.row', { id, origin, from, to, next })
}

const steps: Readonly<Record<ImportStep, MessageKey>> = {
  receiving: 'cli.ferry.receiving',
  received: 'cli.ferry.received',
  verified: 'cli.ferry.verified',
  quarantined: 'cli.ferry.quarantined',
  scanned: 'cli.ferry.scanned',
  committed: 'cli.ferry.committed',
  done: 'cli.ferry.done',
  refused: 'cli.ferry.refused',
}
