import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { GoferryError, isGoferryError } from '../errors.ts'
import { escapePath, escapeVersion } from '../module/escape.ts'
import { type GoRequest, parseGoRequest, parseModuleVersion } from './request.ts'

const toml = 'github.com/BurntSushi/toml'

describe('parseGoRequest', () => {
  const good: readonly [string, GoRequest][] = [
    ['/x.test/m/@v/list', { kind: 'list', path: 'x.test/m' }],
    ['/github.com/%21burnt%21sushi/toml/@v/list', { kind: 'list', path: toml }],
    ['/github.com/!burnt!sushi/toml/@latest', { kind: 'latest', path: toml }],
    ['/x.test/m/@v/v1.0.0.zip', { kind: 'part', module: { path: 'x.test/m', version: 'v1.0.0' }, part: 'zip' }],
    ['/x.test/m/@v/v1.0.0.mod', { kind: 'part', module: { path: 'x.test/m', version: 'v1.0.0' }, part: 'mod' }],
    [
      '/x.test/m/@v/v2.0.0%2Bincompatible.info',
      { kind: 'part', module: { path: 'x.test/m', version: 'v2.0.0+incompatible' }, part: 'info' },
    ],
    [
      '/x.test/m/@v/v1.0.0-!r!c.info',
      { kind: 'part', module: { path: 'x.test/m', version: 'v1.0.0-RC' }, part: 'info' },
    ],
    ['/x.test/m/@v/master.info', { kind: 'query', path: 'x.test/m', query: 'master' }],
    ['/x.test/m/@v/v1.info', { kind: 'query', path: 'x.test/m', query: 'v1' }],
    ['/x.test/m/@v/v2.0.0.info', { kind: 'query', path: 'x.test/m', query: 'v2.0.0' }],
    ['/x.test/m/@v/--help.info', { kind: 'query', path: 'x.test/m', query: '--help' }],
    ['/sumdb/sum.golang.org/supported', { kind: 'sumdb', name: 'sum.golang.org', rest: 'supported' }],
    ['/sumdb/n/lookup/x.test/m@v1.0.0', { kind: 'sumdb', name: 'n', rest: 'lookup/x.test/m@v1.0.0' }],
  ]
  for (const [path, wanted] of good) it(`reads ${path}`, () => assert.deepEqual(parseGoRequest(path), wanted))

  for (const path of [
    '/',
    '/x.test/m',
    '/x.test/m/@v/v1.0.0.exe',
    '/x.test/m/@v/v1',
    '/x.test/m/@v/',
    '/sumdb/',
    '/sumdb/n',
  ])
    it(`has nothing to do with ${path}`, () => assert.equal(parseGoRequest(path), undefined))

  const bad: readonly [string, 'bad-module-path' | 'bad-version'][] = [
    ['/%zz/@v/list', 'bad-module-path'],
    ['/%ff/@v/list', 'bad-module-path'],
    ['/x.test/%00/@v/list', 'bad-module-path'],
    ['/x.test/%0a/@v/list', 'bad-module-path'],
    ['/x.test/..%2f..%2fetc/@v/list', 'bad-module-path'],
    ['/x.test/%2e%2e/@v/list', 'bad-module-path'],
    ['//x.test/m/@v/list', 'bad-module-path'],
    ['/x.test//m/@v/list', 'bad-module-path'],
    ['/-flag/x/@latest', 'bad-module-path'],
    ['/github.com/BurntSushi/toml/@v/list', 'bad-module-path'],
    ['/x.test/a!!b/@v/list', 'bad-module-path'],
    ['/x.test/a!/@v/list', 'bad-module-path'],
    ['/x.test/!B/@v/list', 'bad-module-path'],
    ['/x.test/@v/@latest', 'bad-module-path'],
    [`/x.test/${'a'.repeat(256)}/@v/list`, 'bad-module-path'],
    [`/x.test/${'a/'.repeat(600)}b/@v/list`, 'bad-module-path'],
    ['/x.test/m/@v/%2e%2e.info', 'bad-version'],
    ['/x.test/m/@v/..%2f..%2fx.info', 'bad-version'],
    ['/x.test/m/@v/V1.0.0.info', 'bad-version'],
    ['/x.test/m/@v/v1.mod', 'bad-version'],
    ['/x.test/m/@v/v2.0.0.zip', 'bad-version'],
    ['/x.test/m/@v/.info', 'bad-version'],
    [`/x.test/m/@v/v1.0.0-${'a'.repeat(300)}.info`, 'bad-version'],
  ]
  for (const [path, code] of bad)
    it(`refuses ${path.slice(0, 60)} with ${code}`, () =>
      assert.throws(
        () => parseGoRequest(path),
        error => isGoferryError(error, code),
      ))

  it('refuses with nothing but a GoferryError, whatever comes', () => {
    const piece = fc.oneof(
      fc.constantFrom('/', '@v', 'list', '@latest', '.info', '.zip', '%2e', '%', '!a', 'sumdb'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        try {
          parseGoRequest(`/${pieces.join('')}`)
        } catch (error) {
          assert.ok(error instanceof GoferryError)
        }
      }),
    )
  })

  it('reads what a client writes', () => {
    // Neither a major version nor a name that Windows keeps for itself.
    const element = fc.stringMatching(/^x[A-Za-z0-9]{1,8}$/)
    const patch = fc.nat(1e6)
    fc.assert(
      fc.property(element, patch, (name, n) => {
        const [path, version] = [`x.test/${name}`, `v1.2.${n}-RC`]
        const url = `/${encodeURI(escapePath(path))}/@v/${encodeURIComponent(escapeVersion(version))}.mod`
        assert.deepEqual(parseGoRequest(url), { kind: 'part', module: { path, version }, part: 'mod' })
      }),
    )
  })
})

describe('parseModuleVersion', () => {
  it('reads what a lookup names', () => {
    assert.deepEqual(parseModuleVersion('github.com/!burnt!sushi/toml@v1.0.0'), { path: toml, version: 'v1.0.0' })
  })

  for (const text of [
    'x.test/m',
    'x.test/m@v1',
    'x.test/m@v2.0.0',
    'x.test/M@v1.0.0',
    '@v1.0.0',
    'x.test/m@',
    'x.test/m@v1.0.0@v1.0.0',
  ])
    it(`refuses ${text}`, () =>
      assert.throws(
        () => parseModuleVersion(text),
        error => isGoferryError(error, 'bad-version', 'bad-module-path'),
      ))
})
