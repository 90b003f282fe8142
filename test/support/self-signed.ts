import assert from 'node:assert/strict'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'

/** Makes a certificate for 127.0.0.1 that signs itself, as two PEM files in `folder`. */
export async function selfSigned(folder: string): Promise<{ cert: string; key: string }> {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const subject = ['-subj', '/CN=goferry.test', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2']
  const files = ['-out', cert, '-keyout', key]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const { code, stderr } = await runCommand(['openssl', 'req', '-x509', ...kind, ...subject, ...files])
  assert.equal(code, 0, stderr)
  return { cert, key }
}
