import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { PROOFS_STEPS } from '../../src/ports/steps.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { doctor } from '../support/doctor.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { killedAt } from '../support/mortal-node.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { runCommand } from '../support/run-command.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule, type TestModule } from '../support/test-module.ts'

// A node whose clients keep the checksum database that go has built in (here: the tests' own), and that is cut off.

const folder = temporaryFolders()
const modules = Array.from({ length: 9 }, (_, i) => makeModule({ path: `proofs.test/M${i}`, version: 'v1.0.0' }))
const names = modules.map(({ path, version }) => `${path}@${version}`)
const upstream = new FolderUpstream(folder())
const data = folder()

const settings = (at = data) => settingsFile(at, { sumdb: FolderUpstream.sumdb, upstream: upstream.url })
const add = async (...wanted: readonly string[]) => {
  const { code, stderr } = await goferry('add', ...wanted, '--data', data, ...settings())
  assert.equal(code, 0, stderr)
}
const refresh = async (at = data) => {
  const { code, stdout, stderr } = await goferry('proofs', 'refresh', '--json', '--data', at, ...settings(at))
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
}
/** A node without an upstream. */
const cutOff = (at = data) => NodeProcess.start(at, '--workers', '1', ...settings(at), '--upstream', 'off')

/** A desk whose go has nothing set but where modules come from: the tests' database stands for the built-in one. */
function desk(node: { readonly url: string }, at = folder()): GoClient {
  return new GoClient(at, { GOPROXY: `${node.url},off`, GOSUMDB: FolderUpstream.sumdb })
}

/** Looks modules up that no go.sum has. */
async function gets(client: GoClient, ...wanted: readonly string[]): Promise<void> {
  for (const name of wanted) await client.succeeds(goProject(client), 'get', name)
}

/** The number of records of the head that a desk has kept. */
function headOf({ folder: at }: GoClient): number {
  return Number(readFileSync(join(at, 'gopath/pkg/sumdb/sum.test/latest'), 'utf8').split('\n')[1])
}

/** Publishes some modules far from the others, so that they lie in tiles of their own. */
function publish(some: readonly TestModule[]): void {
  for (const module of some) {
    upstream.publish([module])
    upstream.fill(300)
  }
}

describe('clients of a node that is cut off', () => {
  let before0: GoClient
  let between: GoClient
  let node: NodeProcess
  before(async () => {
    publish(modules.slice(0, 3))
    // While there is an upstream, and nothing is recorded.
    const online = await NodeProcess.start(data, '--workers', '1', ...settings())
    before0 = desk(online)
    await gets(before0, names[0] ?? '')
    await add(...names.slice(0, 3))
    assert.equal((await refresh()).records, 3)
    publish(modules.slice(3, 6))
    await add(...names.slice(3, 6))
    between = desk(online)
    await gets(between, names[3] ?? '', names[1] ?? '')
    publish(modules.slice(6))
    await add(...names.slice(6))
    const { outcome, records, heads, failed } = await refresh()
    assert.deepEqual([outcome, records, heads, failed], ['refreshed', 9, 3, 0])
    assert.equal((await refresh()).outcome, 'current')
    await online.stop()
    node = await cutOff()
  })
  after(() => node.stop())

  it('verify every module without any setting, in any order', async () => {
    for (const order of [names, names.toReversed()]) {
      const client = desk(node)
      await gets(client, ...order)
      assert.equal(headOf(client), 9 * 301)
    }
  })

  it('go on from each head that the node gave them before, with their caches and without', async () => {
    assert.notEqual(headOf(before0), headOf(between))
    for (const client of [before0, between]) {
      const again = client.with({ GOPROXY: `${node.url},off` })
      await gets(again, names[7] ?? '', names[2] ?? '')
      assert.equal(headOf(again), 9 * 301)
    }
  })

  it('go on from such a head also after go clean -modcache', async () => {
    const head = join(before0.folder, 'gopath/pkg/sumdb/sum.test/latest')
    const client = desk(node)
    await gets(client, names[0] ?? '')
    writeFileSync(join(client.folder, 'gopath/pkg/sumdb/sum.test/latest'), readFileSync(head))
    await client.succeeds(client.folder, 'clean', '-modcache')
    await gets(client, ...names)
  })

  it('hear of what is not recorded why, and what to run where there is an upstream', async () => {
    const { status, text } = await node.get('/sumdb/sum.test/lookup/other.test/m@v1.0.0')
    assert.equal(status, 403)
    assert.match(text, /goferry proofs refresh/)
  })

  it('with a head from elsewhere are refused by go; the doctor says why, and mends it', async () => {
    upstream.fill(1000)
    const late = makeModule({ path: 'proofs.test/late', version: 'v1.0.0' })
    upstream.publish([late])
    const laptop = new GoClient(folder(), { GOPROXY: upstream.url, GOSUMDB: FolderUpstream.sumdb })
    await gets(laptop, `${late.path}@v1.0.0`)
    const client = laptop.with({ GOPROXY: node.url, GOFLAGS: '' })
    assert.match(await client.fails(goProject(client), 'get', names[0] ?? ''), /checking tree/)
    const examine = (...args: string[]) =>
      doctor(['client', ...args], (...command) => client.run(client.folder, ...command))
    const found = await examine()
    assert.deepEqual(found.troubles, { 'head-elsewhere': 'error' }, found.output)
    assert.match(found.output, /no client of this node was given/)
    const mended = await examine('--fix')
    assert.deepEqual([mended.troubles, mended.code], [{}, 0], mended.output)
    await gets(client, ...names)
  })

  it('are well in the eyes of the doctor', async () => {
    const client = desk(node)
    const plain = client.with({ GOPROXY: node.url, GOFLAGS: '' })
    await gets(plain, names[0] ?? '')
    const { troubles, findings } = await doctor(['client'], (...command) => plain.run(plain.folder, ...command))
    assert.deepEqual(troubles, {})
    assert.equal(findings['head']?.level, 'ok')
  })

  it('keep it where a refresh has no upstream, which says so', async () => {
    const { code, stderr } = await goferry(
      'proofs',
      'refresh',
      '--data',
      data,
      ...settingsFile(data, { upstream: 'off' }),
    )
    settings()
    assert.equal(code, 3)
    assert.match(stderr, /upstream/)
    await gets(desk(node), names[5] ?? '')
  })

  it('are told by proofs show what is there', async () => {
    const { code, stdout } = await goferry('proofs', 'show', '--json', '--data', data, ...settings())
    assert.equal(code, 0)
    const shown = JSON.parse(stdout)
    assert.deepEqual([shown.database, shown.records, shown.heads.length], ['sum.test', 9, 4])
    assert.equal(shown.bytesPerVersion, Math.round(shown.bytes / 9))
    assert.deepEqual(readdirSync(join(data, 'log/proofs')).includes(shown.sha256), true)
  })

  it('are shown nothing wrong of a damaged blob, and all of it again once it was made anew', async () => {
    const { sha256 } = JSON.parse((await goferry('proofs', 'show', '--json', '--data', data, ...settings())).stdout)
    const file = join(data, 'log/proofs', sha256)
    const good = readFileSync(file)
    for (const at of [3, 300, good.length - 1]) {
      const bad = Buffer.from(good)
      bad[at] = (bad[at] ?? 0) ^ 1
      writeFileSync(file, bad)
      // What was read before it was damaged, and what the node keeps besides, may still be enough.
      const client = desk(node)
      const { stderr } = await client.go(goProject(client), 'get', names[8] ?? '')
      assert.doesNotMatch(stderr, /SECURITY|mismatch|inconsistent/)
    }
    const client = desk(node)
    assert.match(await client.fails(goProject(client), 'get', names[8] ?? ''), /goferry proofs refresh/)
    assert.ok(node.logged('proofs-damaged').length > 0)
    assert.equal((await goferry('proofs', 'show', '--data', data, ...settings())).code, 5)
    assert.equal((await refresh()).records, 9)
    assert.equal((await goferry('proofs', 'show', '--data', data, ...settings())).code, 0)
    await gets(desk(node), ...names)
  })
})

describe('goferry proofs refresh, killed', () => {
  for (const step of PROOFS_STEPS)
    it(`at ${step} leaves the old proofs or the new ones, and the next one ends it`, async () => {
      const at = folder()
      const named = settings(at)
      const some = (...args: readonly string[]) => goferry(...args, '--data', at, ...named)
      assert.equal((await some('add', names[0] ?? '')).code, 0)
      await refresh(at)
      assert.equal((await some('add', names[1] ?? '')).code, 0)
      upstream.fill(10)
      assert.equal((await killedAt(`${step}:1`, ['proofs', 'refresh', '--data', at, ...named])).signal, 'SIGKILL')
      const shown = JSON.parse((await some('proofs', 'show', '--json')).stdout)
      assert.equal(shown.records, PROOFS_STEPS.indexOf(step) < PROOFS_STEPS.indexOf('proofs-logged') ? 1 : 2)
      const node = await cutOff(at)
      await gets(desk(node), names[0] ?? '')
      await node.stop()
      const { records } = await refresh(at)
      assert.equal(records, 2)
      const again = await cutOff(at)
      await gets(desk(again), names[0] ?? '', names[1] ?? '')
      await again.stop()
    })
})

describe('recorded proofs', () => {
  it('are in a backup, and serve from what is restored of it', async () => {
    const [place, restored] = [folder(), folder()]
    const run = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await goferry(...args)
      assert.equal(code, 0, stderr + stdout)
    }
    await run('backup', place, '--keys', '--data', data, ...settings())
    await run('backup', place, '--drill', '--data', data, ...settings())
    await run('restore', place, '--data', restored, ...settings(restored))
    const node = await cutOff(restored)
    await gets(desk(node), ...names)
    await node.stop()
  })

  it('that are damaged, lost or behind are told by verify and doctor, with what to do', async () => {
    const more = makeModule({ path: 'proofs.test/more', version: 'v1.0.0' })
    const examine = (...command: readonly string[]) => runCommand(command, { env: { ...process.env } })
    const node = () => doctor(['node', '--data', data, ...settings()], examine)
    const verify = () => goferry('verify', '--data', data, ...settings(), '--upstream', upstream.url)
    for (const [damage, told, spoil] of [
      ['damaged', { 'proofs-damaged': 'error' }, (file: string) => writeFileSync(file, readFileSync(file).subarray(1))],
      ['missing', { 'proofs-missing': 'error' }, (file: string) => rmSync(file)],
    ] as const) {
      const { sha256 } = JSON.parse((await goferry('proofs', 'show', '--json', '--data', data, ...settings())).stdout)
      spoil(join(data, 'log/proofs', sha256))
      assert.deepEqual((await node()).troubles, told)
      const { code, stdout } = await verify()
      assert.equal(code, 5)
      assert.match(stdout, new RegExp(`^log/proofs/${sha256}\t${damage}\tunhealed\t.*goferry proofs refresh`, 'm'))
      await refresh()
      assert.equal((await verify()).code, 0)
      assert.deepEqual((await node()).troubles, {})
    }
    upstream.publish([more])
    await add(`${more.path}@v1.0.0`)
    assert.deepEqual((await node()).troubles, { 'proofs-behind': 'warning' })
  })
})
