import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { Authority } from '../support/authority.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { runCommand } from '../support/run-command.ts'
import { selfSigned } from '../support/self-signed.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const modules = Array.from({ length: 4 }, (_, i) => makeModule({ path: `tls.test/m${i}`, version: 'v1.0.0' }))
const folder = temporaryFolders()
const upstream = new FolderUpstream(folder())
upstream.publish(modules)

function get(client: GoClient, i: number): [string, string, string] {
  return [goProject(client), 'get', `tls.test/m${i}@v1.0.0`]
}

it('a certificate is renewed by new files and a restart; go trusts what its system trusts, and nothing switches that off', async () => {
  const data = folder()
  const [first, second] = [await selfSigned(folder()), await selfSigned(folder())]
  const [cert, key] = [join(data, 'node.pem'), join(data, 'node.key')]
  const place = (files: typeof first) => {
    copyFileSync(files.cert, cert)
    copyFileSync(files.key, key)
  }
  place(first)
  const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb, tls: { cert, key } })
  const start = () => NodeProcess.start(data, '--workers', '1', '--upstream', upstream.url, ...settings)
  const node = await start()
  const desk = new GoClient(folder(), { GOPROXY: node.url, GOSUMDB: node.key })
  const knowing = (file: string, GOPROXY = node.url) => desk.with({ SSL_CERT_FILE: file, GOPROXY })
  await knowing(first.cert).succeeds(...get(desk, 0))
  const flag = desk.with({ GOFLAGS: '-insecure' })
  assert.match(await flag.fails(...get(desk, 1)), /no longer supported/)
  const careless = desk.with({ GOINSECURE: '*' })
  assert.match(await careless.fails(...get(desk, 1)), /certificate signed by unknown authority/)

  place(second)
  await knowing(first.cert).succeeds(...get(desk, 1))
  await node.stop()
  const renewed = await start()
  await knowing(second.cert, renewed.url).succeeds(...get(desk, 2))
  assert.match(await knowing(first.cert, renewed.url).fails(...get(desk, 3)), /x509/)
  await renewed.stop()
})

it('a certificate with the key of another is refused at the start, and named', async () => {
  const data = folder()
  const [{ cert }, { key }] = [await selfSigned(folder()), await selfSigned(folder())]
  for (const workers of ['0', '1']) {
    const settings = settingsFile(data, { tls: { cert, key }, upstream: 'off' })
    const { code, stderr } = await goferry('up', '--data', data, '--workers', workers, ...settings)
    assert.deepEqual(
      [code, /bad settings: tls: .*cert\.pem, .*key\.pem: .* belong together/.test(stderr)],
      [2, true],
      stderr,
    )
  }
})

it("an upstream's authority is trusted where the system trusts it, as by go, or by NODE_EXTRA_CA_CERTS", async () => {
  const data = folder()
  const authority = await Authority.make(folder())
  const tls = await authority.sign('IP:127.0.0.1')
  const above = await NodeProcess.start(
    data,
    ...['--workers', '0', '--upstream', upstream.url],
    ...settingsFile(data, { sumdb: FolderUpstream.sumdb, tls }),
  )
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const program = join(import.meta.dirname, '../../goferry')
  const add = (variables: Readonly<Record<string, string>>) => {
    const below = folder()
    const sumdb = settingsFile(below, { sumdb: above.key })
    const args = ['add', 'tls.test/m0@v1.0.0', '--upstream', above.url, '--data', below, ...sumdb]
    return runCommand([program, ...args], { env: { ...env, ...variables } })
  }
  const refused = await add({})
  assert.equal(refused.code, 8)
  assert.match(refused.stdout, /the certificate of 127\.0\.0\.1:\d+ \(proxy\.corp\) is not trusted: .* Corp Root/)
  const system = folder()
  copyFileSync(authority.cert, join(system, 'corp.pem'))
  for (const variables of [
    { SSL_CERT_FILE: authority.cert },
    { SSL_CERT_DIR: system },
    { NODE_EXTRA_CA_CERTS: authority.cert },
  ]) {
    const trusting = await add(variables)
    assert.equal(trusting.code, 0, trusting.stdout + trusting.stderr)
  }
  await above.stop()
})
