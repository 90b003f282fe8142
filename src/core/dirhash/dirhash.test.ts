import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { utf8 } from '../bytes.ts'
import { isGoferryError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import { hashFiles, hashGoMod } from './dirhash.ts'

/** From x/mod sumdb/dirhash/hash_test.go: `abc` and `xyz` with the content `data for <name>`. */
const abc = { name: 'abc', sha256: sha256(utf8('data for abc')) }
const xyz = { name: 'xyz', sha256: sha256(utf8('data for xyz')) }

describe('hashFiles', () => {
  it("gives the hash that Go's own test computes step by step", () => {
    const lines = [abc, xyz].map(file => `${Buffer.from(file.sha256).toString('hex')}  ${file.name}\n`).join('')
    assert.equal(hashFiles([xyz, abc]), `h1:${Buffer.from(sha256(utf8(lines))).toString('base64')}`)
  })

  it('does not depend on the order of the files', () => {
    const file = fc.string({ unit: 'grapheme' }).filter(name => !name.includes('\n'))
    fc.assert(
      fc.property(fc.uniqueArray(file), names => {
        const files = names.map(name => ({ name, sha256: sha256(utf8(name)) }))
        assert.equal(hashFiles(files), hashFiles(files.toReversed()))
      }),
    )
  })

  it('refuses a name with a line end, which could stand for a second file', () => {
    const forged = { name: `abc\n${'0'.repeat(64)}  xyz`, sha256: abc.sha256 }
    assert.throws(
      () => hashFiles([forged]),
      error => isGoferryError(error, 'bad-zip') && error.reason === 'hash.newline',
    )
  })
})

describe('hashGoMod', () => {
  it('gives what the public checksum database records for a go.mod', () => {
    // golang.org/x/text v0.3.0: its go.mod is this one line.
    assert.equal(hashGoMod(utf8('module golang.org/x/text\n')), 'h1:NqM8EUOU14njkJ3fqMW+pc6Ldnwhi/IjpwHt7yyuwOQ=')
  })
})
