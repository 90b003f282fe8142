import assert from 'node:assert/strict'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { openDiskLog } from '../support/disk/open-disk-log.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'
import { makeToolchain } from '../support/toolchain.ts'

const folder = temporaryFolders()
const platforms = ['linux/amd64', 'windows/arm64']
const made = (releases: readonly string[]) =>
  releases.flatMap(go =>
    platforms.map(platform => {
      const [os = '', arch = ''] = platform.split('/')
      return makeToolchain({ go, os, arch })
    }),
  )
const module = (go: string, platform: string) => `golang.org/toolchain@v0.0.1-go${go}.${platform}`
const old = ['1.97.1', '1.98.0', '1.98.1', '1.98.2', '1.99.0', '1.99.1']

describe('goferry pull, of toolchains', () => {
  let upstream: MisbehavingUpstream
  let data: string
  beforeEach(async () => {
    upstream = await MisbehavingUpstream.start(made([...old, '1.100rc1']))
    data = folder()
  })
  afterEach(() => upstream.stop())

  const settings = (toolchains: object, more: object = {}) =>
    settingsFile(data, { upstream: upstream.url, workers: 1, mirror: { toolchains, ...more } })
  const usual = { latest: 2, platforms }

  /** What a pull told: outcomes by subject, the exit code, the report, the paths that the upstream was asked for. */
  async function pull(named: readonly string[], ...args: readonly string[]) {
    upstream.asked.length = 0
    const { code, stdout, stderr } = await goferry('pull', '--json', '--data', data, ...named, ...args)
    const lines = stdout.split('\n').filter(Boolean)
    const parsed = lines.map(line => JSON.parse(line))
    const told = Object.fromEntries(
      parsed.filter(one => 'subject' in one).map(({ subject, outcome }) => [subject, outcome]),
    )
    return { code, stderr, told, report: parsed.at(-1), asked: [...upstream.asked] }
  }
  const archives = () => readdirSync(join(data, 'archives/go')).sort()

  it('takes the newest of each supported minor version for each platform, with its archive, and nothing twice', async () => {
    const named = settings(usual)
    const preview = await pull(named, '--dry-run')
    const releases = ['1.98.1', '1.98.2', '1.99.0', '1.99.1']
    const expected = releases.flatMap(go => [module(go, 'linux-amd64'), module(go, 'windows-arm64')])
    assert.deepEqual([preview.code, preview.told], [0, Object.fromEntries(expected.map(one => [one, 'new']))])
    assert.deepEqual([preview.report.new, preview.asked], [8, ['golang.org/toolchain/@v/list']])

    const taken = await pull(named)
    assert.equal(taken.code, 0, taken.stderr)
    for (const one of expected) assert.equal(taken.told[one], 'added', one)
    assert.deepEqual([taken.report.added, taken.report.archived, taken.report.failed], [8, 8, 0])
    assert.equal(taken.told['go1.99.1.windows-arm64.zip'], 'archived')
    assert.equal(archives().length, 8)

    for (const args of [[], ['--dry-run']]) {
      const again = await pull(named, ...args)
      assert.deepEqual([again.report.held, again.report.added, again.report.new], [8, 0, 0])
      assert.deepEqual(again.asked, ['golang.org/toolchain/@v/list'])
    }

    upstream.publish(made([...old, '1.100rc1', '1.99.2', '1.101.0']))
    const newer = await pull(named)
    const fresh = ['1.99.2', '1.101.0'].flatMap(go => [module(go, 'linux-amd64'), module(go, 'windows-arm64')])
    assert.deepEqual(
      Object.keys(newer.told)
        .filter(one => newer.told[one] === 'added')
        .sort(),
      fresh.sort(),
    )

    // What falls out of the policy is for gc, which goes by the same.
    assert.equal(archives().length, 12)
    const gc = await goferry('gc', '--json', '--data', data, ...named)
    const given = gc.stdout.split('\n').flatMap(line => (line.includes('"subject"') ? [JSON.parse(line).subject] : []))
    const out = ['1.98.1', '1.98.2', '1.99.0'].flatMap(go => [module(go, 'linux-amd64'), module(go, 'windows-arm64')])
    assert.deepEqual(given.sort(), out.sort())
  })

  it('takes what one platform has where another fails, and says so by its exit code', async () => {
    const named = settings({ latest: 1, platforms: ['plan9/386', 'linux/amd64'] })
    upstream.misbehaviours.set('golang.org/toolchain/@v/v0.0.1-go1.98.2.linux-amd64.zip', {
      kind: 'bytes',
      bytes: 'no zip',
    })
    const { code, told, report } = await pull(named)
    assert.equal(code, 8)
    assert.deepEqual(told, {
      [module('1.98.2', 'linux-amd64')]: 'failed',
      [module('1.98.2', 'plan9-386')]: 'failed',
      [module('1.99.1', 'linux-amd64')]: 'added',
      [module('1.99.1', 'plan9-386')]: 'failed',
      'go1.99.1.linux-amd64.tar.gz': 'archived',
    })
    assert.deepEqual([report.added, report.failed], [1, 3])
  })

  it('says that the upstream has no list, and makes lost archives all the same', async () => {
    const named = settings({ ...usual, minors: 1, latest: 1 })
    assert.equal((await pull(named)).code, 0)
    rmSync(join(data, 'archives/go/go1.99.1.linux-amd64.tar.gz'), { recursive: true })
    assert.equal((await pull(named, '--dry-run')).told['go1.99.1.linux-amd64.tar.gz'], 'new')
    upstream.misbehaviours.set('golang.org/toolchain/@v/list', { kind: 'status', code: 500, text: 'broken' })
    const { code, told } = await pull(named)
    assert.equal(code, 8)
    assert.equal(told['golang.org/toolchain'], 'failed')
    assert.equal(told['go1.99.1.linux-amd64.tar.gz'], 'archived')
    assert.equal(archives().length, 2)
  })

  it('never asks for toolchains that policy hides', async () => {
    const named = settingsFile(data, {
      upstream: upstream.url,
      deny: ['golang.org/toolchain'],
      mirror: { toolchains: usual },
    })
    const { code, told, asked } = await pull(named)
    assert.deepEqual([code, told, asked], [8, { 'golang.org/toolchain': 'failed' }, []])
  })

  it('leaves out what is recalled', async () => {
    const named = settings({ minors: 1, latest: 1, platforms })
    assert.equal((await pull(named)).code, 0)
    const recalled = { path: 'golang.org/toolchain', version: 'v0.0.1-go1.99.1.linux-amd64' }
    const log = await openDiskLog(data)
    await log.append([{ kind: 'recall', ...recalled, reason: 'malware', at: '2026-01-01T00:00:00Z' }])
    const { code, told, asked } = await pull(named)
    assert.deepEqual([code, told], [0, { [module('1.99.1', 'windows-arm64')]: 'held' }])
    assert.deepEqual(asked, ['golang.org/toolchain/@v/list'])
  })

  it('comes beside watched modules', async () => {
    upstream.publish([...made(old), makeModule({ path: 'pull.test/kit', version: 'v1.0.0' })])
    const watch = [{ module: 'pull.test/kit', level: 'none' }]
    const { code, told } = await pull(settings({ minors: 1, latest: 1, platforms: ['linux/amd64'] }, { watch }))
    assert.equal(code, 0)
    assert.deepEqual([told['pull.test/kit@v1.0.0'], told[module('1.99.1', 'linux-amd64')]], ['added', 'added'])
  })

  it('is begun by the schedule, also where nothing else is watched', async () => {
    const named = settings({ minors: 1, latest: 1, platforms: ['linux/amd64'] }, { at: '0 0 1 1 *' })
    const node = await NodeProcess.start(data, ...named)
    const { stdout } = await goferry('job', 'ls', '--json', '--kind', 'pull', '--data', data, ...named)
    const job = JSON.parse(stdout)
    const { code } = await goferry('job', 'watch', String(job.number), '--data', data, ...named)
    assert.equal(code, 0)
    const [release] = JSON.parse((await node.get('/dl/?mode=json')).text)
    assert.equal(release.version, 'go1.99.1')
    await node.stop()
  })

  it('refuses settings that mean nothing, and names the part', async () => {
    for (const [toolchains, part] of [
      [{}, 'mirror.toolchains.platforms'],
      [{ platforms: [] }, 'mirror.toolchains.platforms'],
      [{ platforms: ['linux'] }, 'mirror.toolchains.platforms[0]: "linux": a list of GOOS/GOARCH'],
      [{ platforms, latest: 0 }, 'mirror.toolchains.latest: 0: so many of the newest releases'],
      [{ platforms, minors: 1.5 }, 'mirror.toolchains.minors: 1.5: so many of the newest minor versions'],
      [{ platforms, keep: 2 }, 'mirror.toolchains.keep'],
    ] as const) {
      const { code, stderr } = await goferry('pull', '--data', data, ...settings(toolchains))
      assert.deepEqual([code, stderr.includes(part)], [2, true], stderr)
    }
  })
})
