import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type PostgresServer, startPostgres } from '../../tools/postgres.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { doctor } from '../support/doctor.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { runCommand } from '../support/run-command.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const folder = temporaryFolders()
const upstream = new FolderUpstream(folder())
const password = 'hunter2'
const modules = [
  ...Array.from({ length: 30 }, (_, i) => ({
    path: `tree.test/M${i}`,
    version: 'v1.0.0',
    goMod: `module tree.test/M${i}\n\nrequire tree.test/M${(i * 7) % 30} v1.0.0\n`,
  })),
  { path: 'tree.test/tool', version: 'v1.0.0', files: { 'cmd/stringer/main.go': 'package main\n' } },
].map(makeModule)
upstream.publish([...modules, makeModule({ path: 'late.test/m', version: 'v1.0.0' })])
const names = modules.map(({ path, version }) => `${path}@${version}`)

/** What commands say that ask the index. */
async function answers(data: string, settings: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const args of [
    ['search', 'tree.test'],
    ['search', '--kind', 'tool', 'TEST'],
    ['search', 'stringer'],
    ['who-requires', 'tree.test/M7'],
  ]) {
    const { code, stdout, stderr } = await goferry(...args, '--json', '--data', data, ...settings)
    assert.equal(code, 0, stderr)
    found.push(stdout.replaceAll(/"position":\d+/g, ''))
  }
  return found
}

describe('a node with PostgreSQL', () => {
  let server: PostgresServer
  let database: string
  const data = folder()
  const settings = (more = {}, at = data) =>
    settingsFile(at, { sumdb: FolderUpstream.sumdb, upstream: upstream.url, database, workers: 1, ...more })
  const examine = (at: string, named: readonly string[]) =>
    doctor(['node', '--data', at, ...named], (...command) => runCommand(command, { env: { ...process.env } }))

  before(async () => {
    process.env['GOFERRY_DATABASE_PASSWORD'] = password
    server = await startPostgres({ password })
    database = `${server.url}?schema=south`
    const { code, stderr } = await goferry('add', ...names, '--data', data, ...settings())
    assert.equal(code, 0, stderr)
  })
  after(() => server.stop())

  it('finds what a node with SQLite finds, and has no file for it', async () => {
    const other = folder()
    const named = settings({ database: 'sqlite' }, other)
    assert.equal((await goferry('add', ...names, '--data', other, ...named)).code, 0)
    const found = await answers(data, settings())
    assert.deepEqual(found, await answers(other, named))
    assert.ok(found.every(text => text.includes('tree.test/')))
    assert.ok(!existsSync(join(data, 'index.sqlite')))
    assert.equal((await goferry('rebuild', '--data', data, ...settings())).code, 0)
    assert.deepEqual(await answers(data, settings()), found)
  })

  it('is told by the doctor, who changes nothing', async () => {
    const version = async (named: readonly string[]) => {
      const { findings, troubles } = await examine(data, named)
      assert.deepEqual(troubles, {})
      return /of version (\d+) /.exec(findings['database']?.message ?? '')?.[1]
    }
    assert.equal(await version(settings()), '1')
    for (let i = 0; i < 2; i++) assert.equal(await version(settings({ database: `${server.url}?schema=fresh` })), '0')
    settings()
  })

  it('keeps the password to its one process', async () => {
    const node = await NodeProcess.start(data, ...settings())
    await answers(data, settings())
    const workers = readdirSync('/proc').filter(pid => /worker-main/.test(status(pid, 'cmdline')) && isOf(data, pid))
    assert.equal(workers.length, 1)
    for (const pid of workers) assert.doesNotMatch(status(pid, 'environ'), /hunter2/)
    await node.stop()
    assert.doesNotMatch(node.output, /hunter2/)
  })

  it('serves and takes on while the server is away, says what is wrong, and is in step when it is back', async () => {
    const node = await NodeProcess.start(data, ...settings())
    const found = await answers(data, settings())
    await server.restart()
    assert.deepEqual(await answers(data, settings()), found)
    const away = settings({ database: 'postgres://postgres@127.0.0.1:1/postgres' })
    await node.stop()
    const lonely = await NodeProcess.start(data, ...away)
    assert.equal((await lonely.get('/tree.test/!m1/@v/v1.0.0.mod')).status, 200)
    const { code, stderr } = await goferry('search', 'tree', '--data', data, ...away)
    assert.equal(code, 1)
    assert.match(stderr, /the database 127\.0\.0\.1:1\/postgres cannot be reached: no answer \(ECONNREFUSED\)/)
    assert.deepEqual((await examine(data, away)).troubles, { 'database-bad': 'error' })
    assert.equal((await lonely.get('/late.test/m/@v/v1.0.0.zip')).status, 200)
    const add = await goferry('add', 'late.test/m@v1.0.0', '--data', data, ...away)
    assert.equal(add.code, 1)
    assert.match(add.stderr, /the database 127\.0\.0\.1:1\/postgres cannot be reached/)
    await lonely.stop()
    const late = await goferry('search', 'late', '--data', data, ...settings())
    assert.match(late.stdout, /^late\.test\/m\tv1\.0\.0/)
  })

  it('is not given the schema of another node', async () => {
    const other = folder()
    const named = settings({ name: 'other.test' }, other)
    for (const args of [
      ['add', names[0] ?? ''],
      ['search', 'tree'],
    ]) {
      const { code, stderr } = await goferry(...args, '--data', other, ...named)
      assert.equal(code, 1)
      assert.match(stderr, /schema south is of the node \S+; nothing was changed: name another schema/)
    }
    assert.deepEqual((await examine(other, named)).troubles, { 'database-bad': 'error' })
    assert.equal((await answers(data, settings())).length, 4)
  })

  it('does not start with a password in its settings, nor shows it', async () => {
    const named = settings({ database: database.replace('postgres@', `postgres:${password}@`) })
    const { code, stderr } = await goferry('add', names[0] ?? '', '--data', data, ...named)
    assert.equal(code, 2)
    assert.match(stderr, /settings: database: it holds a password.*GOFERRY_DATABASE_PASSWORD/)
    assert.doesNotMatch(stderr, /hunter2/)
  })
})

/** Whether the parent of the process `pid` is the node on `data`. */
function isOf(data: string, pid: string): boolean {
  const parent = /^PPid:\s(\d+)/m.exec(status(pid, 'status'))?.[1] ?? ''
  return status(parent, 'cmdline').includes(data)
}

/** What the system says of a process; nothing of one that has ended. */
function status(pid: string, file: 'cmdline' | 'environ' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    return ''
  }
}
