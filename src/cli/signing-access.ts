import type { Signable } from '../core/ferry/signable.ts'

/** What is signed by hand: decisions on bundles, and headers that several keys are to sign. It needs no node. */
export interface SigningAccess {
  /** Makes the key of an approver in a new file that only its owner may read; gives the public one. */
  makeApproverKey(name: string, file: string): Promise<{ readonly key: string }>
  /** Reads what is to be signed. Throws `absent`, `too-large`, `bad-note`, `bundle-damaged`. */
  readSignable(file: string): Promise<Signable>
  /**
   * Signs what was read by the key in the file `key`, and writes it with all its signatures to the new file `out`;
   * gives `name+hash` of the key. Throws `usage`, `absent`, `key-exposed`, `bad-key`.
   */
  sign(signable: Signable, files: { readonly key: string; readonly out: string }): Promise<{ readonly key: string }>
}
