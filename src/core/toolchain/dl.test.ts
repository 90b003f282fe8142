import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dlReleases } from './dl-list.ts'
import { parseDlRequest } from './dl-request.ts'

const ask = (rest: string, query = '') => parseDlRequest(`/dl/${rest}`, new URLSearchParams(query))

describe('a request of the download site', () => {
  it('is for the releases', () => {
    const path = 'golang.org/toolchain'
    assert.deepEqual(ask('', 'mode=json'), { kind: 'list', path, all: false })
    assert.deepEqual(ask('', 'mode=json&include=all'), { kind: 'list', path, all: true })
    assert.deepEqual(ask('corp/', 'mode=json'), { kind: 'list', path: 'toolchain.invalid/corp', all: false })
  })

  it('is for the page of the releases, with or without a slash at the end', () => {
    const page = { kind: 'page', path: 'golang.org/toolchain', toFolder: '' }
    assert.deepEqual(ask(''), page)
    assert.deepEqual(ask('', 'mode=html'), page)
    assert.deepEqual(ask('corp/'), { ...page, path: 'toolchain.invalid/corp' })
    assert.deepEqual(parseDlRequest('/dl', new URLSearchParams()), { ...page, toFolder: 'dl/' })
  })

  it('is for an archive, or its digest', () => {
    const name = 'go1.26.8.linux-amd64.tar.gz'
    const module = { path: 'golang.org/toolchain', version: 'v0.0.1-go1.26.8.linux-amd64' }
    assert.deepEqual(ask(name), { kind: 'archive', module, name, digest: false })
    assert.deepEqual(ask(`${name}.sha256`), { kind: 'archive', module, name, digest: true })
    const corp = { ...module, path: 'toolchain.invalid/corp' }
    assert.deepEqual(ask(`corp/${name}`), { kind: 'archive', module: corp, name, digest: false })
  })

  for (const rest of ['x', 'corp/x/y', 'go/go1.26.8.linux-amd64.tar.gz', '../x', '%2e%2e/go1.26.8.linux-amd64.tar.gz'])
    it(`is none of ${rest}`, () => {
      assert.equal(ask(rest), undefined)
      assert.equal(ask(rest, 'mode=json'), undefined)
    })
})

describe('the JSON of the download site', () => {
  const sha256 = 'a'.repeat(64)
  const archives = [
    { version: 'v0.0.1-go1.26.8.windows-amd64', archive: { sha256, size: 7, recipe: '1/zlib-1' } },
    { version: 'v0.0.1-go1.27rc1.linux-amd64', archive: { sha256, size: 8 } },
    { version: 'v0.0.1-go1.26.8.linux-amd64', archive: { sha256, size: 9 } },
    { version: 'v1.0.0', archive: { sha256, size: 10 } },
  ]

  it('has each archive below its release, the newest first, and marks what was made here', () => {
    const file = { version: 'go1.26.8', arch: 'amd64', sha256, kind: 'archive' }
    assert.deepEqual(dlReleases(archives, { all: false, vendor: undefined }), [
      {
        version: 'go1.26.8',
        stable: true,
        files: [
          { ...file, filename: 'go1.26.8.linux-amd64.tar.gz', os: 'linux', size: 9 },
          { ...file, filename: 'go1.26.8.windows-amd64.zip', os: 'windows', size: 7, rebuilt: true },
        ],
      },
    ])
    const all = dlReleases(archives, { all: true, vendor: undefined })
    assert.deepEqual(
      all.map(({ version, stable }) => [version, stable]),
      [
        ['go1.27rc1', false],
        ['go1.26.8', true],
      ],
    )
  })

  it('names a vendor', () => {
    const [release] = dlReleases(archives.slice(2), { all: false, vendor: 'corp' })
    assert.equal(release?.files[0]?.vendor, 'corp')
  })
})
