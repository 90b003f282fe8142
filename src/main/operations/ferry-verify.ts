import { join } from 'node:path'
import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import type { CheckReport } from '../../services/ferry/in/check-world.ts'
import { type VerifyReport, type VerifyWorld, verifyImport } from '../../services/ferry/in/verify.ts'
import { importsFolder, workProcesses } from '../compose.ts'
import type { CheckArgument } from '../jobs/check-work.ts'
import type { Writer } from '../node/writer.ts'
import { importWorld } from './ferry-world.ts'

const verifyRequest = z.strictObject({ bundle: z.string().min(1).max(64) })

/** What a bundle may take that is checked, however it is made. */
const memoryBytes = 1_000_000_000

/** The request that `argument` is. Throws `usage`. */
export function checkVerifyImport(argument: unknown): z.output<typeof verifyRequest> {
  const parsed = verifyRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'ferry verify', cause: parsed.error })
  return parsed.data
}

/** Verifies a received bundle at the node of `writer`. Throws `usage`, and what `verifyImport` throws. */
export async function verifyImportAt(writer: Writer, argument: unknown, watch: Watch): Promise<VerifyReport> {
  const { bundle } = checkVerifyImport(argument)
  const { data, settings, log } = writer
  const world: VerifyWorld = {
    ...importWorld(writer),
    record: (path, version) => log.state.version(path, version)?.record,
    check: async (name, origin, childWatch) => {
      const folder = join(importsFolder(data), name)
      const { trust, known } = world
      const { sumdb, reserved: internal } = settings
      const work: CheckArgument = { folder, trust, known: known(origin), internal, sumdb }
      const subject = `ferry-verify ${bundle}`
      return (await workProcesses.run(
        { name: 'ferry-check', argument: work, memoryBytes, subject },
        childWatch,
      )) as CheckReport
    },
  }
  return verifyImport(world, bundle, watch)
}
