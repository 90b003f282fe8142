import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'

const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** A company's own certificate authority, made by openssl in a folder. */
export class Authority {
  /** The PEM file of its certificate. */
  readonly cert: string
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
    this.cert = join(folder, 'ca.pem')
  }

  /** Makes one in `folder`. */
  static async make(folder: string): Promise<Authority> {
    const authority = new Authority(folder)
    const files = ['-out', authority.cert, '-keyout', join(folder, 'ca.key')]
    await openssl('req', '-x509', ...key, '-subj', '/O=Corp/CN=Corp Root', '-days', '2', ...files)
    return authority
  }

  /** Signs a certificate of the subject `CN=proxy.corp` for `names` (`IP:127.0.0.1`); with days below 0 it has ended. */
  async sign(names: string, days = 2): Promise<{ cert: string; key: string }> {
    const at = (end: string) => join(this.#folder, `${names.replace(/\W/g, '-')}${days}.${end}`)
    await openssl('req', ...key, '-subj', '/CN=proxy.corp', '-out', at('csr'), '-keyout', at('key'))
    writeFileSync(at('ext'), `subjectAltName=${names}\n`)
    const signer = ['-CA', this.cert, '-CAkey', join(this.#folder, 'ca.key'), '-CAcreateserial']
    const wanted = ['-extfile', at('ext'), '-days', String(days)]
    await openssl('x509', '-req', '-in', at('csr'), ...signer, ...wanted, '-out', at('pem'))
    return { cert: at('pem'), key: at('key') }
  }
}

async function openssl(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await runCommand(['openssl', ...args])
  assert.equal(code, 0, stderr)
}
