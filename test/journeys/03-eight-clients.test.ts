import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule, type TestModule } from '../support/test-module.ts'

const CLIENTS = 8
/** A chain of modules, each of which imports the next; and what their go.mod files name though nobody imports it. */
const CHAIN = 12
const GRAPH_ONLY = 'graph.test/only'
const UNLISTED = 'vendor.test/kit'

const folder = temporaryFolders()

function pathOf(i: number): string {
  return `chain.test/m${i}`
}

function chain(): TestModule[] {
  return Array.from({ length: CHAIN }, (_, i) => {
    const next = i + 1 < CHAIN ? [pathOf(i + 1)] : []
    const required = [...next, GRAPH_ONLY].map(path => `require ${path} v1.0.0\n`).join('')
    return makeModule({
      path: pathOf(i),
      version: 'v1.0.0',
      goMod: `module ${pathOf(i)}\n\ngo 1.16\n\n${required}`,
      files: { 'a.go': `package a\n\n${next.map(path => `import _ "${path}"\n`).join('')}` },
    })
  })
}

describe('eight clients at once on a cold project', () => {
  const [graphOnly, unlisted] = [GRAPH_ONLY, UNLISTED].map(path => makeModule({ path, version: 'v1.0.0' }))
  let upstream: MisbehavingUpstream
  let node: NodeProcess

  before(async () => {
    assert.ok(graphOnly && unlisted)
    const listed = [...chain(), graphOnly]
    const records = listed.map(module => module.record)
    upstream = await MisbehavingUpstream.start([...listed, unlisted], records)
    for (const { path } of listed)
      for (const part of ['info', 'mod', 'zip'])
        upstream.misbehaviours.set(`${path}/@v/v1.0.0.${part}`, { kind: 'slow', ms: 100 })
    const data = folder()
    const unlistedRule = ['--unlisted', `${UNLISTED}=known to the tests`]
    node = await NodeProcess.start(data, '--upstream', upstream.url, ...settingsFile(data), ...unlistedRule)
    await Promise.all(Array.from({ length: CLIENTS }, firstBuild))
  })
  after(async () => {
    await node.stop()
    await upstream.stop()
  })

  async function firstBuild(): Promise<void> {
    const client = new GoClient(folder(), { GOPROXY: `${node.url},off`, GOSUMDB: node.key })
    const project = goProject(client, pathOf(0), UNLISTED)
    await client.succeeds(project, 'mod', 'tidy')
    await client.succeeds(project, 'list', '-m', 'all')
    await client.succeeds(project, 'build', '.')
  }

  it('fetch each file from upstream once', () => {
    const files = Object.entries(upstream.counts()).filter(([path]) => /\.(info|mod|zip)$/.test(path))
    const repeated = files.filter(([, count]) => count > 1)
    assert.deepEqual(repeated, [])
    assert.ok(files.length > 3 * CHAIN)
  })

  it('move no file that none of them asked for, but the .mod and .info of a zip, and an unlisted zip', () => {
    const asked = node.logged('request').map(line => decodeURIComponent(String(line['url'])).slice(1))
    const zips = asked.filter(path => path.endsWith('.zip')).map(path => path.slice(0, -'.zip'.length))
    const allowed = new Set([...asked, ...zips.flatMap(zip => [`${zip}.mod`, `${zip}.info`])])
    const files = upstream.asked.filter(path => /\.(info|mod|zip)$/.test(path) && !path.startsWith(UNLISTED))
    assert.deepEqual(
      files.filter(path => !allowed.has(path)),
      [],
    )
    assert.ok(files.includes(`${GRAPH_ONLY}/@v/v1.0.0.mod`))
    assert.ok(!files.includes(`${GRAPH_ONLY}/@v/v1.0.0.zip`))
  })
})
