import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sameBytes } from '../../src/core/bytes.ts'
import { isGoferryError } from '../../src/core/errors.ts'
import { listImports } from '../../src/services/ferry/in/imports.ts'
import { type BuiltBundle, TestMirror } from '../support/bundle-builder.ts'
import { Random } from '../support/random.ts'
import { Centre, discOf } from '../support/receive-world.ts'
import { verifyAt } from '../support/verify-world.ts'

const count = Math.min(2000, Number(process.env['GOFERRY_INPUTS'] ?? 2000))
const seed = Number(process.env['GOFERRY_SEED'] ?? Date.now() % 1_000_000_007)

const mirror = new TestMirror()
for (let n = 0; n < 3; n++) mirror.addModule({ path: `example.com/m${n}`, version: 'v1.0.0' })
const bundle = mirror.cut({ certificates: ['goferry rehearsal v1\nmodule m\n\n— key AAAA\n'] })

type Files = Map<string, Uint8Array>

/** Changes of what lies on a disc: those of names alone do no harm. */
const mutations: Readonly<Record<string, (files: Files, random: Random) => boolean>> = {
  flip: (files, random) => {
    const [name, bytes] = random.pick([...files])
    const at = random.int(bytes.length)
    files.set(name, bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.int(8))))
    return false
  },
  cut: (files, random) => {
    const [name, bytes] = random.pick([...files])
    files.set(name, bytes.subarray(0, random.int(bytes.length)))
    return false
  },
  lengthen: (files, random) => {
    const [name, bytes] = random.pick([...files])
    files.set(name, Uint8Array.from([...bytes, ...random.bytes(1 + random.int(9))]))
    return false
  },
  scramble: (files, random) => {
    const [name, bytes] = random.pick([...files])
    files.set(name, random.mutate(bytes))
    return false
  },
  lose: (files, random) => {
    files.delete(random.pick([...files.keys()]))
    return false
  },
  swap: (files, random) => {
    const [[a, one], [b, other]] = [random.pick([...files]), random.pick([...files])]
    files.set(a, other).set(b, one)
    return true
  },
  rename: (files, random) => {
    const [name, bytes] = random.pick([...files])
    files.delete(name)
    files.set(`FILE~${random.int(1e9)}.BIN`, bytes)
    return true
  },
  copy: (files, random) => {
    files.set(`copy-${random.int(1e9)}`, random.pick([...files.values()]))
    return true
  },
}

/** What came of a disc: the error, if there was one. Nothing but errors of goferry's own may come. */
async function takeIn(files: Files): Promise<{ centre: Centre; code: string | undefined }> {
  const centre = new Centre(mirror.trust)
  try {
    const { bundles, refused } = await centre.receive([await discOf(files)])
    const error = bundles[0]?.error ?? (bundles.length === 0 ? refused[0]?.error : undefined)
    if (error !== undefined) return { centre, code: error.code }
    await verifyAt(centre, bundles[0]?.id ?? '')
    return { centre, code: undefined }
  } catch (error) {
    if (!isGoferryError(error)) throw error
    return { centre, code: error.code }
  }
}

async function assertTheSame(centre: Centre, { header, files }: BuiltBundle): Promise<void> {
  const found = await centre.files()
  for (const { name } of [header.log, ...header.volumes])
    assert.ok(sameBytes(found.get(name) ?? new Uint8Array(), files.get(name) ?? new Uint8Array()), name)
}

describe('whatever becomes of a bundle on its way', () => {
  it('nothing else than what was sent is verified, and names alone do no harm', async () => {
    const codes = new Map<string | undefined, number>()
    for (let run = 0; run < count; run++) {
      const random = new Random(seed + run)
      const files = new Map(bundle.files)
      const steps: string[] = []
      let isHarmless = true
      for (let n = 1 + random.int(4); n > 0 && files.size > 0; n--) {
        const step = random.pick(Object.keys(mutations))
        isHarmless = (mutations[step]?.(files, random) ?? true) && isHarmless
        steps.push(step)
      }
      const { centre, code } = await takeIn(files)
      const story = `seed ${seed + run}: ${steps.join(', ')}: ${code}`
      codes.set(code, (codes.get(code) ?? 0) + 1)
      if (isHarmless) assert.equal(code, undefined, story)
      if (code === undefined) await assertTheSame(centre, bundle)
      for (const { state } of await listImports(centre.imports)) assert.equal(state.bundle, bundle.digest, story)
    }
    assert.ok((codes.get(undefined) ?? 0) > 10 && codes.size >= 3, JSON.stringify([...codes]))
  })

  it('nothing else than what the log says is verified, also where the header was signed over it', async () => {
    for (let run = 0; run < count; run++) {
      const random = new Random(seed + run)
      const isLog = random.chance(0.3)
      const change = (bytes: Buffer) => Buffer.from(random.mutate(bytes))
      const changed = mirror.cut(isLog ? { log: change } : { stream: change })
      const { code } = await takeIn(new Map(changed.files))
      const isSame = changed.digest === mirror.cut().digest
      assert.equal(code, isSame ? undefined : 'bundle-refused', `seed ${seed + run} ${isLog ? 'log' : 'stream'}`)
    }
  })
})
