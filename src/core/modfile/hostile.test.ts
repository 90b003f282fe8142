import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isGoferryError } from '../errors.ts'
import { parseGoMod, parseGoModLax } from './gomod.ts'
import { parseGoWork } from './gowork.ts'
import { modulePath } from './module-path.ts'

const parsers: readonly ((bytes: Uint8Array) => unknown)[] = [
  bytes => parseGoMod('go.mod', bytes),
  bytes => parseGoModLax('go.mod', bytes),
  bytes => parseGoWork('go.work', bytes),
  modulePath,
]

/** Runs all parsers; anything thrown but a refusal goes up. */
function parseAll(bytes: Uint8Array): void {
  for (const parse of parsers) {
    try {
      parse(bytes)
    } catch (error) {
      if (!isGoferryError(error, 'bad-gomod')) throw error
    }
  }
}

/** 300 kB of `text` over and over: a parser in quadratic time needs minutes. */
function flood(text: string): string {
  return text.repeat(300_000 / text.length)
}

describe('hostile go.mod files', () => {
  it('cause no error but a refusal, whatever the bytes', () => {
    const pieces = [
      'module',
      'retract',
      '(',
      ')',
      '[',
      '"',
      '`',
      '\\',
      '\n',
      '//',
      ' ',
      'v1.0.0',
      '=>',
      '\xff',
      'a',
      '..',
    ]
    const files = fc.array(fc.constantFrom(...pieces)).map(list => Buffer.from(list.join(''), 'latin1'))
    fc.assert(fc.property(fc.oneof(fc.uint8Array(), files), parseAll))
  })

  it('take linear time: 300 kB of anything is read within seconds', () => {
    const repeated = [
      '(',
      '(\n',
      ')',
      '"',
      '""',
      '`',
      '//',
      '//\n',
      '\xff',
      'a',
      '\xe4\xb8\x96',
      ' ',
      'a\n',
      '"\\\n"',
      '/',
    ]
    const within: readonly (readonly [string, string, string])[] = [
      ['module "', '\\x41', '"'],
      ['module "', '\\u4e16', '"'],
      ['module "', '\\', '"'],
      ['// Deprecated: ', 'a ', '\nmodule x'],
      ['module (\n', '//\n//Deprecated:\n', 'x\n)'],
      ['module x //', ' ', '\n'],
      ['go 1.', '1', 'x'],
      ['go 1.1', 'a', ''],
      ['retract [', ',', ''],
      ['replace ', '=> ', ''],
      ['require a v1.0.0-', '0', ''],
      ['require a/v', '1', ' v1.0.0'],
      ['require (\n', 'a v1.0.0\n', ')'],
      ['a "\\\n" //\n', 'a "\\\n" //\n', ''],
    ]
    for (const [head, text, tail] of [...repeated.map(text => ['', text, ''] as const), ...within]) {
      const start = process.cpuUsage()
      parseAll(Buffer.from(head + flood(text) + tail, 'latin1'))
      const { user, system } = process.cpuUsage(start)
      const seconds = (user + system) / 1_000_000
      assert.ok(seconds < 10, `${JSON.stringify(head + text)} took ${seconds} s`)
    }
  })

  it('share the comment of a block between its lines', () => {
    const why = 'y'.repeat(100_000)
    const { retract } = parseGoModLax('go.mod', Buffer.from(`// ${why}\nretract (\n${'v1\n'.repeat(50_000)})`))
    assert.equal(retract.length, 50_000)
    assert.ok(retract.every(({ rationale }) => rationale === why))
  })
})
