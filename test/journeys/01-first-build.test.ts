import assert from 'node:assert/strict'
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { NodeProcess } from '../support/node-process.ts'

/** A real project, and how many modules are in its build. */
const PROJECT = { path: 'github.com/gin-gonic/gin', version: 'v1.12.0', modules: 57 }
const COBRA = 'github.com/spf13/cobra'
const TOOL = 'golang.org/x/tools/cmd/stringer@v0.30.0'
const TOOLCHAIN = 'go1.26.10'

const folder = temporaryFolders()

/** What a developer sees of the commands whose results must not depend on the upstream. */
interface Seen {
  readonly modules: string
  readonly goMod: string
  readonly goSum: string
  readonly deskMod: string
  readonly toolchain: string
}

/** A whole day at a desk with a clean cache: every command of the story must succeed. */
async function dayAtDesk(node: NodeProcess): Promise<Seen> {
  const client = new GoClient(folder(), { GOPROXY: `${node.url},off`, GOSUMDB: node.key })
  const project = await unpackProject(client)
  await client.succeeds(project, 'mod', 'tidy')
  await client.succeeds(project, 'build', './...')
  const modules = await client.succeeds(project, 'list', '-m', 'all')
  await upgradesAndLists(client, project)
  const verified = await client.succeeds(project, 'mod', 'verify')
  assert.match(verified, /^all modules verified$/m)
  const deskMod = await newProgram(client)
  await client.succeeds(project, 'install', TOOL)
  assert.ok(existsSync(join(client.folder, 'bin', 'stringer')))
  const toolchain = await client.with({ GOTOOLCHAIN: TOOLCHAIN }).succeeds(client.folder, 'version')
  const [goMod = '', goSum = ''] = ['go.mod', 'go.sum'].map(name => readFileSync(join(project, name), 'utf8'))
  await client.succeeds(project, 'clean', '-modcache')
  return { modules, goMod, goSum, deskMod, toolchain }
}

/** The project as it was published, but for its go.sum: so every checksum comes from our database. */
async function unpackProject(client: GoClient): Promise<string> {
  const project = join(client.folder, 'project')
  const told = await client.succeeds(client.folder, 'mod', 'download', '-json', `${PROJECT.path}@${PROJECT.version}`)
  cpSync(JSON.parse(told).Dir, project, { recursive: true })
  rmSync(join(project, 'go.sum'))
  return project
}

async function upgradesAndLists(client: GoClient, project: string): Promise<void> {
  await client.succeeds(project, 'get', `${COBRA}@latest`)
  await client.succeeds(project, 'get', `${COBRA}@v1`)
  const updates = await client.succeeds(project, 'list', '-m', '-u', 'all')
  assert.ok(updates.trim().split('\n').length >= PROJECT.modules, updates)
  const versions = await client.succeeds(project, 'list', '-m', '-versions', COBRA)
  assert.match(versions, / v1\.\d+\.\d+/)
}

/** A new program whose imports no one requires yet: the go command looks for each at every prefix of its path. */
async function newProgram(client: GoClient): Promise<string> {
  const desk = goProject(client, `${COBRA}/doc`, 'golang.org/x/text/language')
  await client.succeeds(desk, 'mod', 'tidy')
  await client.succeeds(desk, 'get', `${COBRA}/doc@latest`)
  await client.succeeds(desk, 'build', '.')
  return readFileSync(join(desk, 'go.mod'), 'utf8')
}

describe('a first build through a fresh node, and the same when its upstream is gone', () => {
  const data = folder()
  let online: Seen | undefined

  it('succeeds with every command, verified by our own log, or by the public one with no setting but GOPROXY', async () => {
    const node = await NodeProcess.start(data)
    online = await dayAtDesk(node)
    assert.ok(online.modules.trim().split('\n').length >= PROJECT.modules, online.modules)
    assert.match(online.toolchain, new RegExp(`^go version ${TOOLCHAIN} `))
    const unconfigured = new GoClient(folder(), { GOPROXY: node.url })
    await unconfigured.succeeds(goProject(unconfigured), 'get', `${COBRA}@latest`)
    await node.stop()
  })

  for (const [gone, args] of [
    ['dead', ['--upstream', 'http://127.0.0.1:1']],
    ['none, as a centre has none', ['--role', 'centre']],
  ] as const)
    it(`gives the same on a clean cache with the upstream ${gone}`, async () => {
      const node = await NodeProcess.start(data, ...args)
      assert.deepEqual(await dayAtDesk(node), online)
      await node.stop()
    })
})
