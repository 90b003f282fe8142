import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { type GoferryError, isGoferryError, describe as say } from '../errors.ts'
import { type GoMod, parseGoMod, parseGoModLax } from './gomod.ts'

const everything = `// Deprecated: use example.com/n
// instead.
//
// More about it.
module "example.com/m" // the module

go 1.24.1
toolchain go1.24.3
godebug default=go1.21

require (
	example.com/a v1 // indirect
	example.com/b/v2 v2.0.0+incompatible.1 //indirect; by hand

	"example.com/c" v3.4.5+incompatible // not indirect
)
exclude example.com/a v1.0.1
replace (
	example.com/a => ../a
	example.com/b/v2 v2.0.0 => example.com/fork v0.0.0-20200101000000-0123456789ab
)
// Published by mistake.
retract (
	v1.0.0
	[v1.1.0, v1.2.0] // Breaks.
)
tool example.com/c/cmd/x
ignore ./testdata
`

const empty: GoMod = { godebug: [], require: [], exclude: [], replace: [], retract: [], tool: [], ignore: [] }
const module = { path: 'example.com/m', deprecated: 'use example.com/n\ninstead.' }
const require = [
  { path: 'example.com/a', version: 'v1.0.0', indirect: true },
  { path: 'example.com/b/v2', version: 'v2.0.0', indirect: true },
  { path: 'example.com/c', version: 'v3.4.5+incompatible', indirect: false },
]
const retract = [
  { low: 'v1.0.0', high: 'v1.0.0', rationale: 'Published by mistake.' },
  { low: 'v1.1.0', high: 'v1.2.0', rationale: 'Breaks.' },
]

function refusalOf(text: string): GoferryError {
  try {
    parseGoMod('go.mod', utf8(text))
  } catch (error) {
    if (isGoferryError(error, 'bad-gomod')) return error
    throw error
  }
  return assert.fail(`accepted ${JSON.stringify(text)}`)
}

describe('parseGoMod', () => {
  it('reads every directive', () => {
    assert.deepEqual(parseGoMod('go.mod', utf8(everything)), {
      module,
      go: '1.24.1',
      toolchain: 'go1.24.3',
      godebug: [{ key: 'default', value: 'go1.21' }],
      require,
      exclude: [{ path: 'example.com/a', version: 'v1.0.1' }],
      replace: [
        { old: { path: 'example.com/a', version: '' }, new: { path: '../a', version: '' } },
        {
          old: { path: 'example.com/b/v2', version: 'v2.0.0' },
          new: { path: 'example.com/fork', version: 'v0.0.0-20200101000000-0123456789ab' },
        },
      ],
      retract,
      tool: ['example.com/c/cmd/x'],
      ignore: ['./testdata'],
    })
  })

  it('finds nothing in an empty file', () => {
    assert.deepEqual(parseGoMod('go.mod', new Uint8Array()), empty)
  })

  it('gives the comment of a block to a line that has none, unless a blank line stands above it', () => {
    const { retract } = parseGoMod('go.mod', utf8('// why\nretract (\nv1\nv2 // own\n\nv3\n)'))
    assert.deepEqual(
      retract.map(({ rationale }) => rationale),
      ['why', 'own', ''],
    )
  })

  it('says where and why it refuses', () => {
    const cases: readonly (readonly [string, number, string])[] = [
      ['go 1.21\n/* x */', 2, 'gomod.block-comment'],
      ['\nuse constructor x', 2, 'gomod.unknown-directive'],
      ['module m\nretract [v1,\nv2]', 2, 'gomod.retract-interval'],
      ['require (\n\ta v1.0.0\n\tb v2.0.0\n)', 3, 'gomod.path-major'],
      ['\n\nrequire (\n\ta v1.0.0\n', 3, 'gomod.open-block'],
      ['tool "a\\\nb\\\n"\ntool c', 1, 'gomod.bad-quotes'],
      ['tool a\ntool "a\\\n', 2, 'gomod.open-string'],
    ]
    for (const [text, line, reason] of cases) {
      const { params, ...error } = refusalOf(text)
      assert.deepEqual([params['line'], error.reason, error.subject], [line, reason, 'go.mod'], text)
    }
  })

  it('says it in English and Chinese, with what stands there, cut where it is long', () => {
    const error = refusalOf(`module m\nfrobnicate${'!'.repeat(1000)} x`)
    const verb = `frobnicate${'!'.repeat(90)}…`
    assert.equal(say(error, 'en'), `malformed go.mod: line 2: unknown directive "${verb}"`)
    assert.match(say(error, 'zh'), /^go\.mod 格式错误.*第 2 行：未知的指令 "frobnicate!{90}…"$/)
  })
})

describe('parseGoModLax', () => {
  it('passes over what concerns a main module only', () => {
    const ignore = ['./testdata']
    const expected = { ...empty, module, go: '1.24.1', require, retract, ignore }
    assert.deepEqual(parseGoModLax('go.mod', utf8(everything)), expected)
  })

  it('passes over what a newer go command may know, and cuts old forms of the go version', () => {
    const text =
      'go v1.13beta\nfuture (\n"x" [\n)\nretract [v1.0.0, v2.0.0) soon\nretract v1.0.0 because\nrequire x (\n)\n'
    const retract = [{ low: 'v1.0.0', high: 'v1.0.0', rationale: '' }]
    assert.deepEqual(parseGoModLax('go.mod', utf8(text)), { ...empty, go: '1.13', retract })
  })

  it('gives the comment of a line that goes on after a line end to the line before, as Go does', () => {
    const text = 'require a v1.0.0\nfuture "\\\n" // indirect\n'
    assert.deepEqual(parseGoModLax('go.mod', utf8(text)).require, [{ path: 'a', version: 'v1.0.0', indirect: true }])
  })
})
