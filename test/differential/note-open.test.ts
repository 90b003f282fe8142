import { concat, utf8 } from '../../src/core/bytes.ts'
import { base64 } from '../../src/core/hash.ts'
import { generateKey, parseSigner, type Signer } from '../../src/core/note/key.ts'
import { signNote } from '../../src/core/note/sign-note.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'

const keys = [1, 2, 3, 4].map(n => generateKey(`log-${n}`, new Uint8Array(32).fill(n)))
const [ada, bob, ambiguous, stranger] = keys.map(key => parseSigner(key.signer)) as [Signer, Signer, Signer, Signer]
const texts = [
  'hello\n',
  '',
  '\n',
  'a\n\nb\n',
  'go.sum database tree\n1\nAAAA\n',
  '中文\n',
  '\ufeff\n',
  'no end',
  '— x y\n',
]

differential({
  op: 'note.Open',
  generate(random) {
    const bytes = note(random)
    return random.chance(0.15) ? random.mutate(bytes) : bytes
  },
  async load(core) {
    const { parseVerifier } = await import(new URL('note/key.ts', core).href)
    const { openNote } = await import(new URL('note/open-note.ts', core).href)
    const known = [0, 1, 2, 2].map(i => parseVerifier(keys[i]?.verifier))
    return input => openNote(input, known)
  },
  // A note of more than a megabyte is refused too ('note-too-large'); the unit test shows it.
  reasons: [
    'note-not-text',
    'note-no-signatures',
    'note-signature-line',
    'note-many-signatures',
    'note-ambiguous-key',
    'note-bad-signature',
    'note-unsigned',
  ],
  planted: { file: 'note/open-note.ts', find: 'lastIndexOf', replace: 'indexOf' },
})

function note(random: Random): Uint8Array {
  const text = random.pick(texts)
  const lines = Array.from({ length: random.int(5) }, () => signature(random, text))
  if (random.chance(0.6)) lines.unshift(line(ada, text))
  if (random.chance(0.03)) lines.push(...Array(random.pick([99, 100, 101, 120])).fill('— a AAAAAAA=\n'))
  const spoilt = random.chance(0.02) ? concat(utf8(text), Uint8Array.of(random.pick([9, 13, 0, 0xff]))) : utf8(text)
  return concat(spoilt, utf8(random.chance(0.97) ? '\n' : ''), utf8(lines.join('')))
}

/** One signature line: most are good, the others wrong in one way. */
function signature(random: Random, text: string): string {
  if (random.chance(0.75)) return line(random.pick([ada, ada, bob, stranger]), text)
  const good = line(bob, text)
  return random.pick([
    () => line(ambiguous, text),
    () => line(ada, `${text}other\n`),
    () => line(bob, `${text}other\n`),
    () => good.replace('— ', random.pick(['-- ', '—', '— \u00a0', '— +'])),
    () => good.replace(/ ([^ ]*)\n/, (_, b64) => ` ${b64.slice(0, random.int(12))}\n`),
    () => good.replace('\n', ' \n'),
    () => `— log-1 ${base64(random.bytes(4 + random.int(70)))}\n`,
  ])()
}

/** The signature line of a note; the text need not be one that signNote takes. */
function line(signer: Signer, text: string): string {
  const hash = Buffer.alloc(4)
  hash.writeUInt32BE(signer.hash)
  if (text.endsWith('\n'))
    return Buffer.from(signNote(text, [signer]))
      .toString()
      .slice(text.length + 1)
  return `— ${signer.name} ${base64(concat(hash, signer.sign(utf8(text))))}\n`
}
