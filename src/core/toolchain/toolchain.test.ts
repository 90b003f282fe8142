import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { archiveFolder, archiveKey } from './archive-key.ts'
import { archiveName, toolchainOfArchive } from './archive-name.ts'
import { parsePlatform, provesRelease, type Toolchain, toolchainModule, toolchainOf } from './toolchain.ts'
import { isVendorLabel, vendorOf, vendorPath } from './vendor.ts'

const names: [Toolchain, version: string, archive: string][] = [
  [{ go: '1.26.8', os: 'linux', arch: 'amd64' }, 'v0.0.1-go1.26.8.linux-amd64', 'go1.26.8.linux-amd64.tar.gz'],
  [{ go: '1.27rc1', os: 'windows', arch: '386' }, 'v0.0.1-go1.27rc1.windows-386', 'go1.27rc1.windows-386.zip'],
  [{ go: '1.26.8', os: 'linux', arch: 'arm' }, 'v0.0.1-go1.26.8.linux-arm', 'go1.26.8.linux-armv6l.tar.gz'],
  [{ go: '1.9.2', os: 'darwin', arch: 'arm64' }, 'v0.0.1-go1.9.2.darwin-arm64', 'go1.9.2.darwin-arm64.tar.gz'],
  [
    { go: '1.25.3-corp.2', os: 'linux', arch: 'loong64' },
    'v0.0.1-go1.25.3-corp.2.linux-loong64',
    'go1.25.3-corp.2.linux-loong64.tar.gz',
  ],
]

describe('the names of a toolchain', () => {
  for (const [toolchain, version, archive] of names)
    it(`${archive} go both ways`, () => {
      assert.equal(toolchainModule(toolchain).version, version)
      assert.deepEqual(toolchainOf(version), toolchain)
      assert.equal(archiveName(toolchain), archive)
      assert.deepEqual(toolchainOfArchive(archive), toolchain)
    })

  for (const version of ['v1.0.0', 'v0.0.1-go1.26.8', 'v0.0.1-go1.26.8.linux', 'v0.0.2-go1.26.8.linux-amd64', ''])
    it(`${version || 'nothing'} is none`, () => assert.equal(toolchainOf(version), undefined))

  const noArchives = [
    'go1.26.8.linux-amd64.zip',
    'go1.26.8.windows-amd64.tar.gz',
    'go1.26.8.linux-arm.tar.gz',
    'go1.26.8.src.tar.gz',
    'go1.26.8.linux-amd64.tar.gz.asc',
    '../go1.26.8.linux-amd64.tar.gz',
    'go1.26.8/../x.linux-amd64.tar.gz',
    'go01.26.8.linux-amd64.tar.gz',
    `go1.${'2'.repeat(200)}.linux-amd64.tar.gz`,
    'tinygo1.26.8.linux-amd64.tar.gz',
  ]
  for (const name of noArchives)
    it(`${name.slice(0, 40)} is no archive`, () => assert.equal(toolchainOfArchive(name), undefined))

  it('tell what the go command knows a release by', () => {
    const path = 'golang.org/toolchain'
    assert.equal(provesRelease({ path, version: 'v0.0.1-go1.26.8.linux-amd64' }), true)
    assert.equal(provesRelease({ path, version: 'v0.0.1-go1.26.8.linux-arm64' }), false)
    assert.equal(provesRelease({ path: 'x.test/m', version: 'v0.0.1-go1.26.8.linux-amd64' }), false)
  })

  it('have a place each, by their digest', () => {
    const digest = 'a'.repeat(64)
    const { version } = toolchainModule({ go: '1.26.8', os: 'linux', arch: 'amd64' })
    assert.equal(
      archiveKey({ path: 'golang.org/toolchain', version }, digest),
      `archives/go/go1.26.8.linux-amd64.tar.gz/${digest}`,
    )
    assert.equal(archiveFolder({ path: vendorPath('corp'), version }), 'archives/corp/go1.26.8.linux-amd64.tar.gz')
    assert.throws(() => archiveKey({ path: 'x.test/m', version }, digest), { code: 'bad-version' })
  })
})

describe('a platform', () => {
  it('is GOOS/GOARCH', () => {
    assert.deepEqual(parsePlatform('linux/loong64'), { os: 'linux', arch: 'loong64' })
    for (const text of ['linux', 'linux/', '/amd64', 'linux/amd64/v2', 'Linux/amd64', 'linux-amd64'])
      assert.equal(parsePlatform(text), undefined, text)
  })
})

describe('the label of a vendor', () => {
  it('is a plain word that is not Go’s own', () => {
    for (const label of ['corp', 'loongnix', 'old-world2']) assert.equal(isVendorLabel(label), true, label)
    for (const label of ['go', 'golang', 'dl', '', 'a', 'Corp', '2go', 'a/b', '..', 'x'.repeat(33)])
      assert.equal(isVendorLabel(label), false, label)
  })

  it('is found again in the path of its module', () => {
    assert.equal(vendorOf(vendorPath('corp')), 'corp')
    for (const path of ['golang.org/toolchain', vendorPath('go'), `${vendorPath('corp')}/x`, 'corp'])
      assert.equal(vendorOf(path), undefined, path)
  })
})
