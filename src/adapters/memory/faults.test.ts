import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../../core/bytes.ts'
import { isGoferryError } from '../../core/errors.ts'
import { type Fault, Faults } from './faults.ts'
import { MemoryHead } from './memory-head.ts'
import { MemoryStore } from './memory-store.ts'

const failed = (error: unknown) => isGoferryError(error, 'io-failed')

describe('faults', () => {
  it('fail one call of an operation: before or after it took effect', async () => {
    const faults = new Faults()
    const store = new MemoryStore(faults)
    faults.next('put', 'fail')
    await assert.rejects(store.put('log/a', utf8('a')), failed)
    assert.equal(await store.stat('log/a'), undefined)
    faults.next('put', 'fail-after')
    await assert.rejects(store.put('log/a', utf8('a')), failed)
    assert.equal(await store.put('log/a', utf8('a')), 'same')
  })

  it('fail what a rule picks, until cleared', async () => {
    const faults = new Faults()
    const store = new MemoryStore(faults)
    faults.when(call => (call.subject === 'log/b' ? 'fail' : undefined))
    await store.put('log/a', utf8('a'))
    await assert.rejects(store.put('log/b', utf8('b')), failed)
    await assert.rejects(store.stat('log/b'), failed)
    faults.clear()
    assert.equal(await store.put('log/b', utf8('b')), 'written')
  })

  it('leave a staged blob to the caller when put fails', async () => {
    const faults = new Faults()
    const store = new MemoryStore(faults)
    const staged = await store.stage([utf8('a')], 1)
    faults.next('put', 'fail-after')
    await assert.rejects(store.put('log/a', staged), failed)
    assert.equal(await store.put('log/a', staged), 'same')
  })

  it('go through every call of a run, whichever adapter it reaches', async () => {
    const run = async (faults: Faults) => {
      const store = new MemoryStore(faults)
      const head = new MemoryHead(faults)
      await store.put('log/stage/x', utf8('x'))
      await head.replace(await head.read(), utf8('x'))
      await store.replace('log/checkpoint', utf8('x'))
    }
    const plain = new Faults()
    await run(plain)
    const names = plain.calls.map(call => `${call.operation} ${call.subject}`)
    assert.deepEqual(names, [
      'put log/stage/x',
      'head.read log/head',
      'head.replace log/head',
      'replace log/checkpoint',
    ])
    for (const fault of ['fail', 'fail-after'] satisfies Fault[]) {
      for (const { index } of plain.calls) {
        const faults = new Faults()
        faults.at(index, fault)
        await assert.rejects(run(faults), failed)
        assert.equal(faults.calls.length, index + 1)
      }
    }
  })
})
