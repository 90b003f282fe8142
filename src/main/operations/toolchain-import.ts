import { z } from 'zod'
import { concat } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { isVendorLabel } from '../../core/toolchain/vendor.ts'
import type { Watch } from '../../ports/watch.ts'
import { type ImportReport, type ImportWorld, importArchive } from '../../services/toolchain/import-archive.ts'
import { checkSignature, clock, metered, openLocalFile, upstreamAt } from '../compose.ts'
import type { Writer } from '../node/writer.ts'
import { toolchainWorld } from './toolchain-world.ts'

/** What `goferry toolchain import` sends. */
const absolute = z.string().startsWith('/')
const importRequest = z.strictObject({
  file: absolute,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  signed: z.strictObject({ signature: absolute, key: absolute }).optional(),
  vendor: z.string().refine(isVendorLabel).optional(),
  upstream: z.string().optional(),
})

/** The request that `argument` is. Throws `usage`. */
export function checkToolchainImport(argument: unknown): z.output<typeof importRequest> {
  const parsed = importRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'toolchain import', cause: parsed.error })
  return parsed.data
}

/** Imports the archive of a toolchain into the node of `writer`. Throws `usage`, and what `importArchive` throws. */
export async function importToolchain(writer: Writer, argument: unknown, watch: Watch): Promise<ImportReport> {
  const { file: path, sha256, signed, vendor, upstream: chain } = checkToolchainImport(argument)
  const { tree, log, zipCheck } = writer
  const file = await openLocalFile(path)
  const world = {
    ...toolchainWorld(writer),
    check: zipCheck,
    checkSignature: async (location: string, of: Parameters<ImportWorld['checkSignature']>[1]) =>
      checkSignature({ ...of, read: (await openLocalFile(location)).read, now: clock.now() }),
    needRecord: async (module: { path: string; version: string }) => {
      if (log.state.version(module.path, module.version) !== undefined) return
      const subject = `${module.path}@${module.version}`
      if (chain === undefined) throw new GoferryError('missing', { subject, reason: 'toolchain.no-record' })
      await writer.pullFrom(metered(upstreamAt(chain), watch.signal)).fetch(module, 'mod')
    },
    publishMod: (module: { path: string; version: string }, mod: Uint8Array, logFirst: () => Promise<unknown>) =>
      tree.publish(module, { mod }, logFirst),
  }
  const given = signed && {
    signature: await small(signed.signature, maxSignatureBytes),
    keys: await small(signed.key, maxKeyBytes),
  }
  const archive = { name: file.name, read: counted(file, watch), sha256, signed: given, vendor }
  const report = await importArchive(world, archive)
  await watch.tell({ subject: report.name, outcome: report.outcome })
  return report
}

/** A signature has some hundred bytes; the keys of a publisher, with what others certify of them, some thousand. */
const maxSignatureBytes = 1 << 16
const maxKeyBytes = 1 << 20

/** The whole file at `path`. Throws `too-large`, `absent`, `io-failed`. */
async function small(path: string, bytes: number): Promise<Uint8Array> {
  const { name, read } = await openLocalFile(path)
  let whole: Uint8Array = new Uint8Array()
  for await (const piece of read()) {
    whole = concat(whole, piece)
    if (whole.length <= bytes) continue
    throw new GoferryError('too-large', { subject: name, reason: 'signature.limit', params: { bytes } })
  }
  return whole
}

/** The bytes of `file`, which say how far they are; they end where nobody wants the rest. */
function counted({ name, read }: Awaited<ReturnType<typeof openLocalFile>>, { signal, progress }: Watch) {
  return async function* () {
    let bytes = 0
    for await (const piece of read()) {
      if (signal.aborted) throw new GoferryError('interrupted', { subject: 'toolchain import' })
      bytes += piece.length
      progress({ done: 0, total: 1, bytes, totalBytes: undefined, at: name })
      yield piece
    }
  }
}
