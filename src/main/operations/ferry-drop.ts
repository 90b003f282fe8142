import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import type { ImportState } from '../../core/ferry/import-state.ts'
import { dropImport } from '../../services/ferry/in/imports.ts'
import { openImports } from '../compose.ts'
import type { Writer } from '../node/writer.ts'

const dropRequest = z.strictObject({ bundle: z.string().min(1).max(64), undecided: z.boolean().default(false) })

/** Removes an import of the node of `writer`, with all that was received of it. Throws `usage`, `absent`. */
export async function dropAt({ data, store, log, journal }: Writer, argument: unknown): Promise<ImportState> {
  const parsed = dropRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'ferry drop', cause: parsed.error })
  const isLogged = (bundle: string) => log.state.imports.some(each => each.bundle === bundle)
  const world = { imports: openImports(data), store, isLogged }
  const dropped = await dropImport(world, parsed.data.bundle, parsed.data.undecided)
  journal.info('import-dropped', { bundle: dropped.bundle, origin: dropped.origin, step: dropped.step })
  return dropped
}
