import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatBytes, parseAge, parseBytes } from './quantity.ts'

describe('parseBytes', () => {
  for (const [text, bytes] of [
    ['0', 0],
    ['17', 17],
    ['500MB', 500_000_000],
    ['500 MB', 500_000_000],
    ['1.5GiB', 1_610_612_736],
    ['1kB', 1000],
    ['1KB', 1000],
    ['1KiB', 1024],
    ['2TB', 2e12],
  ] as const)
    it(`reads ${text}`, () => assert.equal(parseBytes(text), bytes))

  for (const text of [
    '',
    'MB',
    '-1',
    '1e9',
    '1 000',
    '1mb',
    '1GB ',
    '0x10',
    'Infinity',
    '1.2345GB',
    '999999999999999TB',
  ])
    it(`refuses '${text}'`, () => assert.equal(parseBytes(text), undefined))
})

describe('parseAge', () => {
  for (const [text, days] of [
    ['90d', 90],
    ['0d', 0],
    ['2w', 14],
    ['1y', 365],
  ] as const)
    it(`reads ${text}`, () => assert.equal(parseAge(text), days * 86_400_000))

  for (const text of ['', '90', 'd', '1.5d', '-1d', '1m', '999999d', '1d '])
    it(`refuses '${text}'`, () => assert.equal(parseAge(text), undefined))
})

it('sizes have three digits at most and the unit that fits', () => {
  const cases = [0, 999, 1000, 99_949, 99_950, 999_499, 999_500, 5e9, 7e12].map(formatBytes)
  assert.deepEqual(cases, ['0 B', '999 B', '1.0 kB', '99.9 kB', '100 kB', '999 kB', '1.0 MB', '5.0 GB', '7.0 TB'])
})
