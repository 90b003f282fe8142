import type { TrustPolicy } from '../../core/ferry/trust-policy.ts'
import { matchesPrefixPatterns } from '../../core/module/pattern.ts'
import { parseVerifier } from '../../core/note/key.ts'
import type { Watch } from '../../ports/watch.ts'
import { checkBundle } from '../../services/ferry/in/check-bundle.ts'
import type { CheckReport } from '../../services/ferry/in/check-world.ts'
import type { KnownHead } from '../../services/ferry/in/receive-world.ts'
import { openFlatFolder, openPiecesIn } from '../compose.ts'

/** What the process that checks a bundle is given: all that it knows of the node. */
export interface CheckArgument {
  /** The folder of the import: an absolute path. */
  readonly folder: string
  readonly trust: TrustPolicy
  readonly known: readonly KnownHead[]
  /** Patterns of internal modules. */
  readonly internal: readonly string[]
  /** The verifier key of the public database. */
  readonly sumdb: string
}

/** Checks a bundle in this process, which does nothing else. Throws what `checkBundle` throws. */
export async function checkWork(argument: unknown, watch: Watch): Promise<CheckReport> {
  const { folder, trust, known, internal, sumdb } = argument as CheckArgument
  const world = {
    folder: await openFlatFolder(folder),
    open: openPiecesIn(folder),
    trust,
    known,
    isInternal: (path: string) => internal.some(pattern => matchesPrefixPatterns(pattern, path)),
    database: [parseVerifier(sumdb)],
  }
  return checkBundle(world, watch)
}
