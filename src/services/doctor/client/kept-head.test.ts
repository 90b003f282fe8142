import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../../../core/bytes.ts'
import { GoferryError } from '../../../core/errors.ts'
import type { CachedFiles } from '../../../ports/cached-files.ts'
import { examine } from '../examine.ts'
import { judge } from './go-version.ts'
import { checkKeptHead } from './kept-head.ts'
import type { ClientWorld } from './world.ts'

const verifierKey = 'sum.golang.org'
const head = '/gopath/pkg/sumdb/sum.golang.org/latest'
const cache = '/modcache/cache/download/sumdb/sum.golang.org'

/** Two files that can be put aside; the call `failing`, counted from 1, throws before or after it took effect. */
class Files implements CachedFiles {
  readonly there = new Set([head, cache])
  readonly aside: string[] = []
  #left: number
  readonly #after: boolean

  constructor(failing: number, after: boolean) {
    this.#left = failing
    this.#after = after
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return path === head && this.there.has(head) ? utf8('signed by nobody\n') : undefined
  }

  async setAside(path: string): Promise<string | undefined> {
    this.#left--
    if (this.#left === 0 && !this.#after) throw new GoferryError('io-failed', { subject: path })
    if (!this.there.delete(path)) return undefined
    this.aside.push(path)
    if (this.#left === 0) throw new GoferryError('io-failed', { subject: path })
    return `${path}.aside`
  }
}

function worldOf(files: CachedFiles): () => Promise<ClientWorld> {
  const values = { GOSUMDB: verifierKey, GOPATH: '/gopath', GOMODCACHE: '/modcache' }
  const world = {
    go: { values, source: () => undefined, project: undefined },
    node: { url: 'http://node.test' },
    files,
  }
  return async () => world as unknown as ClientWorld
}

async function fix(files: CachedFiles): Promise<{ codes: string[]; says: string[] }> {
  const [codes, says]: [string[], string[]] = [[], []]
  await examine([checkKeptHead], worldOf(files), { fix: true, allowed: new Set() }, (finding, mended) => {
    codes.push(finding.code)
    says.push(...mended.map(one => one.says))
  })
  return { codes, says }
}

describe('putting a head aside', () => {
  it('moves tiles and head', async () => {
    const files = new Files(0, false)
    assert.deepEqual(await fix(files), { codes: ['head-none'], says: ['doctor.mended-aside'] })
    assert.deepEqual(files.aside, [cache, head])
  })

  for (const failing of [1, 2])
    for (const after of [false, true])
      it(`is told where its step ${failing} fails ${after ? 'after' : 'before'} it was done, and done by the next run`, async () => {
        const files = new Files(failing, after)
        const isGone = failing === 2 && after
        assert.deepEqual(await fix(files), { codes: ['head-foreign'], says: ['doctor.not-mended'] })
        assert.equal(files.there.has(head), !isGone)
        assert.deepEqual((await fix(files)).codes, ['head-none'])
        assert.equal(files.there.size, 0)
      })
})

it('a development version of go is said to be unknown', () => {
  assert.equal(judge('devel go1.27-2f1a9c3').code, 'go-unknown')
})
