import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, globSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const noise = randomBytes(50_000).toString('base64')
const module = makeModule({ path: 'one.test/m', version: 'v1.0.0', files: { 'noise.txt': noise } })
const other = makeModule({ path: 'two.test/m', version: 'v1.0.0' })
const folder = temporaryFolders()
let upstream: MisbehavingUpstream

before(async () => {
  upstream = await MisbehavingUpstream.start([module, other])
})
after(() => upstream.stop())

function startNode(data: string, ...args: readonly string[]): Promise<NodeProcess> {
  return NodeProcess.start(data, '--upstream', upstream.url, ...settingsFile(data), ...args)
}

/** A desk that takes modules from `proxy` and checks them against the log of `node`. */
function desk({ key }: NodeProcess, proxy: string): GoClient {
  return new GoClient(folder(), { GOPROXY: proxy, GOSUMDB: key })
}

function get(client: GoClient, { path }: { path: string }): [string, string, string] {
  return [goProject(client), 'get', `${path}@v1.0.0`]
}

/** Changes one byte of a file in place and sets its times back, as somebody does who does not want to be seen. */
function flipByte(file: string): void {
  const { atime, mtime } = statSync(file)
  const bytes = readFileSync(file)
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(file, bytes)
  utimesSync(file, atime, mtime)
}

/** A stopped node that holds one module, and what it said about itself. */
async function stoppedNode(): Promise<NodeProcess> {
  const node = await startNode(folder())
  const client = desk(node, node.url)
  await client.succeeds(...get(client, module))
  await node.stop()
  return node
}

/** Starts the node of `data`, which must refuse; gives its exit code and what it said. */
async function refusedStart(data: string): Promise<string> {
  const { code, stderr } = await goferry('up', '--data', data, '--listen', '127.0.0.1:0', '--upstream', 'off')
  return `${code} ${stderr}`
}

describe('one byte changed in a stored', () => {
  for (const part of ['zip', 'mod'] as const)
    it(`${part} is named by the node, which does not serve it, and by go where it reads the bare files`, async () => {
      const node = await startNode(folder())
      const client = desk(node, node.url)
      await client.succeeds(...get(client, module))
      flipByte(join(node.data, `public/${module.path}/@v/v1.0.0.${part}`))

      const next = desk(node, node.url)
      const told = await next.fails(...get(next, module))
      assert.match(told, /502 Bad Gateway/)
      assert.match(told, /damaged/)
      assert.equal(node.logged('stored-file-damaged')[0]?.['key'], `public/${module.path}/@v/v1.0.0.${part}`)

      const bare = desk(node, `file://${node.data}/public`)
      assert.match(await bare.fails(...get(bare, module)), /checksum (mismatch|error)|corrupt/)
      await node.stop()
    })

  it('record is not what the node answers from, and go refuses it where it reads the bare files', async () => {
    const node = await startNode(folder())
    const client = desk(node, node.url)
    await client.succeeds(...get(client, module))
    const record = join(node.data, `public/sumdb/${node.name}/lookup/${module.path}@v1.0.0`)
    writeFileSync(record, readFileSync(record, 'utf8').replace(module.h1Zip, other.h1Zip))

    const next = desk(node, node.url)
    await next.succeeds(...get(next, module))
    const bare = desk(node, `file://${node.data}/public`)
    assert.match(await bare.fails(...get(bare, module)), /checksum mismatch|SECURITY ERROR|cannot authenticate/)
    await node.stop()
  })
})

describe('our own log', () => {
  it('forked under the same key is refused by go, and by a node that finds the fork published', async () => {
    const node = await stoppedNode()
    const fork = folder()
    // Whoever has the key files can sign another log; the commands refuse to.
    cpSync(join(node.data, 'keys'), join(fork, 'keys'), { recursive: true })
    chmodSync(join(fork, 'keys'), 0o700)

    const honest = await startNode(node.data)
    const client = desk(honest, honest.url)
    await client.succeeds(...get(client, module))
    await honest.stop()
    const forked = await startNode(fork)
    assert.equal(forked.key, honest.key)
    const elsewhere = desk(forked, forked.url)
    await elsewhere.succeeds(...get(elsewhere, other))
    const misled = client.with({ GOPROXY: `${forked.url},off` })
    assert.match(await misled.fails(...get(misled, other)), /SECURITY ERROR|inconsistent tile/)
    await forked.stop()

    const heads = [node.data, fork].map(data => join(data, `public/sumdb/${node.name}/latest`))
    cpSync(heads[1] ?? '', heads[0] ?? '')
    assert.match(await refusedStart(node.data), /^5 .*fork/s)
  })

  it('rolled back is refused when the node starts', async () => {
    const node = await stoppedNode()
    const generations = globSync('log/head/*', { cwd: node.data }).sort()
    for (const newer of generations.slice(1)) rmSync(join(node.data, newer))
    assert.match(await refusedStart(node.data), /^5 .*the folder went back in time/s)
  })

  it('rolled back under a running node is named to who asks for the head', async () => {
    const node = await startNode(folder(), '--workers', '1')
    const client = desk(node, node.url)
    const published = join(node.data, `public/sumdb/${node.name}/latest`)
    await client.succeeds(...get(client, module))
    const older = readFileSync(published)
    await client.succeeds(...get(client, other))
    writeFileSync(published, older)
    const answer = await node.get(`/sumdb/${node.name}/latest`)
    assert.equal(answer.status, 502)
    assert.match(answer.text, /smaller|back/)
    await node.stop()
  })

  it('with one byte changed in its entries is refused when the node starts', async () => {
    const node = await stoppedNode()
    for (const tile of globSync('log/tile/8/data/**/*', { cwd: node.data, withFileTypes: true }))
      if (tile.isFile()) flipByte(join(tile.parentPath, tile.name))
    assert.match(await refusedStart(node.data), /^5 .*log\/tile\/8\/data/s)
  })
})
