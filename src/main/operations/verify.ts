import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { proofsKey } from '../../core/proofs/proofs.ts'
import type { Watch } from '../../ports/watch.ts'
import { checkPublished } from '../../services/log/check-published.ts'
import { checkRecorded } from '../../services/proofs/check-recorded.ts'
import { type VerifyReport, verify } from '../../services/verify/verify.ts'
import type { BadLogFile } from '../../services/verify/world.ts'
import { metered, openTreeFiles, upstreamAt } from '../compose.ts'
import { reachedStep } from '../crash-point.ts'
import type { Writer } from '../node/writer.ts'

/** What `goferry verify` sends. */
const verifyRequest = z.strictObject({
  heal: z.boolean(),
  restart: z.boolean(),
  upstream: z.string().optional(),
})

/** The request that `argument` is. Throws `usage`. */
export function checkVerify(argument: unknown): z.output<typeof verifyRequest> {
  const parsed = verifyRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'verify', cause: parsed.error })
  return parsed.data
}

/** Scrubs the node of `writer`. Throws `usage`, and what `verify` throws. */
export async function verifyNode(writer: Writer, argument: unknown, watch: Watch): Promise<VerifyReport> {
  const request = checkVerify(argument)
  return verify(await worldOf(writer, request.upstream, watch), request)
}

async function worldOf(writer: Writer, chain: string | undefined, watch: Watch) {
  const { store, log, tree, zipCheck, givenUp, journal } = writer
  const verifiers = (await writer.keys.load())?.verifiers ?? []
  return {
    store,
    files: openTreeFiles(writer.data),
    state: log.state,
    log: {
      name: log.head().name,
      check: async (tell: (bad: BadLogFile) => Promise<void>) => {
        for (const file of log.takeMended()) await tell({ ...file, heal: undefined, isMended: true })
        await checkPublished({ store, head: () => log.head(), verifiers }, tell)
        const { proofs } = log.state
        const damage = proofs === undefined ? undefined : await checkRecorded(store, proofs)
        if (proofs !== undefined && damage !== undefined)
          await tell({ file: proofsKey(proofs.sha256), damage, heal: undefined })
      },
    },
    tree,
    zipCheck,
    isGivenUp: givenUp.has.bind(givenUp),
    pull: chain === undefined ? undefined : writer.pullFrom(metered(upstreamAt(chain), watch.signal)),
    journal,
    watch,
    reached: reachedStep,
  }
}
