import { fromUtf8, utf8 } from '../../src/core/bytes.ts'
import { sha256 } from '../../src/core/hash.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'

/** Elements whose order by UTF-16 units differs from the order of their bytes, and ones that sort around the slash. */
const elements = ['a', 'b', 'ab', 'A', '-', '.go', '0', 'é', 'ﬀ', '\ue000', '\uffff', '𐀀', '😀', ' ', '']

differential({
  op: 'dirhash',
  generate(random: Random): Uint8Array {
    const parts = Array.from({ length: 2 * random.int(8) }, (_, i) => (i % 2 === 0 ? name(random) : word(random)))
    return utf8([...parts, ''].join('\0'))
  },
  async load(core) {
    const { hashFiles, hashGoMod } = await import(new URL('dirhash/dirhash.ts', core).href)
    return input => {
      const parts = (fromUtf8(input) ?? '').split('\0')
      const names = parts.filter((_, i) => i % 2 === 0 && i + 1 < parts.length)
      const contents = new Map(names.map((name, i) => [name, utf8(parts[2 * i + 1] ?? '')]))
      const files = names.map(name => ({ name, sha256: sha256(contents.get(name) ?? new Uint8Array()) }))
      return { files: hashFiles(files), goMod: hashGoMod(utf8(parts[0] ?? '')) }
    }
  },
  reasons: ['hash.newline'],
  planted: { file: 'dirhash/dirhash.ts', find: 'Buffer.compare(a.key, b.key)', replace: 'a.line < b.line ? -1 : 1' },
})

function name(random: Random): string {
  const path = Array.from({ length: 1 + random.int(3) }, () => random.pick(elements) + random.pick(elements)).join('/')
  return random.chance(0.02) ? `${path}\n` : path
}

function word(random: Random): string {
  return random.pick(elements).repeat(random.int(100))
}
