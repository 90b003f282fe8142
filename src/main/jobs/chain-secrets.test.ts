import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ChainSecrets, withoutSecrets, withSecrets } from './chain-secrets.ts'

const chain = 'https://user:p%40ss@a.test/x@y,http://name@b.test|https://c.test,direct'
const shown = 'https://credentials@a.test/x@y,http://credentials@b.test|https://c.test,direct'

describe('the credentials of a chain', () => {
  it('are not written, and nothing else is changed', () => {
    assert.equal(withoutSecrets(chain), shown)
    assert.equal(withoutSecrets('https://user:a@b@a.test'), 'https://credentials@a.test')
    assert.equal(withoutSecrets('https://a.test/@b,off'), 'https://a.test/@b,off')
    assert.equal(withoutSecrets('https://a.test/?token=secret,off'), 'https://a.test/?…,off')
  })

  it('come from memory, or from the node whose chain it is; else they are missed', () => {
    const argument = { wants: [], upstream: shown }
    assert.deepEqual(withSecrets(argument, chain, undefined), { wants: [], upstream: chain })
    assert.deepEqual(withSecrets(argument, undefined, chain), { wants: [], upstream: chain })
    assert.throws(() => withSecrets(argument, undefined, 'https://c.test'), {
      code: 'missing',
      reason: 'job-credentials',
    })
    assert.deepEqual(withSecrets({ upstream: 'https://c.test' }, undefined, undefined), { upstream: 'https://c.test' })
    assert.equal(withSecrets(null, undefined, undefined), null)
  })

  it('are kept for a bounded number of jobs, the newest', () => {
    const secrets = new ChainSecrets()
    for (let number = 1; number <= 2000; number++) secrets.keep(number, chain)
    assert.deepEqual([secrets.of(1), secrets.of(2000)], [undefined, chain])
  })
})
