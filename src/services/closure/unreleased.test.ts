import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { UpstreamAnswer } from '../../ports/upstream.ts'
import { whyUnreleased } from './unreleased.ts'

const policy = { allow: [], deny: [], reserved: [], unlisted: [] }
const versionOf = (go: string) => `v0.0.1-go${go}.linux-amd64`
const ok = (text: string): UpstreamAnswer => ({
  status: 'ok',
  from: 'upstream',
  contentType: 'text/plain',
  body: (async function* () {
    yield utf8(text)
  })(),
})
const why = (get: () => Promise<UpstreamAnswer>, go: string, known: readonly string[] = [], rules = policy) =>
  whyUnreleased({ upstream: { name: 'upstream', get }, policy: rules }, go, known)

describe('a release of Go that a project asks for', () => {
  it('cannot be had where neither the log nor the list of the upstream names it', async () => {
    const list = async () => ok(`${versionOf('1.98.0')}\n${versionOf('1.98.1')}\n`)
    assert.equal((await why(list, '1.99.0'))?.message, 'go 1.99.0 does not exist: no release of Go answers it')
    assert.equal(await why(list, '1.98.1'), undefined)
    assert.equal(await why(async () => assert.fail('asked'), '1.99.0', [versionOf('1.99.0')]), undefined)
  })

  it('may be anywhere where the upstream lists none, refuses, fails or is not to be asked', async () => {
    assert.equal(await why(async () => ok(''), '1.99.0'), undefined)
    assert.equal(await why(async () => ({ status: 'absent', code: 404, text: '' }), '1.99.0'), undefined)
    const failing = async () => Promise.reject(new GoferryError('upstream-failed', { subject: 'upstream' }))
    assert.equal(await why(failing, '1.99.0'), undefined)
    const denied = { ...policy, deny: ['golang.org/toolchain'] as never[] }
    assert.equal(await why(async () => assert.fail('asked'), '1.99.0', [], denied), undefined)
  })
})
