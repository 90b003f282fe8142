import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  globSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { formatRestoredMark } from '../../src/core/log/restored-mark.ts'
import { Child } from '../support/disk/child.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { type Doctored, doctor } from '../support/doctor.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { runCommand } from '../support/run-command.ts'
import { selfSigned } from '../support/self-signed.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const modules = Array.from({ length: 6 }, (_, i) => makeModule({ path: `doctor.test/m${i}`, version: 'v1.0.0' }))
const folder = temporaryFolders()
const mounted = folder()
const upstream = new FolderUpstream(folder())
upstream.publish(modules)
const settings = { sumdb: FolderUpstream.sumdb, upstream: upstream.url }

/** The first command runs before `command`, in one shell: `ulimit -n 1000`. */
const inShell = (first: string) => (command: readonly string[]) => [
  'sh',
  '-c',
  `${first} && exec "$@"`,
  'sh',
  ...command,
]

/** What the doctor says of the node in `data`. */
function examine(
  data: string,
  { args = [] as readonly string[], more = {}, wrap = (command: readonly string[]) => command } = {},
): Promise<Doctored> {
  const named = settingsFile(data, { ...settings, ...more })
  return doctor(['node', '--data', data, ...named, ...args], (...command) => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    return runCommand(wrap(command), { env })
  })
}

describe('goferry doctor, a node', () => {
  let sample: string
  let keyFile: string
  before(async () => {
    sample = folder()
    const names = modules.map(({ path, version }) => `${path}@${version}`)
    const { code, stderr } = await goferry('add', ...names, '--data', sample, ...settingsFile(sample, settings))
    assert.equal(code, 0, stderr)
    keyFile = globSync('keys/*.key', { cwd: sample })[0] ?? assert.fail()
  })
  const copy = (to = folder()) => {
    execFileSync('cp', ['-a', `${sample}/.`, to])
    return to
  }
  const flip = (file: string) => {
    const bytes = readFileSync(file)
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
    writeFileSync(file, bytes)
  }
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

  it('all well, beside a stopped node and beside a running one', async () => {
    const data = copy()
    const stopped = await examine(data)
    assert.deepEqual([stopped.troubles, stopped.code], [{}, 0], stopped.output)
    assert.match(stopped.findings['sample']?.message ?? '', /^6 versions/)
    const node = await NodeProcess.start(data, '--workers', '0', ...settingsFile(data, settings))
    const running = await examine(data)
    assert.deepEqual(running.troubles, {}, running.output)
    assert.equal(running.findings['node-running']?.subject, node.url)
    await node.stop()
  })

  it('the upstream that the running node asks; without one, that of this shell, which is then said', async () => {
    const data = copy()
    const more = { upstream: undefined }
    const named = settingsFile(data, { ...settings, ...more })
    const node = await NodeProcess.start(data, '--workers', '0', '--upstream', upstream.url, ...named)
    const elsewhere = { more, wrap: inShell('export GOPROXY=http://127.0.0.1:1') }
    const running = await examine(data, elsewhere)
    assert.deepEqual(running.troubles, {}, running.output)
    assert.equal(running.findings['upstream']?.subject, upstream.url)
    await node.stop()
    const stopped = await examine(data, elsewhere)
    assert.deepEqual(stopped.troubles, { 'upstream-mute': 'error' }, stopped.output)
    assert.equal(stopped.findings['upstream-guessed']?.subject, 'http://127.0.0.1:1')
  })

  /** Does something to the folder; gives settings that differ, or nothing. */
  type Spoil = (data: string) => unknown
  const cases: readonly [string, Spoil, Readonly<Record<string, string>>][] = [
    ['a setting that there is not', () => ({ upstraem: 'off' }), { 'settings-bad': 'error' }],
    ['a damaged zip', data => flip(join(data, 'public/doctor.test/m3/@v/v1.0.0.zip')), { 'sample-bad': 'error' }],
    [
      'a go.mod that is gone',
      data => rmSync(join(data, 'public/doctor.test/m3/@v/v1.0.0.mod')),
      { 'sample-bad': 'error' },
    ],
    ['a damaged entry', data => flip(globSync(join(data, 'log/tile/8/data/*.p/*'))[0] ?? ''), { 'log-bad': 'error' }],
    ['a key that is none', data => writeFileSync(join(data, keyFile), 'PRIVATE+KEY+x'), { 'keys-bad': 'error' }],
    [
      'a checkpoint of tomorrow',
      data => {
        const tomorrow = Date.now() / 1000 + 86_400
        utimesSync(join(data, 'public/checkpoint'), tomorrow, tomorrow)
      },
      { 'clock-behind': 'error' },
    ],
    ['files of another user', data => chownSync(join(data, 'log/head'), 4711, 4711), { 'owner-other': 'error' }],
    ['no upstream', () => ({ upstream: 'off' }), {}],
    ['an upstream that is not there', () => ({ upstream: 'http://127.0.0.1:1' }), { 'upstream-mute': 'error' }],
    [
      'an upstream without the database',
      () => ({ upstream: `file://${folder()}` }),
      { 'upstream-no-database': 'warning' },
    ],
    ['a certificate that ends soon', async data => ({ tls: await selfSigned(data) }), { 'tls-ends': 'warning' }],
    [
      'a certificate that is not there',
      async data => ({ tls: { cert: join(data, 'no'), key: join(data, 'no') } }),
      { 'tls-bad': 'error' },
    ],
    [
      'the key of another certificate',
      async data => {
        const [{ cert }, { key }] = [await selfSigned(data), await selfSigned(folder())]
        return { tls: { cert, key } }
      },
      { 'tls-bad': 'error' },
    ],
    ['more connections than the system allows', () => ({ connections: 65_535 }), { 'files-few': 'warning' }],
  ]
  for (const [name, spoil, expected] of cases)
    it(`${name}: ${Object.keys(expected).join(', ') || 'all well'}`, async () => {
      const data = copy()
      const more = { ...((await spoil(data)) as object | undefined) }
      const { code, troubles, output } = await examine(data, { more, wrap: inShell('ulimit -n 20000') })
      assert.deepEqual(troubles, expected, output)
      assert.equal(code, Object.values(expected).includes('error') ? 9 : 0)
    })

  it('a password of the upstream that others can read: settings-exposed, and it is not shown', async () => {
    const more = { upstream: 'http://jo:canary@127.0.0.1:1' }
    const { troubles, output } = await examine(copy(), { more })
    assert.deepEqual(troubles, { 'settings-exposed': 'warning', 'upstream-mute': 'error' })
    assert.doesNotMatch(output, /canary/)
  })

  it('rights that others have: told, and taken away by --fix', async () => {
    const data = copy()
    const wrong: readonly [string, number, string, string][] = [
      ['keys', 0o755, 'keys-exposed', '700'],
      [keyFile, 0o644, 'keys-exposed', '600'],
      ['log', 0o755, 'folder-exposed', '700'],
      ['public', 0o777, 'folder-writable', '755'],
    ]
    for (const [name, bits] of wrong) chmodSync(join(data, name), bits)
    const found = await examine(data)
    assert.deepEqual(found.troubles, {
      'keys-exposed': 'error',
      'folder-exposed': 'warning',
      'folder-writable': 'error',
    })
    const mended = await examine(data, { args: ['--fix'] })
    assert.deepEqual([mended.troubles, mended.code], [{}, 0], mended.output)
    for (const [name, , , right] of wrong) assert.equal(mode(join(data, name)), right)
    assert.match(mended.output, /was 0644, is 0600/)
  })

  it('a control socket that others may use: closed by --fix, and the node answers', async () => {
    const data = copy()
    const node = await NodeProcess.start(data, '--workers', '0', ...settingsFile(data, settings))
    const socket = join(data, 'run/control.sock')
    chmodSync(socket, 0o666)
    assert.deepEqual((await examine(data)).troubles, { 'socket-exposed': 'error' })
    const { troubles, findings } = await examine(data, { args: ['--fix'] })
    assert.deepEqual(troubles, {})
    assert.ok(findings['node-running'])
    assert.equal(mode(socket), '600')
    await node.stop()
  })

  it('a lock without a node that answers: node-mute, and which process', async () => {
    const data = copy()
    const holder = new Child('hold-lock.ts', data)
    assert.equal(await holder.line(), 'held')
    const { troubles, findings } = await examine(data)
    await holder.kill()
    assert.deepEqual(troubles, { 'node-mute': 'error' })
    assert.match(findings['node-mute']?.message ?? '', /^process \d+ holds/)
    assert.deepEqual((await examine(data)).troubles, {})
  })

  it('a low ulimit -n, of the shell where no node runs, else of the node: files-few', async () => {
    const data = copy()
    assert.deepEqual((await examine(data, { wrap: inShell('ulimit -n 1000') })).troubles, { 'files-few': 'warning' })
    const node = await NodeProcess.start(data, '--workers', '0', ...settingsFile(data, settings))
    const [, pid = ''] = /\bprocess (\d+)/.exec((await examine(data)).output) ?? []
    execFileSync('prlimit', ['--pid', pid, '--nofile=2000:2000'])
    const { troubles, findings } = await examine(data)
    assert.deepEqual(troubles, { 'files-few': 'warning' })
    assert.equal(findings['files-few']?.subject, 'ulimit -n 2000')
    await node.stop()
  })

  it('another user who may not read the folder: other-user, and an error for each check that could not be made', async () => {
    const data = copy()
    for (const path of [data, dirname(data)]) chmodSync(path, 0o755)
    const wrap = (command: readonly string[]) => ['setpriv', '--reuid=65534', '--clear-groups', ...command]
    const { troubles, code } = await examine(data, { wrap })
    assert.equal(code, 9)
    assert.equal(troubles['other-user'], 'warning')
    assert.equal(troubles['check-failed'], 'error')
  })

  it('what may not be changed is told: the files of another user stay as they are', async () => {
    const data = copy()
    for (const path of [data, dirname(data), join(data, 'public')]) chmodSync(path, 0o757)
    const wrap = (command: readonly string[]) => ['setpriv', '--reuid=65534', '--clear-groups', ...command]
    const { troubles, output } = await examine(data, { wrap, args: ['--fix'] })
    assert.equal(troubles['folder-writable'], 'error')
    assert.match(output, /could not be mended: the operating system answered EPERM/)
    assert.equal(mode(join(data, 'public')), '757')
  })

  it('a replica that is there, is not named, not mounted, cannot be read, or has more than the log', async () => {
    const [data, replica] = [copy(), folder()]
    const later = Array.from({ length: 2 }, (_, i) => makeModule({ path: `later.test/m${i}`, version: 'v1.0.0' }))
    upstream.publish(later)
    const add = (i: number) =>
      goferry('add', `later.test/m${i}@v1.0.0`, '--data', data, ...settingsFile(data, { ...settings, replica }))
    assert.equal((await add(0)).code, 0)
    const backup = folder()
    execFileSync('cp', ['-a', `${data}/.`, backup])
    assert.equal((await add(1)).code, 0)
    const fine = await examine(data, { more: { replica } })
    assert.deepEqual(fine.troubles, {}, fine.output)
    assert.match(fine.findings['replica']?.message ?? '', /has (\d+) of \1 entries/)
    const refused = async (more: object, of: string, why: RegExp) => {
      const named = settingsFile(of, { ...settings, ...more })
      const { code, stderr } = await goferry('up', '--data', of, '--listen', '127.0.0.1:0', ...named)
      assert.notEqual(code, 0)
      assert.match(stderr, why)
    }
    const empty = { replica: folder() }
    assert.deepEqual((await examine(data)).troubles, { 'replica-unnamed': 'error' })
    await refused({}, data, /written with a replica/)
    assert.deepEqual((await examine(data, { more: empty })).troubles, { 'replica-away': 'error' })
    await refused(empty, data, /is not the one that this log was written to/)
    assert.deepEqual((await examine(backup, { more: { replica } })).troubles, { 'replica-ahead': 'error' })
    await refused({ replica }, backup, /went back/)
    const [newest = ''] = globSync(join(replica, 'log/head/*')).sort().reverse()
    writeFileSync(newest, 'no head')
    assert.deepEqual((await examine(data, { more: { replica } })).troubles, { 'replica-mute': 'error' })
  })

  it('a folder that was restored and has not caught up: log-sealed', async () => {
    const data = copy()
    const { name } = JSON.parse(readFileSync(join(data, 'keys/log.json'), 'utf8'))
    writeFileSync(join(data, 'log/restored'), formatRestoredMark({ isWhole: true, name, backup: 'a' }))
    assert.deepEqual((await examine(data)).troubles, { 'log-sealed': 'error' })
  })

  it('a folder in which no node was started: exit code 3', async () => {
    const { code, stderr } = await goferry('doctor', 'node', '--data', join(folder(), 'none'))
    assert.equal(code, 3)
    assert.match(stderr, /no node was ever started/)
  })

  describe('on a small file system (mounting needs root)', () => {
    before(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=30m', 'goferry-test', mounted]))
    after(() => execFileSync('umount', ['--lazy', mounted]))

    it('no room for a large module: space-out; little room: space-low; few files: files-out', async () => {
      const data = copy(join(mounted, 'node'))
      const remount = (options: string) => execFileSync('mount', ['-o', `remount,${options}`, mounted])
      assert.deepEqual((await examine(data)).troubles, { 'space-out': 'error' })
      remount('size=1500m')
      assert.deepEqual((await examine(data)).troubles, { 'space-low': 'warning' })
      assert.deepEqual((await examine(data, { more: { reserve: '1200MB' } })).troubles, { 'space-out': 'error' })
      remount('size=9g')
      assert.deepEqual((await examine(data)).troubles, {})
      const used = Number(execFileSync('df', ['--output=iused', mounted], { encoding: 'utf8' }).split('\n')[1])
      remount(`size=9g,nr_inodes=${used + 1}`)
      assert.ok(existsSync(data))
      assert.deepEqual((await examine(data)).troubles, { 'files-out': 'warning' })
    })
  })
})
