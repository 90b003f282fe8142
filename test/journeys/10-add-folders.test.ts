import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { escapePath } from '../../src/core/module/escape.ts'
import type { Item } from '../../src/ports/watch.ts'
import { FolderCheck } from '../support/check-folder.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { goferry } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { testDatabase } from '../support/test-database.ts'
import { makeModule, type TestModule } from '../support/test-module.ts'

const COUNT = 300
const folder = temporaryFolders()

const modules = Array.from({ length: COUNT }, (_, i) =>
  makeModule({
    path: `cache.test/M${i}`,
    version: `v1.${i % 7}.0`,
    files: { 'b.go': `package a\n\nconst N = ${i}\n` },
  }),
)

/** Flips a bit in the content of the first member of a zip: behind a header of 30 bytes, and the name. */
function flip(file: string): void {
  const bytes = readFileSync(file)
  const at = 30 + bytes.readUInt16LE(26) + 5
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(file, bytes)
}

/** The outcomes that are neither `added` nor `held`, and how many are added. */
async function addAll(data: string, ...args: readonly string[]) {
  const { stdout } = await goferry('add', '--json', '--data', data, ...args)
  const items = stdout
    .split('\n')
    .filter(line => line.includes('"outcome"'))
    .map(line => JSON.parse(line) as Item)
  checkCounts(stdout)
  const bad = items.filter(item => item.outcome !== 'added' && item.outcome !== 'held')
  return {
    added: items.filter(item => item.outcome === 'added').length,
    bad: Object.fromEntries(
      bad.map(({ subject, part, outcome, error }) => [part ? `${subject} ${part}` : subject, error?.code ?? outcome]),
    ),
  }
}

/** The closing object counts the items of each outcome. */
function checkCounts(stdout: string): void {
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const { bytes: _, ...counts } = lines.find(line => 'added' in line)
  for (const [outcome, count] of Object.entries(counts))
    assert.equal(lines.filter(line => line.outcome === outcome).length, count, outcome)
}

/** Damages the files of the first modules in a folder and puts in what does not belong there; `file` names a part. */
function spoil(root: string, file: (module: TestModule, end: 'zip' | 'mod' | 'info') => string): void {
  const [flipped, cut, empty, otherMod, swapped] = modules as [TestModule, ...TestModule[]] as TestModule[]
  const at = (module: TestModule | undefined, end: 'zip' | 'mod' | 'info') => file(module ?? assert.fail(), end)
  flip(at(flipped, 'zip'))
  truncateSync(at(cut, 'zip'), 100)
  truncateSync(at(empty, 'zip'), 0)
  writeFileSync(at(otherMod, 'mod'), 'module evil.test/m\n')
  cpSync(at(modules[9], 'zip'), at(swapped, 'zip'))
  mkdirSync(join(root, 'stray'))
  writeFileSync(join(root, 'stray/notes.txt'), 'mine')
  symlinkSync('/etc', join(root, 'stray/link'))
}

const damage = {
  'cache.test/M0@v1.0.0 zip': 'bad-zip',
  'cache.test/M1@v1.1.0 zip': 'bad-zip',
  'cache.test/M2@v1.2.0 zip': 'bad-zip',
  'cache.test/M3@v1.3.0 mod': 'mismatch',
  'cache.test/M4@v1.4.0 zip': 'bad-zip',
  'stray/notes.txt': 'foreign',
  'stray/link': 'foreign',
}

describe('goferry add takes folders in', () => {
  let upstream: MisbehavingUpstream
  let cache: string
  before(async () => {
    upstream = await MisbehavingUpstream.start(modules)
    const client = new GoClient(folder(), { GOPROXY: upstream.url, GOSUMDB: testDatabase.verifierKey })
    const desk = folder()
    writeFileSync(join(desk, 'go.mod'), 'module desk.test\n')
    await client.succeeds(desk, 'mod', 'download', ...modules.map(({ path, version }) => `${path}@${version}`))
    cache = join(client.folder, 'modcache')
    spoil(join(cache, 'cache/download'), ({ path, version }, end) =>
      join(cache, 'cache/download', escapePath(path), '@v', `${version}.${end}`),
    )
  })
  after(() => upstream.stop())

  for (const [what, chain] of [
    ['through the upstream', () => upstream.url],
    ['as the cache recorded it, where nothing else is to be had', () => 'off'],
  ] as const)
    it(`a module cache of ${COUNT}, held against the checksum database ${what}`, async () => {
      const data = folder()
      const result = await addAll(data, ...settingsFile(data), '--upstream', chain(), '--modcache', cache)
      assert.deepEqual(result, { added: COUNT - 5, bad: damage })
      await new FolderCheck(data).check()
    })

  for (const names of ['decoded', 'escaped'])
    it(`an Athens store of ${COUNT} with ${names} names`, async () => {
      const root = folder()
      const file = ({ path, version }: TestModule, end: 'zip' | 'mod' | 'info') => {
        const name = { zip: 'source.zip', mod: 'go.mod', info: `${version}.info` }[end]
        return join(root, names === 'decoded' ? path : escapePath(path), version, name)
      }
      for (const module of modules)
        for (const end of ['zip', 'mod', 'info'] as const) {
          mkdirSync(join(file(module, end), '..'), { recursive: true })
          writeFileSync(file(module, end), module[end])
        }
      spoil(root, file)
      const data = folder()
      const result = await addAll(data, ...settingsFile(data), '--upstream', upstream.url, '--athens', root)
      assert.deepEqual(result, { added: COUNT - 5, bad: damage })
      await new FolderCheck(data).check()
    })

  it('a file:// tree, by the names in a go.sum', async () => {
    const tree = new FolderUpstream(folder())
    tree.publish(modules)
    const data = folder()
    const sums = join(data, 'go.sum')
    writeFileSync(sums, modules.map(module => module.record).join(''))
    const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb })
    assert.deepEqual(await addAll(data, ...settings, '--upstream', tree.url, '--from', sums), { added: COUNT, bad: {} })
    await new FolderCheck(data).check()
  })

  it('never follows a link out of them', async () => {
    const [root, data] = [folder(), folder()]
    const [module] = modules as [TestModule]
    const secret = join(folder(), 'secret')
    writeFileSync(secret, module.zip)
    const at = join(root, 'cache/download', escapePath(module.path), '@v')
    mkdirSync(at, { recursive: true })
    symlinkSync(secret, join(at, 'v1.0.0.zip'))
    const result = await addAll(data, ...settingsFile(data), '--upstream', upstream.url, '--modcache', root)
    assert.deepEqual(result, { added: 0, bad: { 'cache.test/!m0/@v/v1.0.0.zip': 'foreign' } })
    assert.equal(existsSync(join(data, 'public/cache.test')), false)
    rmSync(root, { recursive: true })
  })
})
