import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'

/** The gpg of this machine with a keyring of its own: what a publisher has. */
export class Gpg {
  // Not below the folder of a test: the path of gpg's socket must be short.
  readonly #home = mkdtempSync(join(tmpdir(), 'gpg-'))

  /** Makes a key that signs, valid for `expires` (`1y`, `never`) from `at` (`20240101T000000`); gives its fingerprint. */
  async makeKey(name: string, { algorithm = 'ed25519', expires = 'never', at = '' } = {}): Promise<string> {
    await this.run(...time(at), '--passphrase', '', '--quick-generate-key', name, algorithm, 'sign', expires)
    const listed = await this.run('--with-colons', '--list-keys', name)
    return /^fpr:+([0-9A-F]+):/m.exec(listed.toString())?.[1] ?? ''
  }

  /** The public key of `name`, armored unless `more` says otherwise. */
  exported(name: string, ...more: readonly string[]): Promise<Buffer> {
    return this.run('--armor', ...more, '--export', name)
  }

  /** A detached signature of `bytes` by `name`, armored; `more`: what gpg is told besides. */
  async sign(name: string, bytes: Uint8Array, ...more: readonly string[]): Promise<Buffer> {
    const file = join(this.#home, 'signed')
    writeFileSync(file, bytes)
    return this.run('--armor', ...more, '--local-user', name, '--detach-sign', '--output', '-', file)
  }

  /** Its owner takes the key with this fingerprint back. */
  async revoke(fingerprint: string): Promise<void> {
    const file = join(this.#home, 'openpgp-revocs.d', `${fingerprint}.rev`)
    // A colon keeps a careless hand from importing it.
    writeFileSync(file, readFileSync(file, 'utf8').replace(':-----BEGIN', '-----BEGIN'))
    await this.run('--import', file)
  }

  /** Runs gpg; gives what it writes. */
  async run(...args: readonly string[]): Promise<Buffer> {
    const out = join(this.#home, 'out')
    const quiet = ['--homedir', this.#home, '--batch', '--yes', '--quiet', '--no-tty', '--pinentry-mode', 'loopback']
    const command = ['sh', '-c', 'gpg "$@" >"$0"', out, ...quiet, ...args]
    const { code, stderr } = await runCommand(command)
    assert.equal(code, 0, stderr)
    return readFileSync(out)
  }

  /** Ends its agent and removes its keys. */
  async close(): Promise<void> {
    await runCommand(['gpgconf', '--homedir', this.#home, '--kill', 'all'])
    rmSync(this.#home, { recursive: true, force: true })
  }
}

function time(at: string): string[] {
  return at === '' ? [] : ['--faked-system-time', at]
}
