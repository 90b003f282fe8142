import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import { type CommitReport, commit } from '../../services/ferry/in/commit.ts'
import { type QuarantineReport, quarantine } from '../../services/ferry/in/quarantine.ts'
import { type ScanReport, scan } from '../../services/ferry/in/scan.ts'
import { openChecks } from '../compose.ts'
import type { Writer } from '../node/writer.ts'
import { takingWorld } from './taking-world.ts'

/** What is sent of an import that goes on: the SHA-256 of its header, in hexadecimal. */
const takingRequest = z.strictObject({ bundle: z.string().regex(/^[0-9a-f]{64}$/) })

/** The request that `argument` is. Throws `usage`. */
export function checkTaking(argument: unknown): z.output<typeof takingRequest> {
  const parsed = takingRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'ferry in', cause: parsed.error })
  return parsed.data
}

/** Takes what a verified bundle brings into quarantine. Throws `usage`, and what `quarantine` throws. */
export async function quarantineAt(writer: Writer, argument: unknown, watch: Watch): Promise<QuarantineReport> {
  return quarantine(await takingWorld(writer, checkTaking(argument).bundle, watch))
}

/** Has the checks of the settings look at it. Throws `usage`, and what `scan` throws. */
export async function scanAt(writer: Writer, argument: unknown, watch: Watch): Promise<ScanReport> {
  const world = await takingWorld(writer, checkTaking(argument).bundle, watch)
  return scan({ ...world, checks: openChecks(writer.data), rules: writer.settings.ferry?.scan ?? [] })
}

/** Appends what is approved of it. Throws `usage`, and what `commit` throws. */
export async function commitAt(writer: Writer, argument: unknown, watch: Watch): Promise<CommitReport> {
  return commit(await takingWorld(writer, checkTaking(argument).bundle, watch))
}
