import { hex, sha256 } from '../../core/hash.ts'
import { formatTime } from '../../core/log/entry-values.ts'
import { attestationName, certificateKey, formatCertificate, type Rehearsal } from '../../core/rehearsal/certificate.ts'
import type { TreeHead } from '../../core/tlog/tree-head.ts'
import type { Clock } from '../../ports/clock.ts'
import type { KeyFiles } from '../../ports/key-files.ts'
import { namedKey } from '../../ports/named-key.ts'
import type { Store } from '../../ports/store.ts'

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
  const { log, head, store, clock, files, newSeed } = world
  const { signer, verifierKey } = await namedKey(files, { file: 'attestation', name: attestationName(log), newSeed })
  const time = formatTime(clock.now())
  const note = formatCertificate(rehearsal, { log, head, time }, signer)
  const digest = hex(sha256(note))
  await store.put(certificateKey(digest), note)
  return { note: Buffer.from(note).toString(), sha256: digest, verifierKey }
}
