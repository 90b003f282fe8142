import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const PATH = 'example.test/team/lib'
const EARLIER = 'v1.0.1-0.20260102030405-aaaaaaaaaaaa'
const LATER = 'v1.0.1-0.20260102030405-bbbbbbbbbbbb'
const listed = ['v1.0.0', EARLIER, LATER].map(version => makeModule({ path: PATH, version }))
const kit = makeModule({ path: 'vendor.test/kit', version: 'v1.0.0' })
const secret = makeModule({ path: 'corp.test/secret', version: 'v1.0.0' })

const folder = temporaryFolders()
let upstream: MisbehavingUpstream

before(async () => {
  const records = listed.map(module => module.record)
  upstream = await MisbehavingUpstream.start([...listed, kit, secret], records)
})
after(() => upstream.stop())

function startNode(data: string, settings = {}, ...args: readonly string[]): Promise<NodeProcess> {
  return NodeProcess.start(data, '--upstream', upstream.url, ...settingsFile(data, settings), ...args)
}

function clientOf(node: NodeProcess): GoClient {
  return new GoClient(folder(), { GOPROXY: `${node.url},off`, GOSUMDB: node.key })
}

/** What the go.mod of `project` requires of `path`. */
function required(project: string, path: string): string | undefined {
  return new RegExp(`${path} (\\S+)`).exec(readFileSync(join(project, 'go.mod'), 'utf8'))?.[1]
}

describe('branches and commits', () => {
  it('resolve as the upstream says now, and are not kept', async () => {
    const data = folder()
    const node = await startNode(data)
    const client = clientOf(node)
    const project = goProject(client, PATH)
    upstream.refs.set(`${PATH}@main`, EARLIER)
    upstream.refs.set(`${PATH}@bbbbbbbbbbbb`, LATER)

    await client.succeeds(project, 'get', `${PATH}@main`)
    assert.equal(required(project, PATH), EARLIER)
    await client.succeeds(project, 'get', `${PATH}@bbbbbbbbbbbb`)
    assert.equal(required(project, PATH), LATER)
    await client.succeeds(project, 'build', '.')

    const answer = await node.get(`/${PATH}/@v/main.info`)
    assert.equal(answer.status, 200)
    assert.doesNotMatch(answer.headers.get('cache-control') ?? '', /immutable|max-age=[1-9]/)
    assert.deepEqual(globSync('{public,withheld}/**/{main,bbbbbbbbbbbb}.*', { cwd: data }), [])
    await node.stop()

    upstream.refs.set(`${PATH}@main`, LATER)
    const again = await startNode(data)
    assert.match((await again.get(`/${PATH}/@v/main.info`)).text, new RegExp(LATER))
    await again.stop()
  })
})

describe('a module that the public database does not list', () => {
  const data = folder()

  it('is refused, with the reason and the remedy on the terminal', async () => {
    const node = await startNode(data)
    const client = clientOf(node)
    const told = await client.fails(goProject(client), 'get', `${kit.path}@v1.0.0`)
    assert.match(told, /403 Forbidden/)
    assert.match(told, /vendor\.test\/kit@v1\.0\.0/)
    assert.match(told, /--unlisted/)
    assert.deepEqual(globSync(`public/${kit.path}/**/v*`, { cwd: data }), [])
    await node.stop()
    const misses = await goferry('ls', '--misses', '--data', data)
    assert.match(misses.stdout, /^vendor\.test\/kit@v1\.0\.0\t/m)
  })

  it('is taken under --unlisted, and the reason stays with it', async () => {
    const node = await startNode(data, {}, '--unlisted', 'vendor.test/*=signed by the vendor on paper')
    const client = clientOf(node)
    const project = goProject(client, kit.path)
    await client.succeeds(project, 'mod', 'tidy')
    await client.succeeds(project, 'build', '.')
    const shown = await goferry('show', `${kit.path}@v1.0.0`, '--data', data)
    assert.match(shown.stdout, /signed by the vendor on paper/)
    await node.stop()
  })
})

describe('a reserved module', () => {
  it('is refused though the upstream has it, and the upstream hears nothing of it', async () => {
    const node = await startNode(folder(), { reserved: ['corp.test'], unlisted: ['corp.test=would be taken'] })
    const client = clientOf(node)
    const project = goProject(client, secret.path)
    upstream.asked.length = 0
    for (const args of [
      ['get', `${secret.path}@v1.0.0`],
      ['get', `${secret.path}@latest`],
      ['get', `${secret.path}@main`],
      ['mod', 'tidy'],
    ]) {
      const told = await client.fails(project, ...args)
      assert.match(told, /internal module/, args.join(' '))
    }
    for (const path of [`${secret.path}/@latest`, `sumdb/sum.test/lookup/${secret.path}@v1.0.0`])
      assert.equal((await node.get(`/${path}`)).status, 403, path)
    assert.deepEqual(
      upstream.asked.filter(path => path.includes('corp')),
      [],
    )
    await node.stop()
  })
})
