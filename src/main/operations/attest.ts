import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { parseVerifier } from '../../core/note/key.ts'
import { openNote } from '../../core/note/open-note.ts'
import { parseCheckpoint, type TreeHead } from '../../core/tlog/tree-head.ts'
import { checkpointKey } from '../../core/tree/log-keys.ts'
import { type Attested, attest } from '../../services/rehearsal/attest.ts'
import { clock, openKeyFiles } from '../compose.ts'
import type { Writer } from '../node/writer.ts'

const lines = z.array(z.string().max(1000)).max(1000)
const rehearsal = z.strictObject({
  modules: lines,
  files: z.array(z.strictObject({ name: z.string().max(1000), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(1000),
  toolchain: z.string().max(100),
  platforms: lines,
  commands: lines,
  isolation: z.enum(['namespace', 'settings']),
})

/** Certifies at the node of `writer` the rehearsal that `argument` is. Throws `usage` and what `attest` throws. */
export async function attestAt(writer: Writer, argument: unknown): Promise<Attested> {
  const parsed = rehearsal.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'attest', cause: parsed.error })
  const { store, data, identity } = writer
  const world = { files: openKeyFiles(join(data, 'keys')), store, clock, newSeed: () => randomBytes(32) }
  return attest({ ...world, log: identity.name, head: await publishedHead(writer) }, parsed.data)
}

/** The head that clients see. */
async function publishedHead({ store, identity }: Writer): Promise<TreeHead> {
  const bytes = await store.read(checkpointKey, 1 << 20)
  if (bytes === undefined) throw new GoferryError('missing', { subject: checkpointKey })
  return parseCheckpoint(openNote(bytes, identity.verifierKeys.map(parseVerifier)).text, identity.name)
}
