import assert from 'node:assert/strict'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { goferry } from '../../../test/support/node-process.ts'
import { makeSampleNode } from '../../../test/support/sample-node.ts'
import { settingsFile } from '../../../test/support/settings-file.ts'
import { TOLD } from './command-journal.ts'

/** Events that a command tells itself, and those of a node that serves. */
const leftOut = {
  told: [
    'verify-found',
    'verification-failed',
    'authority-conflict',
    'public-database-forked',
    'log-file-mended',
    'job-lost',
    'upstream-rewrote',
    'upstream-removed',
    'watched-not-pulled',
    'ferry-healed',
    'ferry-contradiction',
    'bundle-refused',
    'bundle-ahead',
  ],
  thrown: ['bundle-refused', 'ferry-fork', 'ferry-receipt-fork', 'log-head-conflict', 'log-commit-unsettled'],
  serving: [
    'stored-file-damaged',
    'proofs-damaged',
    'request-failed',
    'worker-ended',
    'worker-call-failed',
    'jobs-not-open',
    'pull-not-submitted',
  ],
  flushed: ['misses-not-written', 'given-up-not-written'],
}

describe('the journal of a command', () => {
  const folder = temporaryFolders()
  let data: string
  beforeEach(async () => {
    data = folder()
    await makeSampleNode(data)
  })

  const spoilZip = () => writeFileSync(join(data, 'public/x.test/m/@v/v1.0.0.zip'), 'spoilt')
  const spoilIndex = () => writeFileSync(join(data, 'index.sqlite'), 'spoilt '.repeat(1000))

  it('says no line of JSON beside what the command says', async () => {
    spoilZip()
    const { stdout, stderr } = await goferry('verify', '--no-heal', '--data', data)
    assert.match(stdout, /^public\/x\.test\/m\/@v\/v1\.0\.0\.zip\tdamaged\tunhealed\n/)
    assert.doesNotMatch(stderr, /\{/)
  })

  it('tells what the command does not, in the language of the person', async () => {
    for (const [lang, told] of [
      ['en', 'goferry: the index was damaged or of another log, and is made anew; nothing is lost'],
      ['zh', 'goferry: 索引已损坏或属于另一日志，正在重新生成；不会丢失任何内容'],
    ] as const) {
      spoilIndex()
      const { code, stdout, stderr } = await goferry('search', 'toml', '--lang', lang, '--data', data)
      assert.deepEqual([code, stderr], [0, `${told}\n`])
      assert.match(stdout, /^github\.com\/BurntSushi\/toml\t/)
    }
  })

  it('is JSON with --json, and goes to the file of the settings alone', async () => {
    spoilZip()
    const events = (text: string) => text.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line).msg]))
    const verify = ['verify', '--no-heal', '--restart', '--data', data]
    const json = await goferry(...verify, '--json')
    assert.ok(events(json.stderr).includes('verify-found'), json.stderr)
    const file = join(data, 'journal.json')
    const filed = await goferry(...verify, ...settingsFile(data, { logFile: file }))
    assert.doesNotMatch(filed.stderr, /\{/)
    assert.ok(events(readFileSync(file, 'utf8')).includes('verify-found'))
  })

  it('leaves out no event unless somebody else tells it', () => {
    const source = join(import.meta.dirname, '../..')
    const events = globSync('**/*.ts', { cwd: source, exclude: ['**/*.test.ts'] }).flatMap(name =>
      [...readFileSync(join(source, name), 'utf8').matchAll(/journal\.(?:warn|error)\('([\w-]+)'/g)].map(
        ([, event]) => event ?? '',
      ),
    )
    const known = new Set([...Object.keys(TOLD), ...Object.values(leftOut).flat()])
    assert.deepEqual(new Set(events), known)
  })
})
