import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { describe, it } from 'node:test'
import { namesNode } from './listen-address.ts'

describe('namesNode', () => {
  const cases: readonly [chain: string, listen: string, itself: boolean][] = [
    ['http://127.0.0.1:8642', '127.0.0.1:8642', true],
    ['http://localhost:8642/base', '127.0.0.1:8642', true],
    ['http://[::1]:8642', '127.0.0.1:8642', true],
    ['https://proxy.test|http://127.0.0.1:8642,direct', '127.0.0.1:8642', true],
    ['http://127.0.0.1:8642', '0.0.0.0:8642', true],
    [`http://${hostname()}:8642`, '0.0.0.0:8642', true],
    ['http://node.corp.test', 'node.corp.test:80', true],
    ['https://node.corp.test', 'node.corp.test:443', true],
    ['http://127.0.0.1:8643', '127.0.0.1:8642', false],
    ['http://proxy.test:8642', '0.0.0.0:8642', false],
    ['https://proxy.test,direct', '127.0.0.1:443', false],
    ['file:///srv/tree', '127.0.0.1:8642', false],
    ['direct', '127.0.0.1:8642', false],
  ]
  for (const [chain, listen, itself] of cases)
    it(`${chain} ${itself ? 'is' : 'is not'} the node at ${listen}`, () =>
      assert.equal(namesNode(chain, { listen }), itself))
})
