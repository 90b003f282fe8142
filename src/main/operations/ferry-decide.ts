import { z } from 'zod'
import type { Decided } from '../../cli/taking-access.ts'
import { GoferryError } from '../../core/errors.ts'
import { importFolderName } from '../../core/ferry/quarantine.ts'
import { keepApproval } from '../../services/ferry/in/approvals.ts'
import { readState } from '../../services/ferry/in/imports.ts'
import { isInLog, showImport } from '../../services/ferry/in/show-import.ts'
import { withoutEffect } from '../../services/ferry/in/without-effect.ts'
import { clock, openImports } from '../compose.ts'
import { loadTrust, trustFileOf } from '../config/trust.ts'
import type { Writer } from '../node/writer.ts'

/** What `goferry ferry approve` and `refuse` send: the signed note, and nothing of the key that signed it. */
const decideRequest = z.strictObject({
  bundle: z.string().regex(/^[0-9a-f]{64}$/),
  note: z.string().max(1 << 20),
})

/** Keeps the signed decision of an approver on an import. Throws `usage`, `absent`, and what `keepApproval` throws. */
export async function decideAt({ data, settings, journal, log }: Writer, argument: unknown): Promise<Decided> {
  const request = decideRequest.safeParse(argument)
  if (!request.success) throw new GoferryError('usage', { subject: 'ferry approve', cause: request.error })
  const { bundle, note } = request.data
  const folder = await openImports(data).open(importFolderName(bundle))
  if (folder === undefined) throw new GoferryError('absent', { subject: bundle, reason: 'bundle.no-such' })
  const trust = loadTrust(trustFileOf(data, settings))
  let ineffective: readonly string[] = []
  const kept = await keepApproval({ folder, trust, clock }, Buffer.from(note), bundle, async approval => {
    const state = await readState(folder)
    if (approval.decision === 'approve' || state === undefined || !isInLog(state)) return
    ineffective = withoutEffect(await showImport(folder, trust, log.state), approval)
  })
  const keys = kept.map(({ key }) => key)
  const decision = kept[0]?.decision ?? 'approve'
  journal.info('ferry-decided', { bundle, decision, keys: keys.join(', ') })
  return { decision, keys, ineffective }
}
