import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { BackupNode, drill } from '../support/backup-node.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { GOFERRY, killedAt } from '../support/mortal-node.ts'
import { goferry, type NodeProcess } from '../support/node-process.ts'
import { ObjectStore } from '../support/object-store.ts'
import { settingsFile } from '../support/settings-file.ts'

const folder = temporaryFolders()

/** A developer whose go command verifies everything against the log of the node. */
function desk({ url, key }: NodeProcess): GoClient {
  return new GoClient(folder(), { GOPROXY: `${url},off`, GOSUMDB: key })
}

function get(client: GoClient, i: number): [string, string, string] {
  return [goProject(client), 'get', `keep.test/M${i}@v1.0.0`]
}

/** How many entries the newest head has that the go command of a desk has seen. */
function seenBy(client: GoClient, { name }: NodeProcess): number {
  return Number(readFileSync(join(client.folder, 'gopath/pkg/sumdb', name, 'latest'), 'utf8').split('\n')[1])
}

/** A node that was backed up while it ran, went on, was seen by a developer at its newest head, and lost its disk. */
async function disaster(replica?: string) {
  const world = new BackupNode(folder(), replica)
  const [data, place] = [folder(), join(folder(), 'backup')]
  const node = await world.start(data)
  const veteran = desk(node)
  await veteran.succeeds(...get(veteran, 0))
  await veteran.succeeds(...get(veteran, 1))
  const backed = await world.backup(data, place, '--keys')
  await veteran.succeeds(...get(veteran, 2))
  await veteran.succeeds(...get(veteran, 3))
  assert.ok(seenBy(veteran, node) > Number(backed['size']))
  await node.kill()
  rmSync(data, { recursive: true })
  return { world, place, veteran, lost: node }
}

/** The same desk, with the cache of downloads emptied: it asks for everything again, and remembers the log. */
function at(client: GoClient, { url, key }: NodeProcess): GoClient {
  rmSync(join(client.folder, 'modcache'), { recursive: true, force: true })
  return client.with({ GOPROXY: `${url},off`, GOSUMDB: key })
}

/** All that `goferry up` says to a person until the lines to be pasted have come, without its journal. */
async function firstScreen(...args: readonly string[]): Promise<string> {
  const child = spawn(GOFERRY, ['up', '--listen', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', piece => {
      text += piece
      if (text.includes('GOSUMDB=')) child.kill('SIGTERM')
    })
  await closed
  return text
}

let objects: ObjectStore
before(async () => {
  objects = await ObjectStore.start(folder())
})

let replicas = 0
const places: Readonly<Record<string, () => string>> = {
  'a folder': () => join(folder(), 'replica'),
  'an object store': () => objects.url(`replicas/${replicas++}`),
}

for (const [name, replica] of Object.entries(places))
  describe(`a node that lost its disk, and has a replica in ${name}`, () => {
    it('goes on from a backup and its replica, and the go command sees one log', async () => {
      const { world, place, veteran, lost } = await disaster(replica())
      const data = folder()
      await world.restore(place, data)
      const node = await world.start(data)
      assert.deepEqual([node.name, node.key], [lost.name, lost.key])
      assert.equal(existsSync(join(data, 'log/restored')), false)
      const size = Number(node.logged('log-caught-up')[0]?.['entries'])
      assert.ok(size > 0)
      const client = at(veteran, node)
      for (const i of [0, 1, 2, 3, 4]) await client.succeeds(...get(client, i))
      const newcomer = desk(node)
      for (const i of [3, 0, 5]) await newcomer.succeeds(...get(newcomer, i))
      assert.ok(seenBy(newcomer, node) > seenBy(client, node))
      await client.succeeds(...get(client, 6))
      await node.stop()
      assert.equal((await goferry('verify', '--no-heal', ...world.args(data))).code, 0)
    })

    it('catches up when it is killed over it', async () => {
      const { world, place, veteran } = await disaster(replica())
      const data = folder()
      await world.restore(place, data)
      for (const point of ['log-caught-up', 'tiles-published', 'checkpoint-published'])
        assert.equal((await killedAt(point, ['up', '--listen', '127.0.0.1:0', ...world.args(data)])).signal, 'SIGKILL')
      const node = await world.start(data)
      const client = at(veteran, node)
      for (const i of [2, 4]) await client.succeeds(...get(client, i))
      await node.stop()
    })
  })

describe('a node that lost its disk', () => {
  it('serves and signs nothing without its replica, says what to do, and goes on under a new name', async () => {
    const { world, place, veteran, lost } = await disaster()
    const data = folder()
    await world.restore(place, data)
    const node = await world.start(data, { replica: false })
    assert.equal(node.logged('log-sealed').length, 1)
    assert.equal(
      JSON.parse(node.output.split('\n').find(line => line.includes('"sealed"')) ?? '').sealed.code,
      'log-rollback',
    )
    assert.equal((await node.get('/readyz')).status, 200)
    const newcomer = desk(node)
    await newcomer.succeeds(...get(newcomer, 0))
    // Who has seen more is told nothing wrong: the go command waits for a log that has it.
    const client = at(veteran, node)
    assert.match(await client.fails(...get(client, 0)), /checking tree/)
    const refusal = await newcomer.fails(...get(newcomer, 7))
    assert.match(refusal, /restored from a backup/)
    assert.match(refusal, /goferry keys rename NAME/)
    const rotated = await goferry('keys', 'rotate', '--data', data)
    assert.equal(rotated.code, 5)
    assert.match(rotated.stderr, /goferry keys rename NAME/)
    await node.stop()
    const closed = await goferry('add', ...world.args(data, { replica: false }), 'keep.test/M7@v1.0.0')
    assert.match(closed.stdout + closed.stderr, /goferry keys rename NAME/)

    const renamed = await world.start(data, { replica: false })
    assert.equal((await goferry('keys', 'rename', 'second.test', '--data', data)).code, 0)
    const [shown = ''] = (await goferry('keys', '--data', data, 'show')).stdout.split('\t')
    const fresh = new GoClient(folder(), { GOPROXY: `${renamed.url},off`, GOSUMDB: shown })
    for (const i of [0, 7]) await fresh.succeeds(...get(fresh, i))
    await renamed.stop()
    const again = await world.start(data, { replica: false })
    assert.equal(again.name, 'second.test')
    assert.notEqual(again.name, lost.name)
    const moved = at(veteran, again)
    for (const i of [0, 7, 8]) await moved.succeeds(...get(moved, i))
    await again.stop()
  })

  it('says on its first screen what is sealed, what works and what to do, in both languages', async () => {
    const { world, place } = await disaster()
    const data = folder()
    await world.restore(place, data)
    for (const [lang, said] of [
      ['en', /^SEALED: .*the log \S+ signs nothing\. What it holds is served; .*replica.*: goferry keys rename NAME$/m],
      ['zh', /^日志已封存：.*日志 \S+ 不再签名。已持有的内容照常提供；.*replica.*：goferry keys rename NAME$/m],
    ] as const)
      assert.match(await firstScreen('--lang', lang, ...world.args(data, { replica: false })), said)
    assert.doesNotMatch(await firstScreen('--lang', 'en', ...world.args(data)), /SEALED/)
  })

  it('would be a fork to the go command, were it not sealed', async () => {
    const { world, place, veteran } = await disaster()
    const data = folder()
    await world.restore(place, data)
    rmSync(join(data, 'log/restored'))
    const node = await world.start(data, { replica: false })
    const others = desk(node)
    for (const i of [8, 9, 10, 11]) await others.succeeds(...get(others, i))
    const client = veteran.with({ GOPROXY: `${node.url},off` })
    assert.match(await client.fails(...get(client, 8)), /SECURITY ERROR/)
    await node.stop()
  })

  it('is not begun anew without the keys, and takes them from their own backup', async () => {
    const { world, place } = await disaster()
    const keys = join(folder(), 'keys')
    const copy = folder()
    await world.restore(place, copy)
    assert.equal((await goferry('keys', 'backup', keys, '--data', copy)).code, 0)
    rmSync(join(copy, 'keys'), { recursive: true })
    const refused = await goferry('up', '--listen', '127.0.0.1:0', ...world.args(copy))
    assert.equal(refused.code, 5)
    assert.match(refused.stderr, /goferry keys restore FILE/)
    assert.equal((await goferry('keys', 'restore', keys, '--data', copy)).code, 0)
    const node = await world.start(copy)
    const client = desk(node)
    await client.succeeds(...get(client, 9))
    await node.stop()
  })
})

describe('an old copy of a data folder in its place', () => {
  it('is refused beside the replica, and catches up on command', async () => {
    const world = new BackupNode(folder())
    const data = folder()
    await world.add(data, 0, 3)
    const old = join(folder(), 'old')
    execFileSync('cp', ['-a', data, old])
    const node = await world.start(data)
    const client = desk(node)
    await client.succeeds(...get(client, 4))
    await node.stop()
    const refused = await goferry('up', '--listen', '127.0.0.1:0', ...world.args(old))
    assert.equal(refused.code, 5)
    assert.match(refused.stderr, /went back in time.*goferry restore --catch-up/)
    const needed = await goferry('up', '--listen', '127.0.0.1:0', ...world.args(old, { replica: false }))
    assert.equal(needed.code, 2)
    assert.match(needed.stderr, /replica: off/)
    const caught = await goferry('restore', '--catch-up', '--json', ...world.args(old))
    assert.equal(caught.code, 0, caught.stderr)
    const again = await world.start(old)
    const veteran = at(client, again)
    for (const i of [4, 5]) await veteran.succeeds(...get(veteran, i))
    await again.stop()
  })

  it('is not sealed by a replica that is not its own: what is refused changes nothing', async () => {
    const world = new BackupNode(folder())
    const data = folder()
    const named = (replica: string) => ['--data', data, ...settingsFile(folder(), { replica, upstream: 'off' })]
    await world.add(data, 0, 1, { replica: false })
    const { code, stderr } = await goferry('restore', '--catch-up', ...named(join(folder(), 'mistyped')))
    assert.equal(code, 5, stderr)
    assert.match(stderr, /the replica has 0 entries/)
    assert.ok(!existsSync(join(data, 'log/restored')))
    assert.equal((await goferry('keys', 'rotate', ...world.args(data, { replica: false }))).code, 0)
    for (const replica of ['https://replica.test/log', 'replica', './replica']) {
      const refused = await goferry('up', ...named(replica))
      assert.equal(refused.code, 2)
      assert.match(refused.stderr, /bad settings: replica: /)
    }
  })
})

describe('a backup', () => {
  it('is the same for a node that runs and one that does not, and takes only what is new', async () => {
    const world = new BackupNode(folder())
    const [data, place, other] = [folder(), join(folder(), 'backup'), join(folder(), 'other')]
    await world.add(data, 0, 5)
    const first = await world.backup(data, place)
    assert.deepEqual([first['copied'], first['removed'], first['missing']], [first['files'], 0, 0])
    assert.equal((await world.backup(data, place))['copied'], 0)
    const node = await world.start(data)
    const client = desk(node)
    await client.succeeds(...get(client, 6))
    const second = await world.backup(data, place)
    // The parts of one version, and the entries in one tile that is wider now.
    assert.deepEqual([second['copied'], second['removed']], [4, 2])
    await node.stop()
    await world.backup(data, other)
    for (const tree of ['public', 'log/tile']) execFileSync('diff', ['-r', join(place, tree), join(other, tree)])
    assert.deepEqual((await drill(place)).bad, [])
    const restored = folder()
    await world.restore(place, restored)
    for (const part of ['zip', 'mod', 'info'])
      for (const i of [0, 6]) {
        const file = `public/keep.test/!m${i}/@v/v1.0.0.${part}`
        assert.deepEqual(readFileSync(join(restored, file)), readFileSync(join(data, file)))
      }
  })

  it('goes into no folder that holds something else, and over none of another log or of a newer one', async () => {
    const world = new BackupNode(folder())
    const [data, place] = [folder(), join(folder(), 'backup')]
    await world.add(data, 0, 2)
    const refused = async (into: string, of: string, text: RegExp) => {
      const { code, stderr } = await goferry('backup', into, ...world.args(of))
      assert.notEqual(code, 0)
      assert.match(stderr, text)
    }
    await refused(data, data, /may not lie in each other/)
    await refused(join(data, 'b'), data, /may not lie in each other/)
    await refused('/etc', data, /holds something that is no backup/)
    const old = join(folder(), 'old')
    execFileSync('cp', ['-a', data, old])
    await world.add(data, 2, 4)
    const { size } = await world.backup(data, place)
    await refused(place, old, /went back in time, and the backup is left as it is/)
    const stranger = folder()
    await world.add(stranger, 0, 9, { replica: false })
    await refused(place, stranger, /has a backup of the log/)
    assert.equal((await drill(place)).report['size'], size)
    const used = await goferry('restore', place, '--data', data)
    assert.equal(used.code, 2)
    assert.match(used.stderr, /not empty/)
  })

  it('names what the node does not hold as logged', async () => {
    const world = new BackupNode(folder())
    const [data, place] = [folder(), join(folder(), 'backup')]
    await world.add(data, 0, 3)
    rmSync(join(data, 'public/keep.test/!m1/@v/v1.0.0.zip'))
    const { code, stdout, stderr } = await goferry('backup', place, ...world.args(data))
    assert.equal(code, 8, stderr)
    assert.match(stdout, /public\/keep\.test\/!m1\/@v\/v1\.0\.0\.zip\tmissing/)
    assert.equal((await drill(place)).code, 0)
  })
})
