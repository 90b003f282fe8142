import assert from 'node:assert/strict'
import { globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, before, describe, it } from 'node:test'
import { BackupNode } from '../support/backup-node.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { type Doctored, doctor } from '../support/doctor.ts'
import { FaultyWay } from '../support/faulty-way.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { killedAt } from '../support/mortal-node.ts'
import { goferry, type NodeProcess } from '../support/node-process.ts'
import { ObjectStore } from '../support/object-store.ts'
import { runCommand } from '../support/run-command.ts'
import { selfSigned } from '../support/self-signed.ts'

const folder = temporaryFolders()
let objects: ObjectStore
let way: FaultyWay
before(async () => {
  objects = await ObjectStore.start(folder())
  way = await FaultyWay.to(objects.endpoint)
})
afterEach(() => {
  way.rule = () => undefined
})

let replicas = 0

/** A node with a replica in the object store. */
function newNode(endpoint = way.endpoint): BackupNode {
  return new BackupNode(folder(), objects.url(`hq/${replicas++}`, endpoint))
}

/** A developer whose go command verifies everything against the log of the node. */
function desk({ url, key }: NodeProcess): GoClient {
  return new GoClient(folder(), { GOPROXY: `${url},off`, GOSUMDB: key })
}

function get(client: GoClient, i: number): [string, string, string] {
  return [goProject(client), 'get', `keep.test/M${i}@v1.0.0`]
}

function doctored(...args: readonly string[]): Promise<Doctored> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  return doctor(['node', ...args], (...command) => runCommand(command, { env }))
}

describe('a node whose replica lies in an object store', () => {
  it('takes nothing new while the store is away, says so, and goes on by itself when it is back', async () => {
    const world = newNode()
    const node = await world.start(folder())
    const client = desk(node)
    await client.succeeds(...get(client, 0))
    way.rule = () => 'fail'
    const refusal = await client.fails(...get(client, 1))
    assert.match(refusal, /nothing is acknowledged without it/)
    assert.match(refusal, new RegExp(`${way.endpoint} does not answer`))
    await client.succeeds(...get(client, 0))
    way.rule = () => undefined
    // What failed just now is not tried again for some seconds.
    await client.succeeds(...get(client, 2))
    await node.stop()
    assert.doesNotMatch(node.output, /a-secret-that/)
  })

  it('goes on after it was killed at each step that writes there', async () => {
    const world = newNode()
    const data = folder()
    await world.add(data, 0, 1)
    const points = ['replica-staged', 'head-swapped', 'replica-head-swapped', 'replica-tiles-published']
    for (const [i, point] of points.entries()) {
      const args = ['add', ...world.args(data), `keep.test/M${i + 1}@v1.0.0`]
      assert.equal((await killedAt(point, args)).signal, 'SIGKILL', point)
      const { code, stderr } = await goferry(...args)
      assert.equal(code, 0, stderr)
    }
    const { findings, troubles, output } = await doctored(...world.args(data))
    assert.deepEqual(troubles, {}, output)
    assert.match(findings['replica']?.message ?? '', /has (\d+) of \1 entries/)
  })

  it('does not start where the store is away, refuses, or is another, and says what to do', async () => {
    const world = newNode()
    const data = folder()
    await world.add(data, 0, 1)
    const other = newNode()
    const refused = async (args: string[], what: RegExp) => {
      const { code, stderr } = await goferry('up', '--listen', '127.0.0.1:0', ...args)
      assert.notEqual(code, 0)
      assert.match(stderr, what)
      assert.doesNotMatch(stderr, /a-secret-that/)
    }
    await refused(other.args(data), /is not the one that this log was written to/)
    assert.deepEqual((await doctored(...other.args(data))).troubles, { 'replica-away': 'error' })
    way.rule = () => 'fail'
    await refused(world.args(data), /does not answer \(ECONNRESET\): is it up/)
    way.rule = () => ({ status: 403, code: 'AccessDenied' })
    await refused(world.args(data), /refuses this for the bucket ferry \(403 AccessDenied\): check AWS_ACCESS_KEY_ID/)
    const { troubles, output } = await doctored(...world.args(data))
    assert.deepEqual(troubles, { 'replica-mute': 'error' })
    assert.match(output, /AccessDenied/)
    await refused(
      ['--data', data, '--replica', 's3://key:a-secret-that@ferry/x?endpoint=https://s3.test'],
      /bad settings: --replica: a URL holds no user, password or key/,
    )
  })

  it('is refused where a newer head lies there than its own, and where that was overwritten', async () => {
    const world = newNode()
    const [data, old] = [folder(), folder()]
    await world.add(data, 0, 1)
    assert.equal((await runCommand(['cp', '-a', `${data}/.`, old])).code, 0)
    await world.add(data, 1, 2)
    assert.deepEqual((await doctored(...world.args(old))).troubles, { 'replica-ahead': 'error' })
    const [newest = ''] = globSync(join(objects.folder, `hq/${replicas - 1}/log/head/*`))
      .sort()
      .reverse()
    writeFileSync(newest, 'no head')
    assert.deepEqual((await doctored(...world.args(data))).troubles, { 'replica-mute': 'error' })
  })

  it('trusts the authority of the store by NODE_EXTRA_CA_CERTS', async () => {
    const tls = await selfSigned(folder())
    const secure = await ObjectStore.start(folder(), tls)
    const data = folder()
    const upstream = new BackupNode(folder(), secure.url('tls'))
    const add = (env: NodeJS.ProcessEnv) => {
      const { NODE_TEST_CONTEXT: _, ...own } = process.env
      const program = join(import.meta.dirname, '../../goferry')
      return runCommand([program, 'add', ...upstream.args(data), 'keep.test/M0@v1.0.0'], { env: { ...own, ...env } })
    }
    const refused = await add({})
    assert.notEqual(refused.code, 0)
    assert.match(refused.stdout + refused.stderr, /does not answer \(DEPTH_ZERO_SELF_SIGNED_CERT\)/)
    const taken = await add({ NODE_EXTRA_CA_CERTS: tls.cert })
    assert.equal(taken.code, 0, taken.stderr)
    await secure.stop()
  })
})
