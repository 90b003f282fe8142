import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { isGoferryError } from '../../core/errors.ts'
import { PinoJournal } from './pino-journal.ts'

/** A journal and what it wrote, line by line. */
function journal() {
  const lines: Record<string, unknown>[] = []
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) }
  return { journal: new PinoJournal({ node: 'log.test' }, stream), lines }
}

describe('PinoJournal', () => {
  const folder = temporaryFolders()

  it('writes a JSON object a line: level, time, node, event and fields', () => {
    const { journal: ours, lines } = journal()
    ours.info('request', { status: 200, url: '/x', none: undefined })
    ours.warn('pull-failed')
    ours.error('log-forked')
    const [first] = lines
    assert.match(String(first?.['time']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.deepEqual(
      { ...first, time: '' },
      { level: 30, time: '', node: 'log.test', status: 200, url: '/x', msg: 'request' },
    )
    assert.deepEqual(
      lines.map(({ level, msg }) => [level, msg]),
      [
        [30, 'request'],
        [40, 'pull-failed'],
        [50, 'log-forked'],
      ],
    )
  })

  const canaries: readonly [string, string][] = [
    ['https://user:canary@proxy.test/x', 'https://proxy.test/x'],
    ['https://canary@proxy.test/x', 'https://proxy.test/x'],
    ['https://user:can@ary@proxy.test/x', 'https://proxy.test/x'],
    ['HTTPS://user:canary@proxy.test', 'HTTPS://proxy.test'],
    [
      'get "https://a:canary@one.test" then ftp://b:canary@two.test/c@d',
      'get "https://one.test" then ftp://two.test/c@d',
    ],
    ['https://proxy.test/x@v1.0.0?token=canary&a=b', 'https://proxy.test/x@v1.0.0?…'],
    ['Authorization: Bearer canary', 'Authorization: …'],
    ['cookie: session=canary; b=canary', 'cookie: …'],
  ]
  for (const [text, wanted] of canaries)
    it(`keeps no secret of ${text}`, () => {
      const { journal: ours, lines } = journal()
      ours.info('event', { any: text })
      ours.error('event', { any: text })
      assert.deepEqual(
        lines.map(line => line['any']),
        [wanted, wanted],
      )
    })

  it('lets no field break a line or a terminal', () => {
    const lines: string[] = []
    const ours = new PinoJournal({ node: 'n' }, { write: line => void lines.push(line) })
    ours.info('event', { text: 'a\r\n{"level":50}\u001b[31m\u009b31m\u202e' })
    assert.equal(lines.length, 1)
    assert.match(lines[0] ?? '', /^[\u0020-\u007e\ufffd]*\n$/)
  })

  it('cuts what is too long, in linear time', () => {
    const { journal: ours, lines } = journal()
    ours.info('event', { text: 'a.'.repeat(1 << 20), urls: 'a://'.repeat(1 << 20) })
    assert.ok(JSON.stringify(lines).length < 20_000)
  })

  it('has said everything at once, in a file whose folder it makes and which others append to', () => {
    const file = join(folder(), 'deep', 'journal.json')
    const [one, other] = [new PinoJournal({ node: 'one', file }), new PinoJournal({ node: 'other', file })]
    for (let i = 0; i < 100; i++) for (const ours of [one, other]) ours.info('event', { i })
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    assert.equal(lines.filter(line => JSON.parse(line).msg === 'event').length, 200)
  })

  it('says which file cannot be written', () => {
    assert.throws(
      () => new PinoJournal({ node: 'n', file: '/dev/null/journal.json' }),
      error => isGoferryError(error, 'bad-settings') && error.subject === 'logFile: /dev/null/journal.json',
    )
  })
})
