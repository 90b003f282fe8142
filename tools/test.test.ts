import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LegalTree } from './legal-tree.ts'
import { runTests, summaryOf, testFiles } from './test.ts'
import { testEnvironment } from './test-environment.ts'

const passing = "import { it } from 'node:test'\nit('passes', () => {})\n"
const failing = "import { it } from 'node:test'\nit('fails', () => process.exit(1))\n"
const skipping = "import { it } from 'node:test'\nit('is not run', t => t.skip('no engine'))\n"

/** Runs the test file `a.test.ts` holding `text`, with `CI` set as told; returns what was wrong. */
function outcome(text: string, ci: string): string[] {
  using tree = new LegalTree({ 'src/a.test.ts': text })
  const environment = testEnvironment({ ...process.env, CI: ci }, {}, false)
  return runTests({ root: tree.root, files: ['src/a.test.ts'], environment, minutes: 1, output: 'ignore' }).wrong
}

describe('./goferry test', () => {
  it('chooses the test files whose path holds a pattern', () => {
    using tree = new LegalTree({ 'src/core/zip/a.test.ts': '', 'test/b.test.ts': '', 'src/core/zip/c.ts': '' })
    assert.deepEqual(testFiles(tree, []), ['src/core/zip/a.test.ts', 'test/b.test.ts'])
    assert.deepEqual(testFiles(tree, ['core/zip']), ['src/core/zip/a.test.ts'])
    assert.deepEqual(testFiles(tree, ['nowhere']), [])
  })

  it('is content with tests that pass, and not with one that fails', () => {
    assert.deepEqual(outcome(passing, 'true'), [])
    assert.deepEqual(outcome(failing, ''), ['tests failed'])
  })

  it('takes a test that did not run for a failure under CI only', () => {
    assert.deepEqual(outcome(skipping, ''), [])
    assert.deepEqual(outcome(skipping, 'true'), ['1 tests did not run, and under CI each must'])
  })

  it('reads the closing lines of a TAP report, and no line of a test that looks alike', () => {
    const tap = 'TAP version 13\n# tests are fun\n# tests 3\n# pass 1\n# fail 0\n# skipped 1\n# todo 1\n'
    assert.deepEqual(summaryOf(tap), {
      lines: ['# tests 3', '# pass 1', '# fail 0', '# skipped 1', '# todo 1'],
      unrun: 2,
    })
  })

  it('gives tests the go command as it comes out of the box', () => {
    const own = { PATH: '/bin', GOFLAGS: '-mod=mod', GOPRIVATE: '*', GONOSUMDB: '*', GOSUMDB: 'off', HOME: '/home/a' }
    const { GOFERRY_SEED, PATH, ...rest } = testEnvironment(own, { GOPROXY: 'off' }, false)
    assert.deepEqual(rest, {
      HOME: '/home/a',
      GOPROXY: 'off',
      GOENV: 'off',
      GOTOOLCHAIN: 'local',
      GOFERRY_INPUTS: '2000',
    })
    assert.match(GOFERRY_SEED ?? '', /^\d+$/)
    assert.match(PATH ?? '', /:\/bin:/)
  })

  it('sets how many inputs the differential tests take, and keeps a seed that is given', () => {
    assert.equal(testEnvironment({ CI: 'true' }, {}, false)['GOFERRY_INPUTS'], '20000')
    assert.equal(testEnvironment({ CI: 'true' }, {}, true)['GOFERRY_INPUTS'], '200000')
    assert.equal(testEnvironment({ GOFERRY_INPUTS: '7' }, {}, false)['GOFERRY_INPUTS'], '7')
    assert.equal(testEnvironment({ GOFERRY_SEED: '42' }, {}, false)['GOFERRY_SEED'], '42')
  })
})
