import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { isGoferryError } from '../errors.ts'
import { parseInfo } from './info.ts'
import { parseList } from './list.ts'

const asked = { path: 'example.com/m', version: 'v1.2.3' }
const pseudo = 'v0.0.0-20200102030405-abcdef123456'
const stamped = (time: string) => utf8(JSON.stringify({ Version: pseudo, Time: time }))

describe('.info', () => {
  it('gives version, time and origin, and passes over the rest', () => {
    const body = '{"Version":"v1.2.3","Time":"2020-01-02T03:04:05.6Z","Origin":{"VCS":"git"},"New":{"version":[1]}}\n'
    assert.deepEqual(parseInfo(asked, utf8(body)), {
      version: 'v1.2.3',
      time: '2020-01-02T03:04:05.6Z',
      origin: { VCS: 'git' },
    })
  })

  it('may lack its time, and answer a query with any version that is canonical', () => {
    const wanted = { version: 'v1.2.3', time: undefined, origin: undefined }
    for (const body of ['{"Version":"v1.2.3"}', '{"Version":"v1.2.3","Time":null,"Origin":null}']) {
      assert.deepEqual(parseInfo({ path: 'example.com/m', version: undefined }, utf8(body)), wanted)
    }
  })

  it('of a pseudo-version has the time of its commit, whatever the zone, or when the upstream first saw it', () => {
    const query = { path: 'example.com/m', version: pseudo }
    const times = ['2020-01-02T03:04:05Z', '2020-01-02T11:04:05+08:00', '2020-01-02T03:04:05.999Z']
    for (const time of [...times, '2020-01-02T03:09:17Z', '2021-01-02T03:04:05Z'])
      assert.equal(parseInfo(query, stamped(time)).time, time)
    assert.throws(() => parseInfo(query, stamped('2020-01-02T03:04:04.999Z')), {
      code: 'bad-info',
      reason: 'info.wrong-time',
    })
  })

  const refused: [body: string, reason: string][] = [
    ['<html>', 'info.not-json'],
    ['null', 'info.not-json'],
    ['[]', 'info.not-json'],
    ['\ufeff{"Version":"v1.2.3"}', 'info.not-json'],
    ['{}', 'info.bad-field'],
    ['{"Version":1}', 'info.bad-field'],
    ['{"Version":"v1.2.3","Time":1}', 'info.bad-field'],
    ['{"Version":"v1.2.3","Origin":{"URL":1}}', 'info.bad-field'],
    ['{"Version":"v1.2.4"}', 'info.wrong-version'],
    ['{"Version":"v1.2.4","Version":"v1.2.3"}', 'info.ambiguous'],
    ['{"version":"v1.2.4","Version":"v1.2.3"}', 'info.ambiguous'],
    ['{"Vers\\u0069on":"v1.2.4","Version":"v1.2.3"}', 'info.ambiguous'],
    ['{"Version":"v1.2.3","Time":"2021-02-30T00:00:00Z"}', 'info.bad-time'],
    ['{"Version":"v1.2.3","Time":"yesterday"}', 'info.bad-time'],
  ]
  for (const [body, reason] of refused) {
    it(`is refused (${reason}): ${body}`, () => {
      assert.throws(() => parseInfo(asked, utf8(body)), { code: 'bad-info', reason, subject: 'example.com/m@v1.2.3' })
    })
  }

  it('answers a query with no version that could not be kept', () => {
    const query = { path: 'example.com/m', version: undefined }
    const reasons = { master: 'version.not-semver', 'v1.2': 'version.not-canonical', 'v2.0.0': 'version.wrong-major' }
    for (const [version, reason] of Object.entries(reasons)) {
      assert.throws(() => parseInfo(query, utf8(JSON.stringify({ Version: version }))), { code: 'bad-info', reason })
    }
  })

  it('of a megabyte is read in linear time', () => {
    for (const body of ['[', '{"a":', '"', '{"x":"\\\\', ' ', '{"Version":"v1.2.3","x":[']) {
      const long = utf8(body + (body.at(-1) ?? '').repeat(1_000_000))
      assert.throws(
        () => parseInfo(asked, long),
        (error: unknown) => isGoferryError(error, 'bad-info'),
      )
    }
    const nested = `{"Version":"v1.2.3","x":${'['.repeat(500_000)}${']'.repeat(500_000)}}`
    assert.throws(() => parseInfo(asked, utf8(nested)), { reason: 'info.ambiguous' })
    const wide = utf8(`{"Version":"v1.2.3","x":"${'\\"'.repeat(500_000)}"}`)
    assert.equal(parseInfo(asked, wide).version, 'v1.2.3')
  })
})

describe('@v/list', () => {
  it('is read as the go command reads it: the first field of a line, where it is a version', () => {
    const body = `v1.0.0\r\n\tv1.1.0 2020-01-01T00:00:00Z\n\n<html>\nmaster\nv1\n${pseudo}\n\ufeffv1.2.0\nv1.0.0`
    assert.deepEqual(parseList(utf8(body)), ['v1.0.0', 'v1.1.0', 'v1', pseudo, 'v1.0.0'])
    assert.deepEqual(parseList(utf8('')), [])
  })

  it('may hold bytes that are no text', () => {
    assert.deepEqual(parseList(Uint8Array.from([0xff, 10, ...utf8('v1.0.0 '), 0xc3, 10])), ['v1.0.0'])
  })

  it('of a megabyte is read in linear time', () => {
    for (const line of ['\n', ' ', 'v', 'v1.0.0\n', 'v1.0.0 ']) parseList(utf8(line.repeat(1_000_000 / line.length)))
  })
})
