import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { killedAt } from '../support/mortal-node.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const folder = temporaryFolders()
const upstream = new FolderUpstream(folder())
const deprecated = '// Deprecated: use tree.test/new, 请改用新模块.\n'

const modules = [
  ...Array.from({ length: 300 }, (_, i) => ({
    path: `tree.test/M${i}`,
    version: 'v1.0.0',
    goMod: `module tree.test/M${i}\n\nrequire tree.test/M${(i * 7) % 300} v1.0.0\n`,
  })),
  { path: 'tree.test/M1', version: 'v1.1.0' },
  { path: 'tree.test/M1', version: 'v1.2.0-rc.1' },
  { path: 'tree.test/old', version: 'v1.0.0', goMod: `${deprecated}module tree.test/old\n` },
  { path: 'tree.test/tool', version: 'v1.0.0', files: { 'cmd/stringer/main.go': 'package main\n' } },
  { path: 'tree.test/quite/v2', version: 'v2.0.0', files: { 'main.go': 'package main\n' } },
].map(makeModule)

/** Every path of the GOPROXY protocol that a node answers for the modules. */
const endpoints = modules.flatMap(({ path, version }) => {
  const base = `/${path.replace('M', '!m')}`
  const lookup = `${base.slice(1)}@${version}`
  return [
    ...['list', `${version}.info`, `${version}.mod`, `${version}.zip`].map(file => `${base}/@v/${file}`),
    `${base}/@latest`,
    lookup,
  ]
})

/** What commands and endpoints of the node say. */
async function answers(data: string): Promise<Record<string, string>> {
  const node = await NodeProcess.start(data, '--upstream', 'off', ...settingsFile(data))
  const found: Record<string, string> = {}
  for (const endpoint of ['/index', ...endpoints]) {
    const path = endpoint.startsWith('/') ? endpoint : `/sumdb/${node.name}/lookup/${endpoint}`
    const { status, text, headers } = await node.get(path)
    found[path] = `${status} ${headers.get('etag')} ${text}`
  }
  for (const args of [
    ['search', 'tree.test'],
    ['search', '--kind', 'tool', 'test'],
    ['who-requires', 'tree.test/M7'],
    ['who-requires', 'tree.test/M7@v1.0.0'],
  ])
    found[args.join(' ')] = (await goferry(...args, '--json', '--data', data)).stdout
  await node.stop()
  return found
}

async function search(data: string, ...args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await goferry('search', '--data', data, ...args)
  assert.equal(code, 0, stderr)
  return stdout.split('\n').filter(Boolean)
}

describe('the index of a node', () => {
  const data = folder()
  let expected: Record<string, string>
  before(async () => {
    upstream.publish(modules)
    const sums = join(data, 'go.sum')
    writeFileSync(sums, modules.map(module => module.record).join(''))
    const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb })
    const args = ['--data', data, ...settings, '--upstream', upstream.url, '--from', sums]
    assert.equal((await goferry('add', ...args)).code, 0)
    expected = await answers(data)
  })

  it('finds modules by parts of their path, of a command and of a deprecation', async () => {
    assert.match((await search(data, 'm299')).join(), /^tree\.test\/M299\tv1\.0\.0\tmodule\t1\/1\t\d+ B$/)
    assert.match((await search(data, 'TREE', 'm1'))[0] ?? '', /^tree\.test\/M1\tv1\.1\.0\tmodule\t3\/3\t/)
    assert.match((await search(data, 'stringer')).join(), /^tree\.test\/tool\tv1\.0\.0\ttool\t.*\tstringer$/)
    assert.match((await search(data, '改用')).join(), /^tree\.test\/old\t/)
    assert.deepEqual(
      (await search(data, '--kind', 'tool', 'test')).map(line => line.split('\t')[0]),
      ['tree.test/tool', 'tree.test/quite/v2'],
    )
    assert.equal((await search(data, 'tree', '--limit', '7')).length, 7)
  })

  it('says who requires a module, at any version or at one', async () => {
    const who = async (...args: string[]) => (await goferry('who-requires', '--data', data, ...args)).stdout
    const lines = 'tree.test/M1@v1.0.0\ttree.test/M7@v1.0.0\n'
    assert.equal(await who('tree.test/M7'), lines)
    assert.equal(await who('tree.test/M7@v1.0.0'), lines)
    assert.equal(await who('tree.test/M7@v1.9.0'), '')
  })

  it('hides what policy hides', async () => {
    const settings = settingsFile(data, { deny: ['tree.test/tool', 'tree.test/M1'] })
    assert.deepEqual(await search(data, 'stringer', ...settings), [])
    assert.equal((await goferry('who-requires', '--data', data, ...settings, 'tree.test/M7')).stdout, '')
    assert.equal((await search(data, 'tree', '--limit', '400', ...settings)).length, 301)
  })

  it('answers odd texts, and refuses those that are none, saying why', async () => {
    for (const text of ['"', '*', 'a" OR "b', '%', "'; DROP TABLE module; --", '../..', '-', 'NEAR(tree)'])
      assert.equal((await goferry('search', '--data', data, '--', text)).code, 0, text)
    for (const text of ['', ' ', 'x'.repeat(201)])
      assert.equal((await goferry('search', '--data', data, text)).code, 2, text)
    assert.equal((await goferry('search', 'x', '--data', folder())).code, 3)
    assert.equal((await goferry('who-requires', '../etc', '--data', data)).code, 2)
  })

  for (const [what, spoil] of [
    ['gone', (file: string) => rmSync(file)],
    ['cut', (file: string) => truncateSync(file, 5000)],
    ['no database', (file: string) => writeFileSync(file, 'what is this')],
  ] as const)
    it(`is made anew by itself where it is ${what}`, async () => {
      const before = await search(data, 'tree', '--limit', '400')
      spoil(join(data, 'index.sqlite'))
      assert.deepEqual(await search(data, 'tree', '--limit', '400'), before)
    })

  it('and every list are made again by rebuild, and each endpoint answers as before', async () => {
    rmSync(join(data, 'index.sqlite'))
    rmSync(join(data, 'public/tree.test/!m1/@v/list'))
    rmSync(join(data, 'public/tree.test/!m2/@latest'))
    appendFileSync(join(data, 'public/tree.test/!m3/@v/list'), 'v9.0.0\n')
    const { code, stdout } = await goferry('rebuild', '--json', '--data', data)
    assert.deepEqual([code, JSON.parse(stdout)], [0, { modules: 303, versions: 305, relisted: 3 }])
    assert.deepEqual(await answers(data), expected)
  })

  it('is whole after kill -9 of a rebuild', async () => {
    const before = await search(data, 'tree', '--limit', '400')
    assert.equal((await killedAt('rows-indexed:1', ['rebuild', '--data', data])).signal, 'SIGKILL')
    assert.deepEqual(await search(data, 'tree', '--limit', '400'), before)
  })

  it('says what a version requires once its go.mod came, also when its .info came first', async () => {
    const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb })
    const node = await NodeProcess.start(data, '--upstream', upstream.url, ...settings)
    const goMod = 'module after.test/m\n\nrequire after.test/n v1.0.0\n'
    upstream.publish([makeModule({ path: 'after.test/m', version: 'v1.0.0', goMod })])
    const who = async () => (await goferry('who-requires', '--data', data, 'after.test/n')).stdout
    assert.equal((await node.get('/after.test/m/@v/v1.0.0.info')).status, 200)
    assert.equal(await who(), '')
    assert.equal((await node.get('/after.test/m/@v/v1.0.0.mod')).status, 200)
    assert.equal(await who(), 'after.test/m@v1.0.0\tafter.test/n@v1.0.0\n')
    await node.stop()
  })

  it('follows a running node as it pulls', async () => {
    const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb })
    const node = await NodeProcess.start(data, '--upstream', upstream.url, ...settings)
    assert.deepEqual(await search(data, 'late.test'), [])
    upstream.publish([makeModule({ path: 'late.test/m', version: 'v1.0.0' })])
    assert.equal((await node.get('/late.test/m/@v/v1.0.0.mod')).status, 200)
    assert.deepEqual(await search(data, 'late.test'), ['late.test/m\t-\tmodule\t0/1\t-'])
    assert.equal((await node.get('/late.test/m/@v/v1.0.0.zip')).status, 200)
    assert.match((await search(data, 'late.test')).join(), /^late\.test\/m\tv1\.0\.0\tmodule\t1\/1\t/)
    await node.stop()
    assert.ok(existsSync(join(data, 'index.sqlite')))
    assert.ok(readFileSync(join(data, 'index.sqlite')).length > 0)
  })
})
