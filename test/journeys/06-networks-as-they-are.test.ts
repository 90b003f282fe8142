import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { selfSigned } from '../support/self-signed.ts'
import { settingsFile } from '../support/settings-file.ts'
import { testDatabase } from '../support/test-database.ts'
import { makeModule } from '../support/test-module.ts'

const PUBLIC = 'public.test/lib'
const INTERNAL = 'corp.test/team/lib'
const listed = makeModule({ path: PUBLIC, version: 'v1.0.0' })
const unlisted = makeModule({ path: INTERNAL, version: 'v1.0.0' })
const TAKES_INTERNAL = { unlisted: ['corp.test=ours'] }

const folder = temporaryFolders()
let upstream: MisbehavingUpstream

before(async () => {
  upstream = await MisbehavingUpstream.start([listed, unlisted], [listed.record])
})
after(() => upstream.stop())

function startNode(settings: Readonly<Record<string, unknown>>, ...args: readonly string[]): Promise<NodeProcess> {
  const data = folder()
  return NodeProcess.start(data, '--upstream', upstream.url, ...settingsFile(data, settings), ...args)
}

/** A new program with a public and an internal import must build; gives the project's folder. */
async function mixedProject(client: GoClient): Promise<string> {
  const project = goProject(client, PUBLIC, INTERNAL)
  await client.succeeds(project, 'mod', 'tidy')
  await client.succeeds(project, 'build', '.')
  return project
}

describe('a node under a path', () => {
  it('serves clients with the usual two lines as they stand', async () => {
    const node = await startNode(TAKES_INTERNAL, '--base', '/goproxy')
    assert.match(node.url, /\/goproxy$/)
    await mixedProject(new GoClient(folder(), { GOPROXY: `${node.url},off`, GONOSUMDB: '*' }))
    const checked = new GoClient(folder(), { GOPROXY: `${node.url},off`, GOSUMDB: node.key })
    await mixedProject(checked)
    assert.deepEqual(
      node.logged('request').filter(line => !String(line['url']).startsWith('/goproxy/')),
      [],
    )
    await node.stop()
  })
})

describe('the lines of goferry env', () => {
  let node: NodeProcess

  before(async () => {
    node = await startNode(TAKES_INTERNAL)
  })
  after(() => node.stop())

  async function lines(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await goferry('env', '--data', node.data, '--url', node.url, ...args)
    assert.equal(code, 0, stderr)
    return stdout
  }

  /** A desk that knows nothing yet, with a settings file of its own for `go env -w`. */
  function newDesk(settings: Readonly<Record<string, string>> = {}): GoClient {
    const desk = folder()
    return new GoClient(desk, { GOENV: join(desk, 'go-env'), ...settings })
  }

  /** The database of the tests stands for the one that the go command knows by itself. */
  const builtIn = { GOSUMDB: testDatabase.verifierKey }

  for (const shell of ['go', 'sh'] as const) {
    it(`set up a desk for everything, checked against our log, in the form for ${shell}`, async () => {
      const client = newDesk()
      const script = `${await lines('--profile', 'all', '--shell', shell)}\ngo mod tidy && go build . && go mod verify`
      const project = goProject(client, PUBLIC, INTERNAL)
      const { code, stderr } = await client.run(project, 'sh', '-ec', script)
      assert.equal(code, 0, stderr)
      const looked = node.logged('request').filter(line => String(line['url']).includes(`/sumdb/${node.name}/lookup/`))
      assert.ok(looked.length >= 2)
    })

    it(`set up a desk with internal modules unchecked and public ones checked, in the form for ${shell}`, async () => {
      const client = newDesk(builtIn)
      const settings = settingsFile(folder(), { reserved: ['corp.test'] })
      const script = `${await lines('--profile', 'internal', '--shell', shell, ...settings)}\ngo mod tidy && go build .`
      const { code, stderr } = await client.run(goProject(client, PUBLIC, INTERNAL), 'sh', '-ec', script)
      assert.equal(code, 0, stderr)
    })

    it(`set up a desk for public modules only, in the form for ${shell}`, async () => {
      const client = newDesk(builtIn)
      const script = `${await lines('--profile', 'public', '--shell', shell)}\ngo mod tidy && go env GOPROXY GONOSUMDB`
      const { code, stdout, stderr } = await client.run(goProject(client, PUBLIC), 'sh', '-ec', script)
      assert.equal(code, 0, stderr)
      assert.equal(stdout, `${node.url}\n\n`)
    })
  }

  it('say the same to fish, PowerShell and a Dockerfile', async () => {
    const forms = {
      fish: [`set -gx GOPROXY '${node.url}'`, `set -gx GOSUMDB '${node.key}'`],
      powershell: [`$env:GOPROXY = '${node.url}'`, `$env:GOSUMDB = '${node.key}'`],
      dockerfile: [`ENV GOPROXY="${node.url}"`, `ENV GOSUMDB="${node.key}"`],
    }
    for (const [shell, wanted] of Object.entries(forms)) {
      const said = await lines('--profile', 'all', '--shell', shell)
      assert.deepEqual(said.trim().split('\n').slice(1), wanted, shell)
    }
  })

  it('are the same as JSON', async () => {
    const profiles = (await lines('--json'))
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    assert.deepEqual(profiles.find(({ profile }) => profile === 'all').variables, {
      GOPROXY: node.url,
      GOSUMDB: node.key,
    })
  })
})

describe('a node with a certificate', () => {
  it('serves a mixed project over TLS, to clients that trust it', async () => {
    const tls = await selfSigned(folder())
    const node = await startNode({ ...TAKES_INTERNAL, tls })
    assert.match(node.url, /^https:/)
    const client = new GoClient(folder(), { GOPROXY: `${node.url},off`, GOSUMDB: node.key })
    await mixedProject(client.with({ SSL_CERT_FILE: tls.cert }))
    const stranger = new GoClient(folder(), { GOPROXY: `${node.url},off`, GOSUMDB: node.key })
    assert.match(await stranger.fails(goProject(stranger), 'get', PUBLIC), /certificate/)
    await node.stop()
  })
})
