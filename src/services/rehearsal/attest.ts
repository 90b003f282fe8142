import { GoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'
import { generateKey, parseSigner, type Signer } from '../../core/note/key.ts'
import { attestationName, certificateKey, formatCertificate, type Rehearsal } from '../../core/rehearsal/certificate.ts'
import type { TreeHead } from '../../core/tlog/tree-head.ts'
import type { Clock } from '../../ports/clock.ts'
import type { KeyFiles } from '../../ports/key-files.ts'
import type { Store } from '../../ports/store.ts'

/** The file of the key, beside those of the log. */
const keyFile = 'attestation'

/** What certificates are made with. */
export interface AttestWorld {
  readonly files: KeyFiles
  readonly store: Store
  readonly clock: Clock
  /** 32 secret random bytes. */
  newSeed(): Uint8Array
  /** The name of the log, and its head as it is now. */
  readonly log: string
  readonly head: TreeHead
}

/** A certificate, where it is kept, and the key to check it by. */
export interface Attested {
  readonly note: string
  readonly sha256: string
  /** `name+hash+base64`. */
  readonly verifierKey: string
}

/**
 * Signs that `rehearsal` came through with the log as it is now, and keeps the certificate. The key is made at the
 * first time. Throws `bad-note`, `bad-key`, and what key files and store throw.
 */
export async function attest(world: AttestWorld, rehearsal: Rehearsal): Promise<Attested> {
  const { log, head, store, clock } = world
  const { signer, verifierKey } = await attestationKey(world)
  const time = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z')
  const note = formatCertificate(rehearsal, { log, head, time }, signer)
  const digest = hex(sha256(note))
  await store.put(certificateKey(digest), note)
  return { note: Buffer.from(note).toString(), sha256: digest, verifierKey }
}

async function attestationKey({ files, log, newSeed }: AttestWorld): Promise<{ signer: Signer; verifierKey: string }> {
  const text = await files.read(keyFile)
  if (text !== undefined) {
    const [signer = '', verifierKey = ''] = text.split('\n')
    // After a change of the log's name its old certificates stay what they are.
    if (parseSigner(signer).name === attestationName(log)) return { signer: parseSigner(signer), verifierKey }
  }
  const seed = newSeed()
  if (seed.length !== 32) throw new GoferryError('internal', { subject: 'seed' })
  const key = generateKey(attestationName(log), seed)
  await files.write(keyFile, `${key.signer}\n${key.verifier}\n`)
  return { signer: parseSigner(key.signer), verifierKey: key.verifier }
}
