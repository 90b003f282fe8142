import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { Authority } from '../../../test/support/authority.ts'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { selfSigned } from '../../../test/support/self-signed.ts'
import { GoferryError } from '../../core/errors.ts'
import { HttpProbe } from './http-probe.ts'
import { HttpUpstream } from './http-upstream.ts'
import { parseUpstreamUrl } from './upstream-url.ts'

const folder = temporaryFolders()
const known = getCACertificates('default')

describe('a certificate that is refused', () => {
  let trusted: Authority
  let unknown: Authority
  before(async () => {
    ;[trusted, unknown] = [await Authority.make(folder()), await Authority.make(folder())]
    setDefaultCACertificates([...known, readFileSync(trusted.cert, 'utf8')])
  })
  after(() => setDefaultCACertificates(known))

  /** What an upstream behind such a certificate comes to; `seen` are the requests that reached it. */
  async function refusal({ cert, key }: { cert: string; key: string }, ask = ownUpstream) {
    let seen = 0
    const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (_, response) => {
      seen++
      response.end()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      await ask(`https://127.0.0.1:${port}`)
      return undefined
    } catch (error) {
      assert.ok(error instanceof GoferryError && error.code === 'upstream-failed', String(error))
      assert.equal(seen, 0)
      assert.equal(error.params['host'], `127.0.0.1:${port}`)
      return [error.reason, error.params['owner'], error.params['issuer'], error.params['names']]
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  it('is told by what is wrong with it, and whose it is', async () => {
    const names = 'IP:127.0.0.1'
    const other = 'DNS:one.corp, DNS:two.corp'
    const found = [
      await refusal(await trusted.sign(names)),
      await refusal(await selfSigned(folder())),
      await refusal(await unknown.sign(names)),
      await refusal(await trusted.sign(names, -1)),
      await refusal(await trusted.sign(other)),
    ]
    assert.deepEqual(found, [
      undefined,
      ['tls-self-signed', 'goferry.test', 'goferry.test', '127.0.0.1'],
      ['tls-unknown-issuer', 'proxy.corp', 'Corp Root', '127.0.0.1'],
      ['tls-dates', 'proxy.corp', 'Corp Root', '127.0.0.1'],
      ['tls-other-host', 'proxy.corp', 'Corp Root', 'one.corp, two.corp'],
    ])
  })

  it('is told by the probe too, which knows the authorities of the system alone', async () => {
    const [reason, owner] = (await refusal(await trusted.sign('IP:127.0.0.1'), ownProbe)) ?? []
    assert.deepEqual([reason, owner], ['tls-unknown-issuer', 'proxy.corp'])
  })
})

async function ownUpstream(url: string): Promise<void> {
  const answer = await new HttpUpstream(parseUpstreamUrl(url)).get('x', 10)
  assert.equal(answer.status, 'ok')
}

async function ownProbe(url: string): Promise<void> {
  await new HttpProbe(url).get('x', 10)
}
