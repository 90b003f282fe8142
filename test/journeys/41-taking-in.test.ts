import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { loadSettings } from '../../src/main/config/load.ts'
import { openWriter } from '../../src/main/node/open-writer.ts'
import { commitAt, quarantineAt, scanAt } from '../../src/main/operations/ferry-taking.ts'
import { type BuiltBundle, TestMirror } from '../support/bundle-builder.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { silentJournal } from '../support/log-world.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'

const folder = temporaryFolders()
const data = folder()
const desk = folder()
const keys = { alice: join(desk, 'alice.key'), bob: join(desk, 'bob.key') }
const mirror = new TestMirror()
const unwatched = { signal: new AbortController().signal, progress: () => undefined, tell: async () => undefined }
let bundle: BuiltBundle
let file: string[]

/** What `goferry ARGS…` prints at the centre, which must succeed. */
async function ferry(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await goferry('ferry', ...args, '--data', data, ...file)
  assert.equal(code, 0, `goferry ferry ${args.join(' ')}: ${stderr}`)
  return stdout.trimEnd()
}

/** Runs a step of the import as the node's writer does. */
async function asJob<T>(work: typeof quarantineAt | typeof scanAt | typeof commitAt): Promise<T> {
  const settings = loadSettings({ file: file[1], environment: {}, flags: {} })
  const writer = await openWriter({
    data,
    settings,
    upstreamUrl: undefined,
    keyText: undefined,
    journal: silentJournal,
  })
  try {
    return (await work(writer, { bundle: bundle.digest }, unwatched)) as T
  } finally {
    await writer.close()
  }
}

before(async () => {
  mirror.addModule({
    path: 'x.test/a',
    version: 'v1.0.0',
    files: { 'a.go': 'package a\n\nfunc A() int { return 1 }\n' },
  })
  mirror.addModule({ path: 'y.test/b', version: 'v1.0.0' })
  bundle = mirror.cut()
  const approvers = []
  for (const [name, out] of Object.entries(keys)) {
    const { stdout, stderr } = await goferry('ferry', 'key', 'new', name, '--out', out, '--data', data)
    assert.match(stdout, new RegExp(`^${name}\\+[0-9a-f]{8}\\+`), stderr)
    assert.equal(statSync(out).mode & 0o777, 0o600)
    assert.ok(!stdout.includes('PRIVATE'))
    approvers.push({ key: stdout.trim() })
  }
  const trust = join(desk, 'trust.json')
  const policy = {
    mirrors: [
      {
        origin: mirror.origin,
        log: { keys: [{ key: mirror.logKey.verifier }] },
        bundle: { needed: 1, keys: [{ key: mirror.bundleKey.verifier }] },
      },
    ],
    approvers: { needed: 2, keys: approvers },
  }
  writeFileSync(trust, JSON.stringify(policy))
  file = settingsFile(data, { ferry: { trust, scan: [{ name: 'look', command: ['ls', '{folder}'] }] } })
  const place = join(data, 'ferry/in', bundle.digest.slice(0, 16))
  mkdirSync(place, { recursive: true })
  for (const [name, bytes] of bundle.files)
    writeFileSync(join(place, name === bundle.headerName ? 'header.txt' : name), bytes)
  const at = '2026-11-02T00:00:00Z'
  const { origin, site, id, from, to } = bundle.header
  const state = { bundle: bundle.digest, id, origin, site, from: from.size, to: to.size, step: 'verified' }
  const rest = { at: { receiving: at, verified: at }, carriers: ['carrier'], scans: [] }
  writeFileSync(join(place, 'state.json'), JSON.stringify({ format: 'goferry/import/v1', ...state, ...rest }))
  await (await NodeProcess.start(data, ...file)).stop()
})

describe('a verified bundle at a centre', () => {
  it('lies in quarantine, where go gets nothing of it and verify calls it no damage', async () => {
    await asJob(quarantineAt)
    await asJob(scanAt)
    const { code, stdout } = await goferry('verify', '--no-heal', '--data', data, ...file)
    assert.deepEqual([code, stdout], [0, ''])
    const node = await NodeProcess.start(data, ...file)
    assert.notEqual((await node.get('/x.test/a/@v/v1.0.0.zip')).status, 200)
    assert.notEqual((await node.get('/quarantine/@v/list')).status, 200)
    await node.stop()
  })

  it('is shown, and waits for two approvers, of whom no key reaches the node', async () => {
    const { id } = bundle.header
    assert.match(await ferry('show', id), /^x\.test\/a@v1\.0\.0\tnew\tundecided\t/m)
    await assert.rejects(asJob(commitAt), { code: 'bundle-undecided' })
    const stranger = join(desk, 'stranger.key')
    await ferry('key', 'new', 'stranger', '--out', stranger)
    const refused = await goferry('ferry', 'approve', id, '--key', stranger, '--data', data, ...file)
    assert.equal(refused.code, 26, refused.stderr)
    assert.match(
      await ferry('approve', id, '--only', 'x.test', '--key', keys.alice),
      /^approve\talice\+.*\n.* waits for/,
    )
    await assert.rejects(asJob(commitAt), { code: 'bundle-undecided' })
    assert.match(await ferry('show', id), /^x\.test\/a@v1\.0\.0\tnew\tundecided\t/m)
  })

  it('is committed in part by the last approval: go builds what was approved, verified, and gets nothing of the rest', async () => {
    const node = await NodeProcess.start(data, ...file)
    const { id } = bundle.header
    const said = await ferry('approve', id, '--only', 'x.test', '--key', keys.bob)
    assert.match(said, /^approve\tbob\+.*\n.*: in the log; some entries are undecided$/)
    assert.match(await ferry('show', id), /^x\.test\/a@v1\.0\.0\tknown\tapproved\t/m)
    assert.match(await ferry('show', id), /^y\.test\/b@v1\.0\.0\tnew\tundecided\t/m)
    const project = join(desk, 'project')
    mkdirSync(project)
    writeFileSync(join(project, 'go.mod'), 'module app.test\n\ngo 1.21\n')
    writeFileSync(join(project, 'main.go'), 'package main\n\nimport "x.test/a"\n\nfunc main() { println(a.A()) }\n')
    const go = new GoClient(join(desk, 'home'), { GOPROXY: node.url, GOSUMDB: node.key })
    await go.succeeds(project, 'get', 'x.test/a@v1.0.0')
    await go.succeeds(project, 'build', './...')
    await go.fails(project, 'get', 'y.test/b@v1.0.0')
    await node.stop()
    const { code, stdout } = await goferry('verify', '--no-heal', '--data', data, ...file)
    assert.deepEqual([code, stdout], [0, ''])
    const shown = await goferry('show', 'x.test/a@v1.0.0', '--data', data, ...file)
    assert.match(
      shown.stdout,
      new RegExp(`^imported .* from mirror\\.example, .* ${bundle.digest}\nbundle +${id}, entries 0 to 6`, 'm'),
    )
    assert.match(
      shown.stdout,
      /: record 0, info 1, zip 2\ncarried by +carrier\napproved by +(alice|bob)\+.*, (alice|bob)\+/,
    )
    const chinese = await goferry('show', 'x.test/a@v1.0.0', '--lang', 'zh', '--data', data, ...file)
    assert.match(chinese.stdout, /^携带者 +carrier$/m)
    const json = JSON.parse((await goferry('show', 'x.test/a@v1.0.0', '--json', '--data', data, ...file)).stdout)
    assert.deepEqual([json.imports[0].bundle, json.imports[0].told.approvers.length], [bundle.digest, 2])
  })

  it('has a receipt that says how far the site is and nothing else, which the mirror can hold against its log', async () => {
    const receipt = await ferry('receipt', 'show')
    const lines = receipt.split('\n')
    assert.deepEqual(lines.slice(0, 2), [mirror.origin, '6'])
    assert.equal(lines.length, 6)
    assert.match(lines[5] ?? '', /^— receipt\./)
    assert.match(await ferry('receipt', 'key'), /^receipt\./)
  })

  it('is not refused where it is in the log already, and tells what of it that is', async () => {
    const { id } = bundle.header
    const refuse = ['ferry', 'refuse', id, '--reason', 'no licence', '--key', keys.alice, '--data', data, ...file]
    const { code, stderr } = await goferry(...refuse, '--only', 'x.test')
    assert.deepEqual([code, /x\.test\/a@v1\.0\.0 is in the log already.*deny/.test(stderr)], [2, true], stderr)
    const all = await goferry(...refuse)
    assert.deepEqual([all.code, /^x\.test\/a@v1\.0\.0 is in the log already/m.test(all.stderr)], [0, true], all.stderr)
    const shown = await ferry('show', id)
    assert.match(shown, /^x\.test\/a@v1\.0\.0\tknown\tapproved\t/m)
    assert.match(shown, /^y\.test\/b@v1\.0\.0\tnew\trefused\t/m)
  })

  it('is not dropped with what waits by mistake; its discs bring that back', async () => {
    const { id } = bundle.header
    const { code, stderr } = await goferry('ferry', 'drop', id, '--data', data, ...file)
    assert.deepEqual([code, /3 files of it can still be approved.*--undecided/.test(stderr)], [2, true], stderr)
    assert.match(await ferry('drop', id, '--undecided'), /ferry in --heal/)
    const disc = folder()
    for (const [name, bytes] of bundle.files) writeFileSync(join(disc, name), bytes)
    await goferry('ferry', 'in', '--heal', disc, '--data', data, ...file)
    const shown = await ferry('show', id)
    assert.match(shown, /^x\.test\/a@v1\.0\.0\tknown\t/m)
    assert.match(shown, /^y\.test\/b@v1\.0\.0\tnew\tundecided\t[1-9]/m)
  })

  it('gives the rest without a new carry, and nothing a second time; a backup has the evidence', async () => {
    const { id } = bundle.header
    await ferry('approve', id, '--key', keys.alice)
    const said = JSON.parse((await ferry('approve', id, '--key', keys.bob, '--json')).split('\n').at(-1) ?? '')
    assert.deepEqual([said.decision, said.bundles[0].step], ['approve', 'done'])
    assert.equal((await asJob<{ appended: boolean }>(commitAt)).appended, false)
    const backup = join(desk, 'backup')
    const made = await goferry('backup', backup, '--data', data, ...file)
    assert.equal(made.code, 0, made.stderr)
    const restored = join(desk, 'restored')
    const back = await goferry('restore', backup, '--data', restored)
    assert.equal(back.code, 0, back.stderr)
    assert.equal(readdirSync(join(restored, 'log/imports')).length, 2)
    assert.ok(readdirSync(join(restored, 'public/y.test/b/@v')).includes('v1.0.0.zip'))
  })
})

describe('a bundle from the future', () => {
  it('is taken as far as another, and the clocks are spoken of', async () => {
    mirror.addModule({ path: 'z.test/c', version: 'v1.0.0' })
    const disc = folder()
    const created = new Date(Date.now() + 3 * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z')
    for (const [name, bytes] of mirror.cut({ from: 6, created }).files) writeFileSync(join(disc, name), bytes)
    const { code, stderr } = await goferry('ferry', 'in', disc, '--data', data, ...file)
    assert.equal(code, 33, stderr)
    assert.ok(stderr.includes(`says that it was cut ${created}, more than a day from now`), stderr)
    const json = await goferry('ferry', 'in', disc, '--json', '--data', data, ...file)
    const { bundles } = JSON.parse(json.stdout.trimEnd().split('\n').at(-1) ?? '')
    assert.deepEqual([bundles[0].step, bundles[0].createdAhead], ['scanned', created])
  })
})

describe('a mirror', () => {
  it('takes receipts of sites that it knows, and no others', async () => {
    const place = folder()
    await (await NodeProcess.start(place)).stop()
    const at = (...args: readonly string[]) => goferry('ferry', ...args, '--data', place)
    const key = await ferry('receipt', 'key')
    assert.equal((await at('site', 'add', 'centre', '--key', key)).stdout, `centre\t${key}\t-\n`)
    assert.equal((await at('site', 'ls')).stdout, `centre\t${key}\t-\n`)
    for (const [site, isKnown] of [
      ['center', false],
      ['centre', true],
    ] as const) {
      const { code, stderr } = await at('out', '--to', site, '--dry-run')
      assert.deepEqual([code, /^site center is not known here, only centre: /m.test(stderr)], [0, !isKnown], stderr)
    }
    const receipt = join(desk, 'receipt.txt')
    writeFileSync(receipt, await ferry('receipt', 'show'))
    // It is of another log.
    const { code, stderr } = await at('receipt', 'accept', receipt, '--site', 'centre')
    assert.equal(code, 34, stderr)
  })
})
