import assert from 'node:assert/strict'
import { it } from 'node:test'
import { reachOf } from './address.ts'
import { followRedirect } from './redirect.ts'

it('knows where an address leads', () => {
  const cases = {
    public: ['1.1.1.1', '172.32.0.1', '2606:4700::1', '::ffff:8.8.8.8', '100.128.0.1'],
    private: [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '100.64.0.1',
      '::1',
      'fd12::1',
      '::ffff:10.0.0.1',
    ],
    forbidden: [
      '169.254.169.254',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      'fe80::1',
      'ff02::1',
      '100.100.100.200',
      'fd00:ec2::254',
      '::ffff:169.254.169.254',
      '64:ff9b::a9fe:a9fe',
    ],
  } as const
  for (const [reach, addresses] of Object.entries(cases)) {
    for (const address of addresses) assert.equal(reachOf(address), reach, address)
  }
})

it('lets no public upstream redirect into an internal network, and none from https to http', async () => {
  const publicBase = new URL('https://8.8.8.8/')
  const innerBase = new URL('http://127.0.0.1:81/')
  const refused = [
    [publicBase, 'https://127.0.0.1/x', 'upstream-redirect-internal'],
    [publicBase, 'https://[::1]/x', 'upstream-redirect-internal'],
    [publicBase, 'https://10.0.0.7/x', 'upstream-redirect-internal'],
    [publicBase, 'http://8.8.8.8/x', 'upstream-redirect-plain'],
    [innerBase, 'http://169.254.169.254/x', 'upstream-redirect-internal'],
  ] as const
  for (const [base, location, reason] of refused) {
    await assert.rejects(followRedirect('s', base, base, location), { code: 'upstream-failed', reason }, location)
  }
  assert.equal((await followRedirect('s', innerBase, innerBase, 'http://10.0.0.7/x')).hostname, '10.0.0.7')
  assert.equal((await followRedirect('s', publicBase, publicBase, 'https://1.1.1.1/x')).hostname, '1.1.1.1')
  assert.equal((await followRedirect('s', publicBase, publicBase, '/y')).href, 'https://8.8.8.8/y')
})
