import { mediaTexts } from '../messages/media.ts'
import { fill, type Lang, type Params, printable } from '../messages/text.ts'
import { bundleFileName } from './bundle-names.ts'
import type { MediaFacts } from './media-facts.ts'

/**
 * The README that lies beside the volumes of a bundle, in English and then in Chinese: what it is, its files, how they
 * are checked and imported, what to do when a disc is lost. UTF-8, the same for the same facts.
 */
export function readmeText(facts: MediaFacts): string {
  return [...page(facts, 'en'), '', '-'.repeat(72), '', ...page(facts, 'zh'), ''].join('\n')
}

function page(facts: MediaFacts, lang: Lang): string[] {
  const { id, discs, from, to } = facts
  const say = (key: keyof typeof mediaTexts, params: Params = {}) => fill(mediaTexts[key], lang, params)
  const fact = (key: keyof typeof mediaTexts, value: string) =>
    `${say(key)}${lang === 'zh' ? '：' : ': '}${printable(value)}`
  const sums = bundleFileName(id, 'sums')
  return [
    say('readme.title', { id }),
    '',
    say('readme.what'),
    '',
    fact('media.words.site', facts.site),
    fact('media.words.origin', facts.origin),
    fact('media.words.entries', say('readme.range', { from, to })),
    fact('media.words.date', facts.date),
    fact('media.words.discs', String(discs.length)),
    fact('media.words.header', facts.headerSha256),
    '',
    say('readme.files'),
    ...discs.flatMap((files, i) => [
      '',
      say('readme.disc', { n: i + 1, discs: discs.length }),
      ...files.map(({ name, size, sha256 }) => `${sha256} ${String(size).padStart(12)} ${printable(name)}`),
    ]),
    '',
    say('readme.check'),
    `    sha256sum -c ${sums}`,
    say('readme.check-one'),
    `    sha256sum --ignore-missing -c ${sums}`,
    say('readme.check-limits'),
    '',
    say('readme.import'),
    '    goferry ferry in PATH…',
    '',
    say('readme.lost'),
    say('readme.lost-what'),
  ]
}
