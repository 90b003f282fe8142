import { toWire } from '../../core/error-wire.ts'
import { isGoferryError } from '../../core/errors.ts'
import { onlyLacks } from './only-lacks.ts'
import { refreshAt } from './proofs.ts'
import type { Pulling } from './watched.ts'

/** Records the proofs of what came; what cannot be proved now is for the next refresh, and is told. */
export async function provePulled({ writer, chain, watch }: Pulling): Promise<void> {
  try {
    await refreshAt(writer, { upstream: chain }, onlyLacks(watch))
  } catch (error) {
    if (!isGoferryError(error, 'not-checked', 'upstream-failed', 'upstream-refused', 'absent')) throw error
    await watch.tell({ subject: 'proofs', outcome: 'lacks', error: toWire(error) })
  }
}
