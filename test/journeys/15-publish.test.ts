import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, chmodSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { FolderCheck } from '../support/check-folder.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { MortalNode } from '../support/mortal-node.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { Oracle } from '../support/oracle.ts'
import { runCommand } from '../support/run-command.ts'
import { makeSource } from '../support/source-folder.ts'

const PATH = 'corp.test/Team/lib'
const folder = temporaryFolders()

/** The folder of a module: `lib.go` says `text`, and beside it lies what belongs in no zip. */
function library(text: string, path = PATH): string {
  const entries: Parameters<typeof makeSource>[0]['entries'] = [
    { name: 'go.mod', kind: 'file', text: `module ${path}\n\ngo 1.22\n` },
    { name: 'lib.go', kind: 'file', text: `package lib\n\nconst Text = ${JSON.stringify(text)}\n` },
    { name: '.git/config', kind: 'file', text: 'secret' },
    { name: 'tools/go.mod', kind: 'file', text: `module ${path}/tools\n` },
    { name: 'passwd', kind: 'link', text: '/etc/passwd' },
    { name: 'pipe', kind: 'pipe' },
  ]
  return makeSource({ entries }, folder())
}

function settingsOf(data: string): string[] {
  const file = join(data, 'settings.yaml')
  writeFileSync(file, 'role: centre\nreserved: [corp.test]\n')
  return ['--config', file]
}

describe('an internal module', () => {
  const data = folder()
  const settings = settingsOf(data)
  const oracle = new Oracle()
  after(() => oracle.close())

  /** What `goferry publish` says: the outcome and `h1:`, or the code of the error. */
  async function publish(at: string, version: string, ...args: readonly string[]) {
    const { code, stdout, stderr } = await goferry(
      'publish',
      at,
      version,
      '--json',
      '--data',
      data,
      ...settings,
      ...args,
    )
    const lines = stdout.split('\n').filter(line => line !== '')
    const last = JSON.parse(lines.at(-1) ?? '{}')
    return { code, last, lines, stderr }
  }

  it('is published in a running node from a relative path, got by go and verified against the node', async () => {
    const node = await NodeProcess.start(data, ...settings)
    const lib = library('one')
    const relative = await runCommand(
      [join(import.meta.dirname, '../../goferry'), 'publish', '.', 'v1.0.0', '--data', data],
      { cwd: lib },
    )
    assert.equal(relative.code, 0, relative.stderr)
    assert.match(relative.stdout, /^corp\.test\/Team\/lib@v1\.0\.0\tpublished\th1:/)
    assert.match(relative.stderr, /2 files.*4 left out/)

    const client = new GoClient(folder(), { GOPROXY: node.url, GOSUMDB: node.key })
    const project = goProject(client, PATH)
    await client.succeeds(project, 'get', `${PATH}@latest`)
    await client.succeeds(project, 'build', '.')
    const [, h1 = ''] = relative.stdout.trimEnd().split(/published\t/)
    assert.ok(readFileSync(join(project, 'go.sum'), 'utf8').includes(`${PATH} v1.0.0 ${h1}\n`))
    assert.equal(await client.succeeds(project, 'list', '-m', '-versions', PATH), `${PATH} v1.0.0\n`)

    assert.equal((await publish(lib, 'v1.0.0')).last.outcome, 'held')
    const other = await publish(library('two'), 'v1.0.0')
    assert.deepEqual([other.code, JSON.parse(other.stderr).error.code], [10, 'store-conflict'])
    const next = await publish(library('two'), 'v1.1.0')
    assert.deepEqual([next.code, next.last.outcome], [0, 'published'])
    await client.succeeds(project, 'get', `${PATH}@v1.1.0`)
    await node.stop()
    await new FolderCheck(data).check()
  })

  it('is published where no node runs, and listed by a dry run', async () => {
    const lib = library('three')
    const dry = await publish(lib, 'v1.2.0', '--dry-run')
    const told = dry.lines.slice(0, -1).map(line => JSON.parse(line))
    assert.deepEqual(
      told.map(({ subject, outcome, reason }) => [subject, outcome, reason].join(' ').trimEnd()),
      [
        'go.mod file',
        'lib.go file',
        '.git omitted source.control',
        'passwd omitted source.link',
        'pipe omitted source.irregular',
        'tools omitted source.other-module',
      ],
    )
    assert.equal(dry.last.outcome, 'ready')
    const done = await publish(lib, 'v1.2.0')
    assert.deepEqual([done.last.outcome, done.last.h1Zip], ['published', dry.last.h1Zip])
    await new FolderCheck(data).check()
  })

  it('that a bad sector hit is brought back by publishing again', async () => {
    const lib = library('four')
    await publish(lib, 'v1.3.0')
    const zip = join(data, 'public/corp.test/!team/lib/@v/v1.3.0.zip')
    const { size } = statSync(zip)
    chmodSync(zip, 0o644)
    truncateSync(zip, size - 1)
    assert.equal((await goferry('verify', '--data', data, ...settings)).code, 5)
    assert.equal((await publish(lib, 'v1.3.0')).last.outcome, 'published')
    assert.equal((await goferry('verify', '--data', data, ...settings)).code, 0)
    assert.equal(statSync(zip).size, size)
    await new FolderCheck(data).check()
  })

  it('is refused where it is not ours, or the folder is none, with a code and a name', async () => {
    const refused = async (at: string, version: string) => {
      const { code, stderr } = await publish(at, version)
      const { error } = JSON.parse(stderr)
      return [code, error.code, error.subject]
    }
    const nowhere = join(data, 'nowhere')
    assert.deepEqual(await refused(library('x', 'public.test/lib'), 'v1.0.0'), [4, 'denied', 'public.test/lib@v1.0.0'])
    assert.deepEqual(await refused(nowhere, 'v1.0.0'), [3, 'absent', nowhere])
    assert.deepEqual(await refused(library('x'), 'v2.0.0'), [2, 'bad-version', 'v2.0.0'])
    const bad = library('x')
    for (const name of ['con.go', 'a\nb', 'LIB.go']) writeFileSync(join(bad, name), '')
    const { code, lines } = await publish(bad, 'v1.4.0')
    assert.equal(code, 1)
    assert.deepEqual(
      lines.map(line => JSON.parse(line)).map(({ subject, outcome }) => [subject, outcome]),
      [
        ['a\nb', 'invalid'],
        ['con.go', 'invalid'],
        ['lib.go', 'invalid'],
      ],
    )
  })

  it('with a file that the node may not read is refused, and the file is named', async () => {
    const [lib, own] = [library('x'), folder()]
    const secret = join(lib, 'secret.go')
    writeFileSync(secret, '', { mode: 0 })
    for (const part of [lib, join(lib, '..'), join(lib, '../..'), own]) chmodSync(part, 0o777)
    const file = join(own, 'settings.yaml')
    writeFileSync(file, 'reserved: [corp.test]\n')
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    const args = ['publish', lib, 'v1.0.0', '--json', '--data', join(own, 'node'), '--config', file]
    const main = join(import.meta.dirname, '../../src/main/main.ts')
    const { code, stderr } = await runCommand([...nobody, process.execPath, main, ...args])
    const { error } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '')
    assert.deepEqual([code, error.code, error.subject, error.params.code], [1, 'io-failed', secret, 'EACCES'])
  })

  for (const module of [
    'golang.org/x/mod@v0.42.0',
    'github.com/google/uuid@v1.6.0',
    'github.com/BurntSushi/toml@v1.4.0',
  ])
    it(`out of the folder of ${module} has the h1 that go records`, async () => {
      const download = execFileSync('go', ['mod', 'download', '-json', module], { cwd: data, encoding: 'utf8' })
      const { Dir, Sum, Path, Version } = JSON.parse(download)
      const own = folder()
      const config = join(own, 'settings.yaml')
      writeFileSync(config, `reserved: ['${Path}']\n`)
      const args = ['publish', Dir, Version, '--json', '--data', join(own, 'node'), '--config', config]
      const { code, stdout, stderr } = await goferry(...args)
      assert.equal(code, 0, stderr)
      assert.equal(JSON.parse(stdout).h1Zip, Sum)
    })
})

describe('a node killed while it publishes', () => {
  const steps = ['blob-staged', 'log-staged', 'head-swapped', 'tiles-published', 'lookups-published']
  steps.push('checkpoint-published', 'zip-published', 'mod-published', 'info-published', 'list-published')

  it('at each step publishes the same version when the command is run again', async () => {
    const data = folder()
    const args = ['--data', data, ...settingsOf(data), '--workers', '0']
    const check = new FolderCheck(data)
    for (const [i, step] of steps.entries()) {
      const lib = library(step)
      const publish = () => goferry('publish', lib, `v1.${i}.0`, '--data', data)
      const first = new MortalNode(args, { GOFERRY_CRASH_AT: `${step}:${step === 'checkpoint-published' ? 2 : 1}` })
      if ((await first.greeting) !== undefined) assert.notEqual((await publish()).code, 0, step)
      assert.equal((await first.death).signal, 'SIGKILL', `${step}: ${first.output}`)
      const node = new MortalNode(args)
      await node.up()
      const again = await publish()
      assert.equal(again.code, 0, `${step}: ${again.stderr}`)
      assert.match(again.stdout, /\t(published|held)\t/)
      assert.match((await publish()).stdout, /\theld\t/)
      await node.stop()
      await check.check()
    }
  })

  it('at random, with the command under the lock, never shows half a version', async t => {
    const data = folder()
    const settings = settingsOf(data)
    const lib = library('random')
    for (let i = 0; i < 40; i++) writeFileSync(join(lib, `f${i}.txt`), `${Math.random()}\n`.repeat(5000))
    mkdirSync(join(lib, 'deep'))
    appendFileSync(join(lib, 'deep/x.go'), 'package deep\n')
    const args = ['publish', lib, 'v1.0.0', ...settings, '--data']
    const began = Date.now()
    assert.equal((await goferry(...args, folder())).code, 0)
    const whole = Date.now() - began
    let killed = 0
    for (let i = 0; i < 15; i++) {
      const { NODE_TEST_CONTEXT: _, ...env } = process.env
      const child = spawn(join(import.meta.dirname, '../../goferry'), [...args, data], {
        env,
        detached: true,
        stdio: 'ignore',
      })
      const timer = setTimeout(
        () => process.kill(-(child.pid ?? assert.fail()), 'SIGKILL'),
        randomInt(Math.ceil(1.1 * whole)),
      )
      const [, signal] = await once(child, 'exit')
      clearTimeout(timer)
      if (signal !== null) killed++
    }
    const { code, stderr } = await goferry(...args, data)
    assert.equal(code, 0, stderr)
    await new FolderCheck(data).check()
    t.diagnostic(`${killed} of 15 killed`)
    assert.ok(killed > 0)
  })
})
