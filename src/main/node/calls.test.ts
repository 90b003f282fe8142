import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MessageChannel } from 'node:worker_threads'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { answerCalls, type Channel, type Handlers, makeCaller } from './calls.ts'

/** Two ends between which structured clones go, as between processes. */
function channels(): { ours: Channel; theirs: Channel; close(): void } {
  const { port1, port2 } = new MessageChannel()
  const channel = (port: typeof port1): Channel => ({
    send: message => port.postMessage(message),
    onMessage: listener => void port.on('message', listener),
  })
  return { ours: channel(port1), theirs: channel(port2), close: () => port1.close() }
}

async function between(
  handlers: Handlers,
  work: (call: ReturnType<typeof makeCaller>) => Promise<void>,
): Promise<void> {
  const { ours, theirs, close } = channels()
  answerCalls(theirs, handlers)
  try {
    await work(makeCaller(ours))
  } finally {
    close()
  }
}

describe('calls between processes', () => {
  it('give what the handler gives, bytes included', () =>
    between({ add: (a: number, b: number) => a + b, bytes: async () => Uint8Array.of(1, 2) }, async call => {
      assert.equal(await call('add', 1, 2), 3)
      assert.deepEqual(await call('bytes'), Uint8Array.of(1, 2))
    }))

  it('give each caller its own answer, in whatever order answers come', () => {
    const first = Promise.withResolvers<string>()
    return between({ first: () => first.promise, second: () => 'second' }, async call => {
      const waiting = call('first')
      assert.equal(await call('second'), 'second')
      first.resolve('first')
      assert.equal(await waiting, 'first')
    })
  })

  it('throw what the handler throws', () =>
    between(
      {
        refuse: () => {
          throw new GoferryError('not-listed', { subject: 'x.test/m@v1.0.0' })
        },
        fail: async () => Promise.reject(new TypeError('a bug')),
        closure: () => () => undefined,
      },
      async call => {
        await assert.rejects(
          call('refuse'),
          error => isGoferryError(error, 'not-listed') && error.subject === 'x.test/m@v1.0.0',
        )
        await assert.rejects(call('fail'), error => isGoferryError(error, 'internal') && error.subject === 'a bug')
        await assert.rejects(call('closure'), error => isGoferryError(error, 'internal'))
      },
    ))

  it('have no handler but those that were named', () =>
    between({}, async call => {
      for (const name of ['none', 'constructor', '__proto__', 'toString'])
        await assert.rejects(call(name), error => isGoferryError(error, 'internal'))
    }))

  it('pass over what is no message of theirs: other modules use the channel of a process too', async () => {
    const { ours, theirs, close } = channels()
    answerCalls(theirs, { ping: () => 'pong' })
    const call = makeCaller(ours)
    for (const other of [
      undefined,
      null,
      7,
      'text',
      {},
      { cmd: 'NODE_CLUSTER' },
      { kind: 'result', id: 99, value: 1 },
    ]) {
      ours.send(other)
      theirs.send(other)
    }
    assert.equal(await call('ping'), 'pong')
    close()
  })
})
