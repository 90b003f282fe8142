import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { goferry } from '../support/node-process.ts'
import { makeSampleNode } from '../support/sample-node.ts'

const folder = temporaryFolders()

describe('journey 46: signed on another machine', () => {
  /** The other machine: no node is ever made there. */
  const desk = folder()
  const nowhere = join(desk, 'node')
  const elsewhere = (...args: readonly string[]) => goferry('ferry', ...args, '--data', nowhere)
  const signed = async (file: string, name: string, out: string) => {
    const result = await elsewhere('sign', file, '--key', join(desk, `${name}.key`), '--out', out)
    assert.equal(result.code, 0, result.stderr)
    return result.stdout
  }
  const keys: Record<string, string> = {}
  let trust: string
  let report: { id: string; digest: string }
  let disc: string
  let header: string

  before(async () => {
    const mirror = folder()
    await makeSampleNode(mirror)
    trust = (await goferry('ferry', 'trust', '--data', mirror)).stdout
    const cut = ['--to', 'centre', '--from', '0', '--out', folder(), '--json', '--data', mirror]
    const { stdout } = await goferry('ferry', 'out', ...cut)
    report = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    disc = (report as unknown as { discs: { location: string }[] }).discs[0]?.location ?? ''
    header = join(disc, readdirSync(disc).find(name => name.endsWith('header.txt')) ?? '')
    for (const name of ['alice', 'bob', 'carol']) {
      const made = await elsewhere('key', 'new', name, '--out', join(desk, `${name}.key`))
      keys[name] = made.stdout.trim()
    }
  })

  /** A centre with `change` made to the trust policy that the mirror printed. */
  const centre = (change: (policy: string) => string) => {
    const data = folder()
    writeFileSync(join(data, 'trust.yaml'), change(trust))
    return (...args: readonly string[]) => goferry('ferry', ...args, '--data', data)
  }

  it('a decision goes out as a text, is shown to who signs it, and counts when it is back', async () => {
    const approvers = `approvers:\n  needed: 2\n  keys: [{key: ${keys['alice']}}, {key: ${keys['bob']}}]\n`
    const at = centre(policy => policy.replace(/approvers:[\s\S]*/, approvers))
    assert.equal((await at('in', disc)).code, 33)
    const [draft, first, second] = ['draft', 'first', 'second'].map(name => join(desk, `${name}.txt`)) as [
      string,
      string,
      string,
    ]
    const made = await at('approve', report.id, '--only', 'x.test', '--unsigned', draft)
    assert.equal(made.code, 0, made.stderr)
    const shown = await elsewhere('sign', draft)
    assert.match(shown.stdout, /^decision {5}approve\nbundle {7}(\w{8} ?){8}\nentries {6}[-\d,]+ \(\d+\)\n/)
    assert.match(shown.stdout, new RegExp(`^id ${report.id}\norigin .*\nsite centre\nlog 0 to`, 'm'))
    assert.match(shown.stdout, /^x\.test\/m@v1\.0\.0\n/m)
    assert.doesNotMatch(shown.stdout, /toml/)
    assert.match(await signed(draft, 'alice', first), /^x\.test\/m@v1\.0\.0$/m)
    assert.match(await signed(first, 'bob', second), /^signed by {4}alice\+/m)
    assert.equal((await elsewhere('sign', second, '--key', join(desk, 'bob.key'), '--out', draft)).code, 2)
    assert.ok(!existsSync(nowhere))
    const kept = await at('approve', report.id, '--signature', second)
    assert.match(kept.stdout, /^approve\talice\+.*\napprove\tbob\+.*\n.*: in the log; some entries are undecided\n$/)
    assert.match((await at('show', report.id)).stdout, /^x\.test\/m@v1\.0\.0\tknown\tapproved\t/m)
  })

  it('a refusal too, with its reason; one of a stranger does not count, nor one that was changed', async () => {
    const approvers = `approvers:\n  needed: 1\n  keys: [{key: ${keys['alice']}}]\n`
    const at = centre(policy => policy.replace(/approvers:[\s\S]*/, approvers))
    assert.equal((await at('in', disc)).code, 33)
    const [draft, out, strange] = ['no', 'no-signed', 'strange'].map(name => join(desk, `${name}.txt`)) as [
      string,
      string,
      string,
    ]
    const bare = await at('refuse', report.id, '--unsigned', draft)
    assert.deepEqual([bare.code, /needs a reason/.test(bare.stderr), existsSync(draft)], [2, true, false])
    assert.equal((await at('refuse', report.id, '--reason', 'no licence', '--unsigned', draft)).code, 0)
    assert.match(await signed(draft, 'alice', out), /^entries {6}all\nreason {7}no licence\n/m)
    await signed(draft, 'carol', strange)
    assert.equal((await at('refuse', report.id, '--signature', strange)).code, 26)
    writeFileSync(strange, readFileSync(out, 'utf8').replace('entries all', 'entries 0-1'))
    assert.notEqual((await at('refuse', report.id, '--signature', strange)).code, 0)
    for (const [command, file, why] of [
      ['refuse', draft, /nobody signed it yet/],
      ['approve', out, /it says refuse/],
    ] as const) {
      const wrong = await at(command, report.id, '--signature', file)
      assert.deepEqual([wrong.code, why.test(wrong.stderr)], [2, true], wrong.stderr)
    }
    assert.equal((await at('approve', report.id, '--signature', header)).code, 1)
    assert.equal((await at('refuse', report.id, '--signature', out)).code, 0)
    assert.match((await at('show', report.id)).stdout, /\trefused\t/)
  })

  it('a header that needs two keys is refused with one and taken with two, under the same digest', async () => {
    const second = `      keys:\n        - key: ${keys['bob']}`
    const at = centre(policy => policy.replace(/needed: 1\n {6}keys:/, `needed: 2\n${second}`))
    const one = await at('in', disc)
    assert.deepEqual([one.code, /1 of 2 needed signatures are there/.test(one.stderr)], [26, true], one.stderr)
    const out = join(folder(), 'header-signed-twice.txt')
    const shown = await signed(header, 'bob', out)
    assert.equal(/^bundle {7}(.*)$/m.exec(shown)?.[1]?.replaceAll(' ', ''), report.digest)
    assert.match(shown, /^signed by {4}bundle\./m)
    const both = await at('in', disc, join(out, '..'))
    assert.equal(both.code, 0, both.stderr)
    assert.match(
      (await at('show', report.id)).stdout,
      /^signed by {4}bundle\..*, bob\+|^signed by {4}bob\+.*, bundle\./m,
    )
    const checkpoint = join(desk, 'checkpoint.txt')
    writeFileSync(checkpoint, 'log.example\n3\nAAAA\n\n— x AAAAAAAA\n')
    const other = await elsewhere('sign', checkpoint, '--key', join(desk, 'bob.key'), '--out', join(desk, 'never'))
    assert.deepEqual([other.code === 0, existsSync(join(desk, 'never'))], [false, false])
  })
})
