import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../test/support/disk/temporary-folder.ts'
import { barsOf, isReached } from './bars.ts'
import { runBench } from './bench.ts'
import { withResults } from './page.ts'
import { pageTexts } from './page-texts.ts'
import { quickPlan } from './plan.ts'
import { PATH_KINDS, type Results } from './results.ts'

const root = join(import.meta.dirname, '..')
const folder = temporaryFolders()

describe('the bench', () => {
  it('measures every part in its quickest form, and counts what a cold node fetches', async t => {
    const results = await runBench({ plan: quickPlan(), peers: [], folder: folder(), say: text => t.diagnostic(text) })
    const servers = new Set(results.downloads?.map(row => row.server))
    assert.deepEqual([...servers], ['goferry', 'nginx', 'file'])
    assert.equal(results.requests?.length, 2 * PATH_KINDS.length)
    assert.ok(results.requests?.every(row => row.requests > 0 && row.peakBytes > 0))
    assert.deepEqual(
      results.slow?.map(row => row.failed),
      [0, 0],
    )
    assert.equal(results.hashing?.length, 4)
    assert.equal(new Set(results.resolve?.map(row => row.tool)).size, 7)
    const { killed, quiet, lone, beside } = results.jobs ?? assert.fail('no jobs')
    assert.deepEqual([killed.length, quiet.length, lone.length, beside.length], [2, 4, 2, 2])
    for (const title of Object.values(pageTexts.en.titles))
      assert.ok(withResults('<!-- measured --><!-- /measured -->', results, 'en').includes(`## ${title}\n`), title)

    const [cold] = results.cold ?? assert.fail('no cold run')
    assert.ok(cold)
    const { mostFetches, unaskedBytes, files, idealFiles, bytes, idealBytes } = cold
    assert.deepEqual({ mostFetches, unaskedBytes }, { mostFetches: 1, unaskedBytes: 0 })
    assert.deepEqual({ files, bytes }, { files: idealFiles, bytes: idealBytes })
    assert.equal(files, 3 * results.project.zips)
    const counts = barsOf(results).filter(bar => bar.id.startsWith('cold'))
    assert.deepEqual(counts.map(isReached), [true, true])
  })

  it('shows the newest results that are kept, in both languages', () => {
    const newest = readdirSync(join(root, 'bench/results'))
      // Those of a part have its name in theirs, and are told in words.
      .filter(name => /^[\d-]+\.json$/.test(name))
      .sort()
      .at(-1)
    const results = JSON.parse(readFileSync(join(root, 'bench/results', newest ?? ''), 'utf8')) as Results
    for (const [lang, page] of [['en', 'docs/benchmarks.md'] as const, ['zh', 'docs/benchmarks.zh-CN.md'] as const]) {
      const text = readFileSync(join(root, page), 'utf8')
      assert.equal(text, withResults(text, results, lang), page)
    }
  })
})
