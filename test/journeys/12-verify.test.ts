import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { before, describe, it } from 'node:test'
import type { VerifyReport } from '../../src/services/verify/verify.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { killedAt } from '../support/mortal-node.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const MODULES = 500
const VERSIONS = 10
const folder = temporaryFolders()
const upstream = new FolderUpstream(folder())

/** What a scrub told: the damage of each file by its path, and how it ended. */
interface Scrub {
  readonly code: number
  readonly found: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly report: VerifyReport
}

async function scrub(data: string, ...args: readonly string[]): Promise<Scrub> {
  const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb })
  const { code, stdout, stderr } = await goferry('verify', '--json', '--data', data, ...settings, ...args)
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const items = lines.filter(line => 'damage' in line)
  return {
    code,
    found: Object.fromEntries(items.map(item => [item.subject, `${item.damage} ${item.outcome}`])),
    errors: Object.fromEntries(items.map(item => [item.subject, item.error?.reason ?? item.error?.code])),
    report: lines.at(-1) ?? assert.fail(stderr),
  }
}

/** A copy of the node's folder that may be damaged. */
function copyOf(data: string): string {
  const copy = folder()
  execFileSync('cp', ['-a', `${data}/.`, copy])
  return copy
}

function flip(file: string): void {
  const bytes = readFileSync(file)
  const at = bytes.length >> 1
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(file, bytes)
}

/** Puts one damage of each kind into the trees of the folder; gives what must be found, by file. */
function spoil(data: string, name: string): Record<string, string> {
  const file = (i: number, end: string) => `public/deep.test/m${i}/@v/v1.3.0.${end}`
  const at = (key: string) => join(data, key)
  const found: Record<string, string> = {}
  for (const [i, end] of ['zip', 'mod', 'info'].entries()) {
    const n = 10 * i
    flip(at(file(n, end)))
    truncateSync(at(file(n + 1, end)), 20)
    truncateSync(at(file(n + 2, end)), 0)
    rmSync(at(file(n + 3, end)))
    const [one, other] = [at(file(n + 4, end)), at(file(n + 5, end).replace('v1.3.0', 'v1.4.0'))]
    renameSync(one, at('swap'))
    renameSync(other, one)
    renameSync(at('swap'), other)
    rmSync(at(file(n + 6, end)))
    symlinkSync(at(file(n + 7, end)), at(file(n + 6, end)))
    for (const bad of [0, 1, 2, 4, 6]) found[file(n + bad, end)] = 'damaged healed'
    found[file(n + 5, end).replace('v1.3.0', 'v1.4.0')] = 'damaged healed'
    found[file(n + 3, end)] = 'missing healed'
  }
  for (const extra of [
    'public/deep.test/m40/@v/v9.9.9.zip',
    'public/deep.test/m40/@v/v1.3.0.zip.bak',
    'public/deep.test/m40/@v/not a key.mod',
    'public/index.html',
    'public/evil.test/m/@v/list',
    `public/sumdb/${name}/lookup/evil.test/m@v1.0.0`,
    `public/sumdb/${name}/tile/8/0/900`,
    'withheld/deep.test/m41/@v/v1.3.0.zip',
  ]) {
    mkdirSync(dirname(at(extra)), { recursive: true })
    writeFileSync(at(extra), 'what is this')
    found[extra] = 'extra healed'
  }
  appendFileSync(at('public/deep.test/m50/@v/list'), 'v9.9.9\n')
  rmSync(at('public/deep.test/m51/@v/list'))
  cpSync(at(file(52, 'info')), at('public/deep.test/m52/@latest'))
  for (const stale of ['m50/@v/list', 'm51/@v/list', 'm52/@latest']) found[`public/deep.test/${stale}`] = 'stale healed'
  const database = `public/sumdb/${name}`
  flip(at(`${database}/tile/8/0/003`))
  rmSync(at(`${database}/tile/8/0/004`))
  flip(at(`${database}/lookup/deep.test/m60@v1.0.0`))
  rmSync(at(`${database}/lookup/deep.test/m61@v1.0.0`))
  cpSync(at(`${database}/lookup/deep.test/m62@v1.0.0`), at(`${database}/lookup/deep.test/m63@v1.0.0`))
  for (const bad of ['tile/8/0/003', 'lookup/deep.test/m60@v1.0.0', 'lookup/deep.test/m63@v1.0.0'])
    found[`${database}/${bad}`] = 'damaged healed'
  for (const bad of ['tile/8/0/004', 'lookup/deep.test/m61@v1.0.0']) found[`${database}/${bad}`] = 'missing healed'
  return found
}

describe(`goferry verify of ${MODULES * VERSIONS} versions`, () => {
  let data: string
  let name: string
  before(async () => {
    const modules = Array.from({ length: MODULES * VERSIONS }, (_, i) => ({
      path: `deep.test/m${i % MODULES}`,
      version: `v1.${Math.floor(i / MODULES)}.0`,
      files: { 'noise.bin': randomBytes(300) },
    })).map(makeModule)
    upstream.publish(modules)
    data = folder()
    const sums = join(data, 'go.sum')
    writeFileSync(sums, modules.map(module => module.record).join(''))
    const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb })
    const args = ['--data', data, ...settings, '--upstream', upstream.url, '--from', sums]
    assert.equal((await goferry('add', '--json', ...args)).code, 0)
    name = JSON.parse(readFileSync(join(data, 'keys/log.json'), 'utf8')).name
  })

  it('finds a whole node whole, and reads all of it', async () => {
    const { code, found, report } = await scrub(data, '--upstream', 'off')
    assert.deepEqual({ code, found }, { code: 0, found: {} })
    const size = globSync('public/deep.test/**/*.{zip,mod,info}', { cwd: data })
      .map(file => readFileSync(join(data, file)).length)
      .reduce((sum, bytes) => sum + bytes)
    const all = { from: 0, parts: 3 * MODULES * VERSIONS, bytes: size, bad: 0, healed: 0 }
    assert.deepEqual(report, all)
  })

  it('goes on after kill -9 where it was', async () => {
    const copy = copyOf(data)
    const settings = settingsFile(copy, { sumdb: FolderUpstream.sumdb })
    const args = ['verify', '--data', copy, ...settings, '--upstream', 'off']
    assert.equal((await killedAt('scrub-noted:3', args)).signal, 'SIGKILL')
    const { code, found, report } = await scrub(copy, '--upstream', 'off')
    assert.deepEqual({ code, found }, { code: 0, found: {} })
    assert.ok(report.from > 600)
    assert.equal(report.parts, 3 * MODULES * VERSIONS)
    assert.equal((await scrub(copy, '--upstream', 'off')).report.from, 0)
  })

  it('mends what an interrupted run only named', async () => {
    const copy = copyOf(data)
    flip(join(copy, 'public/deep.test/m3/@v/v1.1.0.zip'))
    const settings = settingsFile(copy, { sumdb: FolderUpstream.sumdb })
    const args = ['verify', '--no-heal', '--data', copy, ...settings]
    assert.equal((await killedAt('scrub-noted:3', args)).signal, 'SIGKILL')
    const { code, found, report } = await scrub(copy, '--upstream', upstream.url)
    assert.deepEqual(found, { 'public/deep.test/m3/@v/v1.1.0.zip': 'damaged healed' })
    assert.deepEqual([code, report.from], [0, 0])
  })

  it('mends folders in the place of files, a file in the place of a folder, and passes names that are no text', async () => {
    const copy = copyOf(data)
    const tree = join(copy, 'public/deep.test')
    for (const file of ['m1/@v/v1.1.0.zip', 'm2/@v/list', 'm3/@latest']) {
      rmSync(join(tree, file))
      mkdirSync(join(tree, file))
    }
    rmSync(join(tree, 'm4/@v'), { recursive: true })
    writeFileSync(join(tree, 'm4/@v'), 'what is this')
    execFileSync('sh', ['-c', 'mkdir "$(printf "$0/\\377")"', tree])
    const first = await scrub(copy, '--upstream', upstream.url)
    const kept = Object.entries(first.found).filter(([, outcome]) => outcome.endsWith('unhealed'))
    assert.deepEqual(kept, [['public/deep.test/\ufffd', 'extra unhealed']])
    assert.equal(first.found['public/deep.test/m1/@v/v1.1.0.zip'], 'missing healed')
    execFileSync('sh', ['-c', 'rmdir "$(printf "$0/\\377")"', tree])
    const { code, found } = await scrub(copy, '--upstream', 'off')
    assert.deepEqual([code, found], [0, {}])
  })

  it('names each kind of damage without touching it, then heals it from the upstream', async () => {
    const copy = copyOf(data)
    const expected = spoil(copy, name)
    const named = await scrub(copy, '--no-heal')
    assert.equal(named.code, 5)
    // What is missing and stays missing must not be listed either.
    const lists = [3, 13, 23].map(i => [`public/deep.test/m${i}/@v/list`, 'stale unhealed'])
    assert.deepEqual(named.found, { ...replaced(expected, 'healed', 'unhealed'), ...Object.fromEntries(lists) })

    const healed = await scrub(copy, '--upstream', upstream.url)
    assert.deepEqual(healed.found, expected)
    assert.equal(healed.code, 0)
    assert.equal(readFileSync(join(copy, 'run/aside/public/index.html'), 'utf8'), 'what is this')
    assert.deepEqual((await scrub(copy, '--upstream', 'off')).found, {})
    // A lookup that was written again carries a newer head; all else is as it was.
    for (const same of ['public/deep.test', `public/sumdb/${name}/tile`])
      execFileSync('diff', ['-r', join(data, same), join(copy, same)])
  })

  it('takes out what it cannot heal, and says why', async () => {
    const copy = copyOf(data)
    const zip = 'public/deep.test/m7/@v/v1.9.0.zip'
    flip(join(copy, zip))
    const { code, found, errors } = await scrub(copy, '--upstream', 'off')
    assert.deepEqual({ code, found }, { code: 5, found: { [zip]: 'damaged unhealed' } })
    assert.deepEqual(errors, { [zip]: 'upstream-off' })
    assert.equal(existsSync(join(copy, zip)), false)
    assert.ok(existsSync(join(copy, 'run/aside', zip)))
    assert.doesNotMatch(readFileSync(join(copy, 'public/deep.test/m7/@v/list'), 'utf8'), /v1\.9\.0/)
    assert.deepEqual((await scrub(copy, '--upstream', upstream.url)).found, { [zip]: 'missing healed' })
  })

  it('scrubs and heals a running node, which goes on serving', async () => {
    const copy = copyOf(data)
    const settings = settingsFile(copy, { sumdb: FolderUpstream.sumdb })
    const node = await NodeProcess.start(copy, '--upstream', upstream.url, ...settings)
    flip(join(copy, 'public/deep.test/m8/@v/v1.1.0.zip'))
    assert.equal((await node.get('/deep.test/m8/@v/v1.1.0.zip')).status, 502)
    const { found } = await scrub(copy, '--upstream', upstream.url)
    assert.deepEqual(found, { 'public/deep.test/m8/@v/v1.1.0.zip': 'damaged healed' })
    assert.equal((await node.get('/deep.test/m8/@v/v1.1.0.zip')).status, 200)
    await node.stop()
  })

  it('names an entry that was changed, which only a copy from elsewhere can mend', async () => {
    const copy = copyOf(data)
    const settings = settingsFile(copy, { sumdb: FolderUpstream.sumdb })
    const node = await NodeProcess.start(copy, '--upstream', 'off', ...settings)
    flip(join(copy, 'log/tile/8/data/001'))
    const { code, errors } = await scrub(copy)
    assert.equal(code, 5)
    assert.deepEqual(errors, { 'log/tile/8/data/001': 'verify-no-copy' })
    await node.kill()
  })
})

describe('goferry verify of a node that does not run', () => {
  const few = new FolderUpstream(folder())
  const module = makeModule({ path: 'few.test/m', version: 'v1.0.0' })
  let data: string
  let database: string
  before(async () => {
    few.publish([module])
    data = folder()
    const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb })
    const args = ['--data', data, ...settings, '--upstream', few.url]
    assert.equal((await goferry('add', ...args, 'few.test/m@v1.0.0')).code, 0)
    database = `public/sumdb/${JSON.parse(readFileSync(join(data, 'keys/log.json'), 'utf8')).name}`
  })

  for (const options of [['--no-heal'], ['--upstream', few.url]])
    it(`names with ${options[0]} what opening its log writes again anyway`, async () => {
      for (const file of ['public/checkpoint', `${database}/latest`, `${database}/lookup/few.test/m@v1.0.0`]) {
        const copy = copyOf(data)
        flip(join(copy, file))
        const { code, found, report } = await scrub(copy, ...options)
        assert.deepEqual({ code, found }, { code: 0, found: { [file]: 'damaged healed' } })
        assert.deepEqual([report.bad, report.healed], [1, 1])
        assert.deepEqual(readFileSync(join(copy, file)), readFileSync(join(data, file)))
        assert.deepEqual((await scrub(copy, ...options)).found, {})
      }
    })

  it('tells it to who asks the running node, which opened the log', async () => {
    const copy = copyOf(data)
    flip(join(copy, 'public/checkpoint'))
    const settings = settingsFile(copy, { sumdb: FolderUpstream.sumdb })
    const node = await NodeProcess.start(copy, '--upstream', 'off', '--workers', '1', ...settings)
    assert.equal(node.logged('log-file-mended')[0]?.['file'], 'public/checkpoint')
    assert.deepEqual((await scrub(copy, '--no-heal')).found, { 'public/checkpoint': 'damaged healed' })
    assert.deepEqual((await scrub(copy, '--no-heal')).found, {})
    await node.stop()
  })

  it('leaves a tile of hashes as it is with --no-heal, and mends it else', async () => {
    const copy = copyOf(data)
    const [tile = ''] = globSync(`${database}/tile/8/0/000.p/*`, { cwd: copy }).sort().reverse()
    flip(join(copy, tile))
    const bad = readFileSync(join(copy, tile))
    const named = await scrub(copy, '--no-heal')
    assert.deepEqual([named.code, named.found], [5, { [tile]: 'damaged unhealed' }])
    assert.deepEqual(readFileSync(join(copy, tile)), bad)
    const healed = await scrub(copy, '--upstream', 'off')
    assert.deepEqual([healed.code, healed.found], [0, { [tile]: 'damaged healed' }])
    assert.deepEqual(readFileSync(join(copy, tile)), readFileSync(join(data, tile)))
  })
})

function replaced(found: Record<string, string>, from: string, to: string): Record<string, string> {
  return Object.fromEntries(Object.entries(found).map(([file, text]) => [file, text.replace(from, to)]))
}
