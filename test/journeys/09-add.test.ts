import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Item } from '../../src/ports/watch.ts'
import { FolderCheck } from '../support/check-folder.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule, type TestModule } from '../support/test-module.ts'

const folder = temporaryFolders()

const [path, other, vendor] = ['fill.test/Kit', 'fill.test/other', 'vendor.test/driver'] as const
const versions = ['v1.0.0', 'v1.1.0', 'v1.2.0', 'v1.3.0-rc.1']
/** v1.2.0 takes itself back. */
const kit = versions.map(version =>
  makeModule({
    path,
    version,
    goMod: `module ${path}\n\ngo 1.20\n\n${version === 'v1.2.0' ? 'retract v1.2.0\n' : ''}`,
  }),
)
const [others, unlisted] = [other, vendor].map(each => makeModule({ path: each, version: 'v0.1.0' })) as [
  TestModule,
  TestModule,
]

/** What `goferry add --json` came to: its items, the counts at the end, the exit code, the error. */
async function add(data: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await goferry('add', '--json', '--data', data, ...args)
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
  const items = lines.filter(line => 'outcome' in line) as Item[]
  const outcomes = Object.fromEntries(items.map(item => [item.subject, item.error?.code ?? item.outcome]))
  return { code, outcomes, items, report: lines.find(line => 'added' in line), stderr }
}

describe('goferry add', () => {
  let upstream: MisbehavingUpstream
  let data: string
  let common: string[]
  before(async () => {
    upstream = await MisbehavingUpstream.start(
      [...kit, others, unlisted],
      [...kit, others].map(module => module.record),
    )
    upstream.refs.set(`${path}@main`, 'v1.3.0-rc.1')
  })
  after(() => upstream.stop())
  beforeEach(() => {
    data = folder()
    common = [...settingsFile(data, { unlisted: [`${vendor}=contract 7`] }), '--upstream', upstream.url]
    upstream.asked.length = 0
    upstream.misbehaviours.clear()
  })

  it('counts at its end the lines that it printed, and says what they are', async () => {
    const said = async (...names: string[]) => {
      const { stdout, stderr } = await goferry('add', '--data', data, ...common, ...names)
      const outcomes = stdout.split('\n').map(line => line.split('\t')[1])
      const count = (outcome: string) => outcomes.filter(each => each === outcome).length
      const closing = `${count('added')} versions? added, ${count('held')} held already, ${count('failed')} failed \\(a line each\\), 0 foreign`
      assert.match(stderr, new RegExp(`^${closing}`, 'm'))
      return ['added', 'held', 'failed'].map(count)
    }
    assert.deepEqual(await said(`${path}@v1.0.0`, `${other}@latest`), [2, 0, 0])
    assert.deepEqual(await said(`${path}@v1.0.0`, `${path}@v1.1.0`, `${path}@v7.0.0`, 'none.test/x@latest'), [1, 1, 2])
  })

  it('names which upstream of a chain said what', async () => {
    const empty = 'http://user:secret@127.0.0.1:1'
    const { items, stderr } = await add(
      data,
      ...common.slice(0, 2),
      '--upstream',
      `${upstream.url},${upstream.url}/no|${empty}`,
      `${path}@v7.0.0`,
    )
    const { error } = items[0] ?? assert.fail(stderr)
    assert.match(error?.subject ?? '', /127\.0\.0\.1:1\/.*\(http:\S+\/proxy: 404 .*; http:\S+\/no: 404/)
    assert.doesNotMatch(JSON.stringify(items) + stderr, /secret/)
  })

  it('takes what queries stand for, as the go command reads them, before any node was started', async () => {
    const queries = ['latest', 'v1', 'v1.0', '<v1.1.0', '>=v1.1.0', 'main', 'v1.2.0']
    const { code, items, report } = await add(data, ...common, ...queries.map(query => `${path}@${query}`))
    assert.equal(code, 0)
    const found = Object.fromEntries(items.map(({ subject, query }) => [query ?? 'v1.2.0', subject]))
    assert.deepEqual(found, {
      latest: `${path}@v1.1.0`,
      v1: `${path}@v1.1.0`,
      'v1.0': `${path}@v1.0.0`,
      '<v1.1.0': `${path}@v1.0.0`,
      '>=v1.1.0': `${path}@v1.1.0`,
      main: `${path}@v1.3.0-rc.1`,
      'v1.2.0': `${path}@v1.2.0`,
    })
    assert.equal(report.added + report.held, queries.length)
    await new FolderCheck(data).check()
  })

  it('names what it cannot have, takes the rest, and says so by its exit code', async () => {
    upstream.misbehaviours.set('fill.test/other/@v/v0.1.0.zip', { kind: 'bytes', bytes: kit[0]?.zip ?? '' })
    const wanted = [
      `${path}@v1.0.0`,
      `${path}@v7`,
      `${path}@>v1`,
      `${path}@v1.9.9`,
      `${other}@latest`,
      'Bad Path@v1.0.0',
    ]
    const { code, outcomes, stderr } = await add(data, ...common, ...wanted.slice(0, -1))
    assert.deepEqual(outcomes, {
      [`${path}@v1.0.0`]: 'added',
      [`${path}@v7`]: 'absent',
      [`${path}@>v1`]: 'bad-version',
      [`${path}@v1.9.9`]: 'absent',
      [`${other}@v0.1.0`]: 'bad-zip',
    })
    assert.equal(code, 8)
    assert.match(stderr, /"code":"incomplete"/)
    assert.equal((await add(data, ...common, ...wanted)).code, 2)
    await new FolderCheck(data).check()
  })

  it('asks for nothing that is held, and goes through the node that runs', async () => {
    const node = await NodeProcess.start(data, ...common)
    assert.deepEqual((await add(data, ...common, `${path}@v1.0.0`, `${vendor}@v0.1.0`)).outcomes, {
      [`${path}@v1.0.0`]: 'added',
      [`${vendor}@v0.1.0`]: 'added',
    })
    upstream.asked.length = 0
    const again = await add(data, ...common, `${path}@v1.0.0`)
    assert.deepEqual([again.code, again.outcomes, upstream.asked], [0, { [`${path}@v1.0.0`]: 'held' }, []])
    const client = new GoClient(folder(), { GOPROXY: `${node.url},off`, GOSUMDB: node.key })
    await client.succeeds(goProject(client, path), 'get', `${path}@v1.0.0`)
    await node.stop()
  })

  it('takes from a go.sum zips and bare go.mods as it names them, and refuses other hashes than its', async () => {
    const [first, second] = kit as [TestModule, TestModule]
    const file = join(folder(), 'go.sum')
    const lines = [
      first.record,
      `${path} ${second.version}/go.mod ${second.h1Mod}\n`,
      `${other} v0.1.0 ${first.h1Zip}\n`,
      `${other} v0.1.0/go.mod h2:unknown\n\n`,
    ]
    writeFileSync(file, lines.join(''))
    const { code, outcomes } = await add(data, ...common, '--from', file)
    assert.deepEqual(outcomes, {
      [`${path}@v1.0.0`]: 'added',
      [`${path}@v1.1.0`]: 'added',
      [`${other}@v0.1.0`]: 'mismatch',
    })
    assert.equal(code, 8)
    const { stdout } = await goferry('ls', '--data', data, path)
    assert.equal(stdout, `${path}@v1.0.0\tzip,mod,info\n${path}@v1.1.0\tmod\n`)
    writeFileSync(file, `${path} v1.0.0\n`)
    const bad = await add(data, ...common, '--from', file)
    assert.match(bad.stderr, /go\.sum:1/)
    assert.equal((await add(data, ...common, '--from', join(data, 'none'))).code, 3)
  })

  it('asks the chain of GOPROXY as the go command does: after "," only what is absent, after "|" always', async () => {
    const bare = await MisbehavingUpstream.start([], [])
    const broken = await MisbehavingUpstream.start([...kit], [])
    broken.misbehaviours.set('fill.test/!kit/@v/v1.0.0.zip', { kind: 'status', code: 500, text: 'no' })
    bare.misbehaviours.set('sumdb/sum.test/supported', { kind: 'status', code: 404, text: '' })
    const chains: [string, string][] = [
      [`${bare.url},${upstream.url}`, 'added'],
      [`http://127.0.0.1:1|${upstream.url},direct`, 'added'],
      [`http://127.0.0.1:1,${upstream.url}`, 'not-checked'],
      [`${upstream.url},off`, 'added'],
      ['direct', 'not-checked'],
      ['off', 'not-checked'],
    ]
    for (const [chain, expected] of chains) {
      const fresh = folder()
      const { outcomes } = await add(fresh, ...settingsFile(fresh), '--upstream', chain, `${path}@v1.0.0`)
      assert.deepEqual(outcomes, { [`${path}@v1.0.0`]: expected }, chain)
    }
    const fresh = folder()
    const { items } = await add(fresh, ...settingsFile(fresh), '--upstream', `${upstream.url},direct`, `${path}@gone`)
    assert.equal(items[0]?.error?.reason, 'upstream-direct')
    await Promise.all([bare.stop(), broken.stop()])
  })

  it('takes nothing at a centre, unless it is told from where', async () => {
    const config = settingsFile(data, { role: 'centre' })
    assert.equal((await add(data, ...config, `${path}@v1.0.0`)).code, 3)
    assert.equal((await add(data, ...config, '--upstream', upstream.url, `${path}@v1.0.0`)).code, 0)
  })

  it('is told from where: one source, and something of it', async () => {
    for (const wrong of [[], ['--modcache', data, '--athens', data], ['--modcache', data, `${path}@v1.0.0`]])
      assert.equal((await add(data, ...common, ...wrong)).code, 2)
    assert.equal((await add(data, ...common, '--modcache', join(data, 'none'))).code, 3)
  })
})
