import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { checkTls } from './tls.ts'
import type { NodeWorld } from './world.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goferry-tls-'))
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const files = ['-out', join(folder, 'cert.pem'), '-keyout', join(folder, 'key.pem')]
  execFileSync('openssl', ['req', '-x509', ...curve, '-subj', '/CN=tls.test', '-days', '90', ...files], {
    stdio: 'ignore',
  })
})
after(() => rm(folder, { recursive: true }))

/** What is found `days` from now. */
async function found(days: number): Promise<string[]> {
  const world = {
    settings: { tls: { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') } },
    machine: { read: async (path: string) => readFileSync(path) },
    clock: { now: () => Date.now() + days * 86_400_000 },
  }
  return (await checkTls(world as unknown as NodeWorld)).map(({ code }) => code)
}

it('a certificate is good, ends soon, is not yet or no longer good, by the clock', async () => {
  assert.deepEqual(await found(1), ['tls'])
  assert.deepEqual(await found(80), ['tls-ends'])
  assert.deepEqual(await found(91), ['tls-ended'])
  assert.deepEqual(await found(-2), ['tls-ended'])
})
