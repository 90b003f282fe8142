import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { program, publishPackages } from '../support/packages-upstream.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const folder = temporaryFolders()
const path = 'pull.test/kit'
const kit = (version: string, more = '') => makeModule({ path, version, goMod: `module ${path}\n\ngo 1.20\n${more}` })

describe('goferry pull', () => {
  let upstream: FolderUpstream
  let data: string
  let place: string
  beforeEach(() => {
    upstream = new FolderUpstream(folder())
    place = join(fileURLToPath(upstream.url), path, '@v')
    upstream.publish([kit('v1.0.0'), kit('v1.1.0'), kit('v1.2.0-rc.1')])
    data = folder()
  })

  const settings = (watch: readonly object[], more = {}) =>
    settingsFile(data, { sumdb: FolderUpstream.sumdb, upstream: upstream.url, workers: 1, mirror: { watch, ...more } })
  /** What a pull told: outcomes by subject, the exit code, the report. */
  async function pull(named: readonly string[], ...args: readonly string[]) {
    const { code, stdout, stderr } = await goferry('pull', '--json', '--data', data, ...named, ...args)
    const lines = stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
    const items = lines.filter(line => 'subject' in line)
    return { code, stderr, told: Object.fromEntries(items.map(({ subject, outcome }) => [subject, outcome])), items }
  }
  const held = (version: string) => existsSync(join(data, 'public', path, '@v', `${version}.zip`))

  it('takes what comes out, shows it before, and takes nothing twice', async () => {
    const named = settings([{ module: path, latest: 2, level: 'none' }])
    const preview = await pull(named, '--dry-run')
    assert.deepEqual([preview.code, preview.told], [0, { [`${path}@v1.1.0`]: 'new', [`${path}@v1.0.0`]: 'new' }])
    assert.ok(!held('v1.1.0'))
    assert.deepEqual((await pull(named)).told, { [`${path}@v1.1.0`]: 'added', [`${path}@v1.0.0`]: 'added' })
    assert.ok(held('v1.1.0') && !held('v1.2.0-rc.1'))
    assert.deepEqual((await pull(named)).told, { [`${path}@v1.1.0`]: 'held', [`${path}@v1.0.0`]: 'held' })
    upstream.publish([kit('v1.2.0')])
    assert.deepEqual((await pull(named)).told, { [`${path}@v1.2.0`]: 'added', [`${path}@v1.1.0`]: 'held' })
    const { stdout } = await goferry('proofs', 'show', '--json', '--data', data, ...named)
    assert.equal(JSON.parse(stdout).records, 3)
  })

  it('tells what upstream removed, took back and rewrote, and changes nothing of what is held', async () => {
    const named = settings([{ module: path, latest: 2, level: 'none' }])
    await pull(named)
    const before = readFileSync(join(data, 'public', path, '@v', 'v1.1.0.mod'), 'utf8')
    writeFileSync(join(place, 'list'), 'v1.1.0\nv1.3.0\n')
    upstream.publish([kit('v1.3.0', '\nretract v1.1.0\n')])
    writeFileSync(join(place, 'v1.3.0.mod'), `module ${path}\n\ngo 1.20\n\nretract v1.1.0\n`)
    const { told } = await pull(named)
    assert.deepEqual(told, {
      [`${path}@v1.3.0`]: 'added',
      [`${path}@v1.0.0`]: 'removed',
      [`${path}@v1.1.0`]: 'retracted',
    })
    writeFileSync(join(place, 'v1.3.0.mod'), `module ${path}\n\ngo 1.21\n`)
    const rewritten = await pull(named)
    assert.deepEqual([rewritten.code, rewritten.told[`${path}@v1.3.0`]], [5, 'rewritten'])
    assert.match(rewritten.stderr, /other bytes now for 1 version/)
    assert.equal(readFileSync(join(data, 'public', path, '@v', 'v1.1.0.mod'), 'utf8'), before)
  })

  it('leaves what is too young until it has cooled off', async () => {
    const young = { ...kit('v1.4.0') }
    const info = Buffer.from(
      JSON.stringify({ Version: 'v1.4.0', Time: new Date(Date.now() - 86_400_000).toISOString() }),
    )
    upstream.publish([{ ...young, info }])
    const { told, items } = await pull(settings([{ module: path, minAge: '7d', level: 'none' }]))
    assert.deepEqual(told, { [`${path}@v1.4.0`]: 'young', [`${path}@v1.1.0`]: 'added' })
    const from = Date.parse(items.find(({ outcome }) => outcome === 'young')?.from)
    assert.ok(Math.abs(from - Date.now() - 6 * 86_400_000) < 3_600_000)
    const again = settings([{ module: path, minAge: '7d', level: 'none' }])
    const { stdout } = await goferry('pull', '--data', data, ...again)
    assert.ok(stdout.includes(`${path}@v1.4.0\tyoung\ttaken from ${new Date(from).toISOString()} on\n`), stdout)
    assert.equal(
      (await pull(settings([{ module: path, minAge: '1d', level: 'none' }]))).told[`${path}@v1.4.0`],
      'added',
    )
  })

  it('keeps versions in their range, and never asks for an internal module', async () => {
    const ranged = await pull(settings([{ module: path, versions: '<v1.1', latest: 5, level: 'none' }]))
    assert.deepEqual(ranged.told, { [`${path}@v1.0.0`]: 'added' })
    const named = settingsFile(data, {
      sumdb: FolderUpstream.sumdb,
      upstream: upstream.url,
      reserved: ['pull.test'],
      mirror: { watch: [{ module: path, level: 'none' }] },
    })
    const { code, items } = await pull(named)
    assert.deepEqual([code, items[0]?.outcome, items[0]?.error?.code], [8, 'failed', 'denied'])
  })

  it('takes what a version and a project need along', async () => {
    publishPackages(upstream)
    const project = mkdtempSync(join(folder(), 'project-'))
    for (const [name, text] of Object.entries(program)) writeFileSync(join(project, name), text)
    const { code, told, stderr } = await pull(
      settings([{ module: 'pkg.test/tool' }, { project, level: 'tidy' }, { module: 'pkg.test/none' }]),
    )
    assert.equal(code, 8, stderr)
    assert.equal(told['pkg.test/tool@v0.3.0'], 'added')
    assert.equal(told[project], 'added')
    assert.equal(told['pkg.test/none'], 'failed')
    for (const part of ['deep/@v/v1.0.0.mod', 'Lib/@v/v1.2.0.zip'])
      assert.ok(existsSync(join(data, 'public/pkg.test', part.replace('Lib', '!lib'))), part)
  })

  it('takes of a version what is built, or tested too, on the platforms that are named', async () => {
    publishPackages(upstream)
    const taken = async (rule: object) => {
      data = folder()
      const { code, stderr } = await pull(settings([{ module: 'pkg.test/Lib', ...rule }]))
      assert.equal(code, 0, stderr)
      return ['deep', 'check', 'win'].filter(name =>
        existsSync(join(data, `public/pkg.test/${name}/@v`, zipOf[name] ?? '')),
      )
    }
    const zipOf: Record<string, string> = { deep: 'v1.1.0.zip', check: 'v1.0.0.zip', win: 'v1.0.0.zip' }
    const platforms = ['linux/amd64']
    assert.deepEqual(await taken({ level: 'none' }), [])
    assert.deepEqual(await taken({ level: 'build', platforms }), ['deep'])
    assert.deepEqual(await taken({ level: 'test', platforms }), ['deep', 'check'])
    const both = { platforms: [...platforms, 'windows/amd64'] }
    assert.deepEqual(await taken({ level: 'build', ...both }), ['deep', 'win'])
  })

  it('remembers when versions were first seen, in backups and after an upgrade too', async () => {
    const named = settings([{ module: path, minAge: '7d', level: 'none' }])
    await pull(named)
    const memory = (at: string) => readFileSync(join(at, 'log/watch', path, '@watch'), 'utf8')
    upstream.publish([kit('v1.9.0')])
    const { told } = await pull(named)
    assert.equal(told[`${path}@v1.9.0`], 'young')
    const [copy, restored] = [folder(), join(folder(), 'restored')]
    assert.equal((await goferry('upgrade', '--data', data, ...named)).code, 0)
    const before = memory(data)
    assert.match(before, /"v1\.9\.0",\{"listed":true,"seen":\d+/)
    assert.equal((await goferry('backup', copy, '--keys', '--data', data, ...named)).code, 0)
    assert.equal((await goferry('restore', copy, '--data', restored)).code, 0)
    assert.equal(memory(restored), before)
  })

  it('tells the journal of a node what upstream did, also where nobody watches', async () => {
    const named = settings([{ module: path, level: 'none' }])
    await pull(named)
    writeFileSync(join(place, 'v1.1.0.mod'), `module ${path}\n\ngo 1.99\n`)
    const node = await NodeProcess.start(data, ...named)
    const { code, items, stderr } = await pull(named)
    assert.equal(code, 5, stderr)
    assert.equal(items[0]?.error?.reason, 'watch.other-bytes')
    assert.equal(node.logged('upstream-rewrote')[0]?.['subject'], `${path}@v1.1.0`)
    await node.stop()
  })

  it('is begun by the schedule, once for each time that is due, also after a restart', async () => {
    const named = settings([{ module: path, level: 'none' }], { at: '0 0 1 1 *' })
    const jobs = async () => {
      const { stdout } = await goferry('job', 'ls', '--json', '--kind', 'pull', '--data', data, ...named)
      return stdout
        .trim()
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line))
    }
    const node = await NodeProcess.start(data, ...named)
    const [first] = await jobs()
    assert.ok(first)
    const { code } = await goferry('job', 'watch', String(first.number), '--data', data, ...named)
    assert.equal(code, 0)
    await node.stop()
    assert.ok(held('v1.1.0'))
    const again = await NodeProcess.start(data, ...named)
    assert.equal((await jobs()).length, 1)
    await again.stop()
  })

  it('refuses settings that mean nothing', async () => {
    for (const [watch, more] of [
      [[{ module: path, versions: 'soon' }], {}],
      [[{ module: path, minAge: 'long' }], {}],
      [[{ module: path, project: '/p' }], {}],
      [[{ module: path }], { at: 'whenever' }],
    ] as const) {
      const { code, stderr } = await goferry('pull', '--data', data, ...settings(watch, more))
      assert.equal(code, 2, stderr)
      assert.match(stderr, /bad settings: mirror/)
      assert.match(stderr, 'at' in more ? /mirror\.at: "whenever"/ : /mirror\.watch\[0\]\.\w+: /)
    }
    const { code, stderr } = await goferry('pull', '--data', data, ...settings([]))
    assert.equal(code, 3)
    assert.match(stderr, /the settings watch nothing/)
  })
})
