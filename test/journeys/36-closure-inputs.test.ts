import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, beforeEach, describe, it } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { program, publishPackages } from '../support/packages-upstream.ts'
import { runCommand } from '../support/run-command.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'
import { makeToolchain } from '../support/toolchain.ts'

const folder = temporaryFolders()

describe('the inputs of a closure', () => {
  const upstream = new FolderUpstream(folder())
  const project = folder()
  let data: string
  let settings: string[]

  const fresh = (more: Readonly<Record<string, unknown>> = {}) => {
    data = folder()
    settings = settingsFile(data, { sumdb: FolderUpstream.sumdb, upstream: upstream.url, workers: 1, ...more })
  }
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await goferry(...args, '--data', data, ...settings)
    return { code, stderr, lines: stdout.split('\n').filter(Boolean) }
  }
  const jsonOf = ({ lines }: { lines: readonly string[] }) => lines.map(line => JSON.parse(line))
  const zipOf = (path: string, version: string) =>
    join(fileURLToPath(upstream.url), `${path.replace('L', '!l')}/@v/${version}.zip`)

  before(async () => {
    publishPackages(upstream)
    for (const [name, text] of Object.entries(program)) writeFileSync(join(project, name), text)
    const desk = new GoClient(folder(), { GOPROXY: upstream.url, GOSUMDB: 'off', GOFLAGS: '-modcacherw -mod=mod' })
    await desk.succeeds(project, 'mod', 'tidy')
  })
  beforeEach(() => fresh())

  it('have sizes before anything is fetched, and what the upstream does not have is named', async () => {
    const found = jsonOf(await run('resolve', project, '--json'))
    const zips = found.slice(0, -1).filter(({ lacks }) => lacks.includes('zip'))
    assert.ok(zips.length > 2)
    for (const { path, version, zipBytes } of zips) assert.equal(zipBytes, statSync(zipOf(path, version)).size, path)
    const sum = zips.reduce((bytes, { zipBytes }) => bytes + zipBytes, 0)
    assert.deepEqual([found.at(-1).bytes, found.at(-1).unsized], [sum, 0])
    const unasked = jsonOf(await run('resolve', project, '--json', '--no-sizes')).at(-1)
    assert.deepEqual([unasked.bytes, unasked.unsized], [0, zips.length])

    const copy = folder()
    cpSync(fileURLToPath(upstream.url), copy, { recursive: true })
    rmSync(join(copy, 'pkg.test/deep/@v/v1.1.0.zip'))
    const { code, stderr } = await run('resolve', project, '--upstream', pathToFileURL(copy).href)
    assert.equal(code, 8)
    assert.match(stderr, /^pkg\.test\/deep@v1\.1\.0\t.* 404/m)
    assert.match(stderr, /1 zip cannot be had/)
  })

  it('are held against a receipt: what was logged since is new, and a receipt of another log is refused', async () => {
    assert.equal((await run('add', 'pkg.test/Lib@v1.2.0')).code, 0)
    const receipt = join(folder(), 'receipt')
    cpSync(join(data, 'public/checkpoint'), receipt)
    assert.equal((await run('add', '--from', project)).code, 0)
    const resolved = jsonOf(await run('resolve', project, '--json', '--receipt', receipt))
    const total = resolved.pop()
    assert.ok(resolved.length > 0 && resolved.every(({ path }) => path !== 'pkg.test/Lib'))
    assert.deepEqual(total.lacks, { zip: 0, mod: 0, info: 0 })
    const bytes = resolved.reduce((sum, one) => sum + (one.lacks.includes('zip') ? one.zipBytes : 0), 0)
    assert.deepEqual([total.receipt.size, total.receipt.bytes, total.receipt.unsized], [3, bytes, 0])
    cpSync(join(data, 'public/checkpoint'), receipt)
    assert.deepEqual(jsonOf(await run('resolve', project, '--json', '--receipt', receipt)).length, 1)

    fresh()
    assert.equal((await run('resolve', project, '--receipt', receipt)).code, 3)
    assert.equal((await run('add', 'pkg.test/Lib@v1.2.0')).code, 0)
    const { code, stderr } = await run('resolve', project, '--receipt', receipt)
    assert.equal(code, 34)
    assert.match(stderr, /^goferry: receipt .*receipt is refused: bring a checkpoint .*no signature by a known key/m)
    for (const text of ['', 'no receipt\n', 'a\0b']) {
      writeFileSync(receipt, text)
      assert.equal((await run('resolve', project, '--receipt', receipt)).code, 34, text)
    }
  })

  it('name the latest that there is, not the latest that is held', async () => {
    assert.equal((await run('add', 'pkg.test/Lib@v1.1.0')).code, 0)
    const versions = async () =>
      jsonOf(await run('resolve', 'pkg.test/Lib@latest', '--json')).flatMap(({ path, version, parts }) =>
        path === 'pkg.test/Lib' && parts.includes('zip') ? [version] : [],
      )
    assert.deepEqual(await versions(), ['v1.2.0'])
  })

  it('may be a module, or lead to one, whose zip has no go.mod', async () => {
    upstream.publish([
      makeModule({ path: 'pkg.test/bare', version: 'v1.0.0', goMod: undefined, files: { 'b.go': 'package bare\n' } }),
    ])
    const { code, lines, stderr } = await run('resolve', 'pkg.test/bare@v1.0.0')
    assert.deepEqual([code, lines], [0, ['pkg.test/bare@v1.0.0\tzip mod info\tzip mod info']], stderr)
  })

  it('have several bounds as add takes them, a module or a package, also where go has no such query', async () => {
    const wishes = join(folder(), 'wishes.txt')
    writeFileSync(wishes, 'pkg.test/deep@>=v1.0.0,<v1.1.0\n')
    for (const input of ['pkg.test/deep@>=v1.0.0 <v1.1.0', 'pkg.test/deep@>=v1.0.0,<v1.1.0', wishes]) {
      const { code, lines, stderr } = await run('resolve', input)
      assert.deepEqual([code, lines[0]?.split('\t')[0]], [0, 'pkg.test/deep@v1.0.0'], stderr)
    }
    const none = await run('resolve', 'pkg.test/deep@>v1.1.0 <v1.2.0')
    assert.deepEqual([none.code, /no version answers/.test(none.stderr)], [3, true], none.stderr)
    const added = await run('add', 'pkg.test/deep@>=v1.0.0 <v1.1.0')
    assert.deepEqual(added.lines, ['pkg.test/deep@v1.0.0\tadded'], added.stderr)
  })

  it('may be what a node inside was asked for in vain, which leaves internal names at home', async () => {
    fresh({ upstream: 'off', reserved: ['corp.test'] })
    const node = await NodeProcess.start(data, ...settings)
    const asked = [
      'pkg.test/tool/@v/v0.3.0.info',
      'pkg.test/@v/v0.3.0.info',
      'pkg.test/@v/list',
      'pkg.test/!lib/@v/list',
    ]
    for (const path of [...asked, 'corp.test/secret/@v/list'])
      assert.equal((await node.get(`/${path}`)).status, 403, path)
    await node.stop()
    const exported = await run('ls', '--export')
    assert.match(exported.stderr, /^1 wish for internal modules left out$/m)
    assert.deepEqual(
      exported.lines.map(line => line.split(' ')[0]),
      ['#', 'pkg.test/tool@v0.3.0', 'pkg.test@v0.3.0', 'pkg.test', 'pkg.test/Lib'],
    )
    const wishes = join(folder(), 'wishes.txt')
    const hostile = [
      '../up@v1.0.0',
      'corp.test/secret@v1.0.0',
      'pkg.test/none@v1.0.0',
      '-x@v1',
      'a.test/m@v1\u001b[31m',
    ]
    writeFileSync(wishes, [...exported.lines, ...hostile, ''].join('\n'))

    fresh({ reserved: ['corp.test'] })
    const { code, lines, stderr } = await run('add', '--from', wishes, '--json')
    assert.equal(code, 8, stderr)
    const items = lines.map(line => JSON.parse(line))
    const failed = items
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ subject, error }) => [subject, error.code])
    assert.deepEqual(failed, [
      [`${wishes}, 6`, 'bad-module-path'],
      [`${wishes}, 9`, 'bad-module-path'],
      [`${wishes}, 10`, 'usage'],
      ['corp.test/secret@v1.0.0', 'denied'],
      ['pkg.test/none@v1.0.0', 'go-failed'],
    ])
    assert.equal(items.at(-1).failed, 5)
    assert.deepEqual(
      items.filter(({ outcome }) => outcome === 'probed').map(({ subject }) => subject),
      ['pkg.test@v0.3.0', 'pkg.test@latest'],
    )
    writeFileSync(wishes, exported.lines.join('\n'))
    const resolved = await run('resolve', wishes)
    assert.equal(resolved.code, 0, resolved.stderr)
    assert.match(resolved.stderr, /^pkg\.test@latest\tno module, and no wish/m)
    writeFileSync(wishes, 'pkg.test\npkg.test/none\n')
    assert.equal((await run('add', '--from', wishes)).code, 8)
    for (const zip of ['tool/@v/v0.3.0', 'deep/@v/v1.0.0', '!lib/@v/v1.2.0'])
      assert.ok(existsSync(join(data, 'public/pkg.test', `${zip}.zip`)), zip)
    writeFileSync(wishes, 'pkg.test/m\n'.repeat(10_001))
    assert.notEqual((await run('resolve', wishes)).code, 0)
  })

  it('may be a list of which some are wrong: each has a line, and the others are taken', async () => {
    const place = folder()
    mkdirSync(join(place, 'bad'))
    writeFileSync(join(place, 'bad/go.mod'), 'module bad.test/m\n\nrequire (\n')
    cpSync(join(project, 'go.sum'), join(place, 'app.sum'))
    const list = join(place, 'all.yaml')
    writeFileSync(list, JSON.stringify(['none', 'bad', 'app.sum', 'pkg.test/none@latest', 'pkg.test/tool@v0.3.0']))
    const resolved = await run('resolve', list, '--json')
    assert.equal(resolved.code, 8)
    const told = jsonOf(resolved).filter(one => 'project' in one)
    assert.deepEqual(
      told.map(({ project: name, error }) => [name.replace(`${place}/`, ''), error?.code]),
      [
        ['none', 'absent'],
        ['bad', 'bad-gomod'],
        ['app.sum', undefined],
        ['pkg.test/none@latest', 'go-failed'],
        ['pkg.test/tool@v0.3.0', undefined],
      ],
    )
    const { code, lines, stderr } = await run('add', '--from', list)
    assert.equal(code, 8)
    assert.equal(lines.filter(line => line.includes('\tfailed')).length, 3)
    assert.match(stderr, /3 failed/)
    assert.ok(existsSync(join(data, 'public/pkg.test/tool/@v/v0.3.0.zip')))
    assert.ok(existsSync(join(data, 'public/pkg.test/!lib/@v/v1.2.0.zip')))
  })

  it('count what came in for the go command as added, and the next time as held', async () => {
    for (const level of ['build', 'tidy']) {
      fresh()
      const untidy = folder()
      for (const [name, text] of Object.entries(program)) writeFileSync(join(untidy, name), text)
      const from = ['--from', level === 'tidy' ? untidy : project, '--level', level, '--json']
      const first = jsonOf(await run('add', ...from)).at(-1)
      assert.equal(first.held, 0, level)
      assert.ok(first.added > 3 && first.bytes > 1000, JSON.stringify(first))
      const again = jsonOf(await run('add', ...from)).at(-1)
      assert.deepEqual([again.added, again.held, again.failed], [0, first.added, 0])
    }
  })

  it('are refused where Go builds for no such platform, or two pictures are asked for', async () => {
    for (const args of [
      ['resolve', project, '--level', 'build', '--platform', 'linux/zzz'],
      ['add', '--from', project, '--platform', 'linux/amd64,zzz/amd64'],
      ['rehearse', project, '--platform', 'linux'],
    ]) {
      const { code, stderr } = await run(...args)
      assert.equal(code, 2)
      assert.match(stderr, /go tool dist list/)
    }
    const { code, stderr } = await run('resolve', project, '--tree', '--svg')
    assert.equal(code, 2)
    assert.match(stderr, /--tree.*cannot be used with --svg/)
    assert.equal((await run('resolve', join(project, 'go.sum'), '--tree')).code, 2)
  })

  it('may need a later go than there is here, which the node holds', async () => {
    const later = folder()
    cpSync(project, later, { recursive: true })
    const goMod = readFileSync(join(later, 'go.mod'), 'utf8').replace('go 1.22.0', 'go 1.98.1')
    writeFileSync(join(later, 'go.mod'), goMod)
    const refused = await run('add', '--from', later, '--level', 'build')
    assert.equal(refused.code, 3)
    assert.match(refused.stderr, /goferry toolchain add 1\.98\.1 --platform/)
    upstream.publish([laterGo('1.98.1', await realGo())])
    assert.equal((await run('toolchain', 'add', '1.98.1', '--platform', own())).code, 0)
    const unreleased = folder()
    writeFileSync(join(unreleased, 'go.mod'), 'module x.test/m\n\ngo 1.99\n')
    const never = await run('resolve', unreleased)
    assert.deepEqual([never.code, /^go 1\.99\.0\t.*no release/m.test(never.stderr)], [8, true], never.stderr)
    assert.doesNotMatch(never.stderr, /add --toolchain/)
    for (const command of [['resolve'], ['add', '--from']]) {
      const { code, stderr } = await run(...command, later, '--level', 'build')
      assert.equal(code, 0, stderr)
    }
    assert.ok(existsSync(join(data, 'public/pkg.test/deep/@v/v1.1.0.zip')))
  })

  it('of a rehearsal that failed stand in a command that takes what is lacking, as it is pasted', async () => {
    const place = join(folder(), "it's a project")
    cpSync(project, place, { recursive: true })
    assert.equal((await run('add', 'pkg.test/Lib@v1.2.0')).code, 0)
    const input = pathToFileURL(place).href
    const { code, lines, stderr } = await run('rehearse', input, '--no-tests')
    assert.equal(code, 8)
    assert.ok(
      lines.some(line => /^pkg\.test\/deep@v1\.1\.0\tzip mod info\tnot held$/.test(line)),
      lines.join('\n'),
    )
    const [, command = ''] = /take it with: (.*)$/m.exec(stderr) ?? []
    const bin = folder()
    symlinkSync(join(import.meta.dirname, '../../goferry'), join(bin, 'goferry'))
    const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}` }
    const pasted = await runCommand(['sh', '-c', command], { cwd: folder(), env })
    assert.equal(pasted.code, 0, `${command}\n${pasted.stderr}`)
    assert.equal((await run('rehearse', input, '--no-tests')).code, 0)
  })

  it('of a rehearsal leave folders unmade and files as they are, which is told before anything is run', async () => {
    assert.equal((await run('add', 'pkg.test/Lib@v1.2.0')).code, 0)
    const place = folder()
    const missing = await run('rehearse', project, '--out', join(place, 'none/app.rehearsal'))
    assert.deepEqual([missing.code, missing.lines, existsSync(join(place, 'none'))], [3, [], false])
    writeFileSync(join(place, 'app'), 'mine')
    const there = await run('rehearse', project, '--out', join(place, 'app'))
    assert.deepEqual([there.code, there.lines], [2, []])
    assert.equal(readFileSync(join(place, 'app'), 'utf8'), 'mine')
  })
})

const own = () => `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`

async function realGo(): Promise<string> {
  return (await runCommand(['sh', '-c', 'command -v go'])).stdout.trim()
}

/** A toolchain that says it is later, and has the real go do the work, on a go.mod that asks for less. */
function laterGo(go: string, real: string) {
  const [os = '', arch = ''] = own().split('/')
  const script = `#!/bin/sh
set -eu
if [ "$1" = env ]; then cd "$(dirname "$0")/.." && pwd && exit; fi
sed 's/^go ${go}$/go 1.22.0/' go.mod > "$HOME/less.mod"
cp go.sum "$HOME/less.sum"
command=$1 && shift
exec ${real} "$command" -modfile="$HOME/less.mod" "$@"
`
  return makeToolchain({ go, os, arch }, { 'bin/go': script })
}
