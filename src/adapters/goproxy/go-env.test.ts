import assert from 'node:assert/strict'
import { it } from 'node:test'
import { goEnvProxy, parseGoproxy } from './go-env.ts'

it('takes the first URL of GOPROXY and says what it drops', () => {
  const cases = [
    ['https://a.example,direct\n', 'https://a.example', ['goproxy-direct']],
    ['https://a.example|file:///srv/b', 'https://a.example', ['goproxy-rest']],
    ['file:///srv/b,off', 'file:///srv/b', []],
    ['direct', undefined, ['goproxy-direct']],
    ['off', undefined, ['goproxy-off']],
    ['off,https://a.example', undefined, ['goproxy-off']],
    ['', undefined, []],
    ['nonsense', undefined, []],
  ] as const
  for (const [value, url, notices] of cases) assert.deepEqual(parseGoproxy(value), { url, notices }, value)
})

it('gives nothing where there is no go command', async () => {
  assert.equal(await goEnvProxy({}, '/nonexistent/go'), undefined)
})
