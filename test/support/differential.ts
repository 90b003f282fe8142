import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { isGoferryError } from '../../src/core/errors.ts'
import { Oracle, type Verdict } from './oracle.ts'
import { Random } from './random.ts'

/** One parser of the core held against Go's own. */
export interface Differential {
  /** The operation of `test/oracle` that gives Go's verdict; also the name of the test. */
  readonly op: string
  /** An input: generated from a grammar, taken from Go's test data, or one of these mutated. */
  generate(random: Random): Uint8Array
  /**
   * Imports goferry's parser from `core` (a file URL of `src/core/`, or of a copy with a planted bug) and returns what
   * runs it (it may be async): gives the value in the very shape that the oracle's JSON has, throws a GoferryError for a refusal.
   */
  load(core: string): Promise<(input: Uint8Array) => unknown>
  /** Every reason by which this parser refuses; each must occur at least 100 times in 20,000 inputs. */
  readonly reasons: readonly string[]
  /** Cases where refusing more than Go is right, by reason; never the other way round. */
  readonly stricter?: readonly string[]
  /** Where an input costs much, folders on the disk: one is tried where of others there are so many. */
  readonly oneOf?: number
  /** A bug that the comparison must find: `find` in src/core/`file` becomes `replace`. */
  readonly planted: { readonly file: string; readonly find: string; readonly replace: string }
}

/** What a comparison counted. */
export interface Tally {
  accepted: number
  readonly reasons: Map<string, number>
  readonly differences: string[]
}

const core = new URL('../../src/core/', import.meta.url)
const inputs = Number(process.env['GOFERRY_INPUTS'] ?? 2000)
const seed = Number(process.env['GOFERRY_SEED'] ?? Date.now() % 1_000_000_007)

/** Registers the tests of `spec`: no difference from Go, enough accepted, every reason seen, the planted bug found. */
export function differential(spec: Differential): void {
  describe(`differential: ${spec.op}`, () => {
    const oracle = new Oracle()
    const count = Math.ceil(inputs / (spec.oneOf ?? 1))
    after(() => oracle.close())

    it(`agrees with Go on ${count} inputs (seed ${seed})`, async t => {
      const tally = await compare(spec, oracle, core.href, count)
      const share = Math.floor((100 * tally.accepted) / count)
      const reasons = spec.reasons.map(reason => `${reason} ${tally.reasons.get(reason) ?? 0}`)
      t.diagnostic(`${spec.op}: ${count} inputs, seed ${seed}, ${share} % accepted, refused: ${reasons.join(', ')}`)
      assert.deepEqual(tally.differences, [])
      assert.deepEqual(
        [...tally.reasons.keys()].filter(reason => !spec.reasons.includes(reason)),
        [],
      )
      if (count < 20_000) return
      assert.ok(share >= 30, `only ${share} % of the inputs are such as Go accepts`)
      assert.deepEqual(
        spec.reasons.filter(reason => (tally.reasons.get(reason) ?? 0) < 100),
        [],
      )
    })

    it('finds a planted bug', async () => {
      const copy = plant(spec.planted)
      try {
        const tally = await compare(spec, oracle, pathToFileURL(join(copy, 'core/')).href, Math.max(count, 5000))
        assert.notEqual(tally.differences.length, 0, 'the comparison did not notice the planted bug')
      } finally {
        rmSync(copy, { recursive: true })
      }
    })
  })
}

/** Runs `n` inputs through Go and through the parser under `coreUrl`; keeps at most 5 differences. */
async function compare(spec: Differential, oracle: Oracle, coreUrl: string, n: number): Promise<Tally> {
  const random = new Random(seed)
  const run = await spec.load(coreUrl)
  const tally: Tally = { accepted: 0, reasons: new Map(), differences: [] }
  for (let done = 0; done < n && tally.differences.length < 5; done += 500) {
    const inputs = Array.from({ length: Math.min(500, n - done) }, () => spec.generate(random))
    const verdicts = await oracle.ask(spec.op, inputs)
    for (const [i, theirs] of verdicts.entries()) await weigh(spec, run, inputs[i] as Uint8Array, theirs, tally)
  }
  return tally
}

async function weigh(
  spec: Differential,
  run: (input: Uint8Array) => unknown,
  input: Uint8Array,
  theirs: Verdict,
  tally: Tally,
): Promise<void> {
  assert.ok(theirs.ok || !theirs.error.startsWith('oracle:'), JSON.stringify(theirs))
  const ours = await verdictOf(run, input)
  if (theirs.ok) tally.accepted++
  if (!ours.ok) tally.reasons.set(ours.error, (tally.reasons.get(ours.error) ?? 0) + 1)
  const stricter = theirs.ok && !ours.ok && spec.stricter?.includes(ours.error)
  const agree = ours.ok ? theirs.ok && isDeepStrictEqual(jsonOf(ours), theirs.value) : !theirs.ok && !ours.crashed
  if (agree || stricter) return
  const shown = JSON.stringify(Buffer.from(input).toString('latin1'))
  tally.differences.push(`${shown}: Go ${JSON.stringify(theirs)}, goferry ${JSON.stringify(ours)}`)
}

/** Runs the parser; a throw that is not a GoferryError is a difference, whatever Go says. */
async function verdictOf(
  run: (input: Uint8Array) => unknown,
  input: Uint8Array,
): Promise<Verdict & { readonly crashed?: boolean }> {
  try {
    return { ok: true, value: await run(input) }
  } catch (error) {
    if (!isRefusal(error)) return { ok: false, error: String(error), crashed: true }
    return { ok: false, error: error.reason ?? error.code }
  }
}

/** A copy of the core has a GoferryError class of its own, so the name decides and not the class. */
function isRefusal(error: unknown): error is { reason?: string; code: string } {
  return isGoferryError(error) || (error instanceof Error && error.name === 'GoferryError')
}

function jsonOf(verdict: Verdict): unknown {
  return verdict.ok && verdict.value !== undefined ? JSON.parse(JSON.stringify(verdict.value)) : undefined
}

/** A copy of src with the bug in it; the caller removes it. */
function plant(bug: Differential['planted']): string {
  const copy = mkdtempSync(join(tmpdir(), 'goferry-planted-'))
  cpSync(new URL('..', core), copy, { recursive: true })
  const file = join(copy, 'core', bug.file)
  const text = readFileSync(file, 'utf8')
  assert.ok(text.includes(bug.find), `${bug.file} has no ${JSON.stringify(bug.find)} to plant a bug in`)
  writeFileSync(file, text.replace(bug.find, bug.replace))
  return copy
}
