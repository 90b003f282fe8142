import assert from 'node:assert/strict'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { MisbehavingUpstream, type Misbehaviour } from '../support/misbehaving-upstream.ts'
import { NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule, type TestModule } from '../support/test-module.ts'

/** The name of a file that only spoilt modules have: where it is found, spoilt bytes were kept. */
const MARK = 'tampered-mark'

/** What an upstream does to one file of a module, and how the node names it. */
interface Case {
  readonly name: string
  readonly spoilt: 'zip' | 'mod' | 'info' | 'record'
  bad(honest: TestModule, record: string): Misbehaviour
  readonly told: RegExp
}

const cases: readonly Case[] = [
  {
    name: 'another zip',
    spoilt: 'zip',
    bad: ({ path }) => bytes(spoiltZip(path)),
    told: /zip is h1:.*record says h1:/,
  },
  {
    name: 'another go.mod',
    spoilt: 'mod',
    bad: ({ path }) => bytes(`module ${path}\n\n// ${MARK}\n`),
    told: /go\.mod is h1:.*record says h1:/,
  },
  {
    name: 'another record',
    spoilt: 'record',
    bad: ({ h1Zip, h1Mod }, record) => bytes(record.replace(h1Zip, h1Mod)),
    told: /proof refused.*is another one/,
  },
  { name: 'a web page for a go.mod', spoilt: 'mod', bad: () => ({ kind: 'html' }), told: /web page/ },
  { name: 'a web page for a zip', spoilt: 'zip', bad: () => ({ kind: 'html' }), told: /zip/ },
  { name: 'a go.mod without end', spoilt: 'mod', bad: () => ({ kind: 'endless' }), told: /more than \d+ bytes/ },
  { name: 'half a zip', spoilt: 'zip', bad: () => ({ kind: 'truncated' }), told: /broke off/ },
]

function bytes(value: Uint8Array | string): Misbehaviour {
  return { kind: 'bytes', bytes: value }
}

/** The paths of the files below `data` that hold spoilt bytes; a staged one may go meanwhile. */
function spoiltFiles(data: string): string[] {
  return globSync('**/*', { cwd: data }).filter(path => {
    if (!statSync(join(data, path), { throwIfNoEntry: false })?.isFile()) return false
    try {
      return readFileSync(join(data, path)).includes(MARK)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw error
    }
  })
}

function spoiltZip(path: string): Uint8Array {
  return makeModule({ path, version: 'v1.0.0', files: { [`${MARK}.go`]: 'package a\n' } }).zip
}

const folder = temporaryFolders()
const modules = cases.map((_, i) => makeModule({ path: `case${i}.test/m`, version: 'v1.0.0' }))
const good = makeModule({ path: 'good.test/m', version: 'v1.0.0' })

describe('an upstream that serves', () => {
  const data = folder()
  let upstream: MisbehavingUpstream
  let node: NodeProcess
  let client: GoClient

  before(async () => {
    upstream = await MisbehavingUpstream.start([...modules, good])
    node = await NodeProcess.start(data, '--upstream', upstream.url, ...settingsFile(data))
    client = new GoClient(folder(), { GOPROXY: `${node.url},off`, GOSUMDB: node.key })
  })
  after(async () => {
    await node.stop()
    await upstream.stop()
  })

  for (const [i, { name, spoilt, bad, told }] of cases.entries())
    it(`${name} is caught and named to the developer and in the log, and nothing of it is kept or served`, async () => {
      const module = modules[i] ?? good
      const files = { zip: '@v/v1.0.0.zip', mod: '@v/v1.0.0.mod', info: '@v/v1.0.0.info', record: '' }
      const lookup = `sumdb/sum.test/lookup/${module.path}@v1.0.0`
      const record = await (await fetch(`${upstream.url}/${lookup}`)).text()
      const file = spoilt === 'record' ? lookup : `${module.path}/${files[spoilt]}`
      upstream.misbehaviours.set(file, bad(module, record))

      const project = goProject(client)
      await client.succeeds(project, 'mod', 'edit', `-require=${module.path}@v1.0.0`)
      const terminal = await client.fails(project, 'mod', 'download')
      assert.match(terminal, /502 Bad Gateway/)
      assert.match(terminal, told)
      const noted = [...node.logged('verification-failed'), ...node.logged('pull-failed')]
      assert.ok(noted.some(line => line['module'] === `${module.path}@v1.0.0`))
      for (const part of spoilt === 'record' ? (['mod', 'zip'] as const) : [spoilt]) {
        assert.equal((await node.get(`/${module.path}/${files[part]}`)).status, 502)
        assert.deepEqual(globSync(`*/${module.path}/${files[part]}`, { cwd: data }), [])
      }
      assert.deepEqual(
        spoiltFiles(data).filter(path => !path.startsWith('run/tmp/')),
        [],
      )
    })

  it('all this serves other modules all the while', async () => {
    await client.succeeds(goProject(client), 'get', `${good.path}@v1.0.0`)
  })

  it('nothing of it is left where a node that stops has thrown away what was coming', async () => {
    await node.stop()
    assert.deepEqual(spoiltFiles(data), [])
  })
})
