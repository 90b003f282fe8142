import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isGoferryError } from '../errors.ts'
import { checkFolder, checkKey, isElement } from './check-key.ts'

describe('checkKey', () => {
  const good = [
    'public/example.com/!x/@v/v1.0.0.zip',
    'withheld/a',
    'log/tile/8/0/x001/067.p/255',
    'public/.../x',
    `log/${'a'.repeat(255)}`,
  ]
  for (const key of good) it(`takes ${key.slice(0, 60)}`, () => checkKey(key))

  const bad: [string, string][] = [
    ['the empty key', ''],
    ['a folder that holds keys', 'public'],
    ['a folder beside the three', 'keys/log.key'],
    ['the staging folder', 'run/tmp/x'],
    ['a name that only begins like a folder', 'publicity/x'],
    ['an absolute path', '/public/x'],
    ['a way up', 'public/../keys/log.key'],
    ['a way up at the end', 'public/x/..'],
    ['a dot folder', 'public/./x'],
    ['an empty element', 'public//x'],
    ['an empty element at the end', 'public/x/'],
    ['a NUL', 'public/x\0.zip'],
    ['a line end', 'public/x\n'],
    ['a space', 'public/x y'],
    ['a backslash', 'public/..\\x'],
    ['a letter outside ASCII', 'public/é'],
    ['an element of 256 bytes', `public/${'a'.repeat(256)}`],
    ['a key of 1025 bytes', `public/${'a/'.repeat(508)}ab`],
  ]
  for (const [name, key] of bad) {
    it(`refuses ${name}`, () =>
      assert.throws(
        () => checkKey(key),
        error => isGoferryError(error, 'bad-file-path'),
      ))
  }
})

describe('checkFolder', () => {
  it('takes a folder that holds keys', () => checkFolder('withheld'))
  it('refuses the root', () =>
    assert.throws(
      () => checkFolder(''),
      error => isGoferryError(error, 'bad-file-path'),
    ))
})

describe('isElement', () => {
  it('refuses a slash and an empty name', () =>
    assert.deepEqual(['a/b', '', 'ab'].map(isElement), [false, false, true]))
})
