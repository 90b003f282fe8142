import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checks, runChecks } from './check.ts'
import { LegalTree } from './legal-tree.ts'
import { show } from './offence.ts'

/** Offences of one kind: the files that are planted in a legal project, and what the check named must say of them. */
interface Planted {
  readonly check: string
  readonly kind: string
  readonly files: Readonly<Record<string, string>>
  readonly says: RegExp
}

const reference = (path: string): string => `import { a } from '${path}'\nexport const b = a\n`
const messages = (entries: string): string => `/** Messages. */\nexport const texts = {\n${entries}\n}\n`
const lock = (packages: object): string => JSON.stringify({ packages })

const offences: readonly Planted[] = [
  {
    check: 'types',
    kind: 'a type error',
    files: { 'src/core/a.ts': 'export const a: string = 1\n' },
    says: /^src\/core\/a\.ts:1: TS2322/,
  },
  {
    check: 'types',
    kind: 'an item of a list that may be absent',
    files: { 'src/core/a.ts': 'export const a = (list: string[]): string => list[0]\n' },
    says: /^src\/core\/a\.ts:1: TS2322/,
  },
  {
    check: 'types',
    kind: 'syntax that cannot be erased',
    files: { 'src/core/a.ts': 'export enum A {\n  b,\n}\n' },
    says: /^src\/core\/a\.ts:1: TS1294/,
  },
  {
    check: 'style',
    kind: 'bad format',
    files: { 'src/core/a.ts': 'export const a = "b";\n' },
    says: /^src\/core\/a\.ts:1: format/,
  },
  {
    check: 'style',
    kind: 'any',
    files: { 'src/core/a.ts': 'export const a: any = 1\n' },
    says: /^src\/core\/a\.ts:1: lint\/suspicious\/noExplicitAny/,
  },
  {
    check: 'style',
    kind: 'an empty catch',
    files: { 'src/core/a.ts': 'export function a(): void {\n  try {\n    a()\n  } catch {}\n}\n' },
    says: /^src\/core\/a\.ts:4: lint\/suspicious\/noEmptyBlockStatements/,
  },
  {
    check: 'style',
    kind: 'a function of 70 lines',
    files: { 'src/core/a.ts': `export function a(b: () => void): void {\n${'  b()\n'.repeat(70)}}\n` },
    says: /^src\/core\/a\.ts:1: lint\/complexity\/noExcessiveLinesPerFunction/,
  },
  {
    check: 'unused',
    kind: 'an unused export',
    files: {
      'src/core/a.ts': 'export const a = 1\nexport const unused = 2\n',
      'src/main/main.ts': "import { a } from '../core/a.ts'\n\nprocess.exit(a)\n",
    },
    says: /^src\/core\/a\.ts:2: knip, exports: unused/,
  },
  {
    check: 'unused',
    kind: 'an unused file',
    files: { 'src/core/lonely.ts': 'export const a = 1\n' },
    says: /^src\/core\/lonely\.ts: knip, files/,
  },
  {
    check: 'unused',
    kind: 'an unused dependency',
    files: { 'package.json': '{ "type": "module", "dependencies": { "yaml": "2.9.1" } }\n' },
    says: /^package\.json(:1)?: knip, dependencies: yaml/,
  },
  {
    check: 'layers',
    kind: 'an arrow outwards',
    files: { 'src/core/a.ts': reference('../services/b/c.ts') },
    says: /core may not import services/,
  },
  {
    check: 'layers',
    kind: 'an arrow outwards, types only',
    files: { 'src/core/a.ts': "export type { A } from '../ports/store.ts'\n" },
    says: /^src\/core\/a\.ts:1: core may not import ports/,
  },
  {
    check: 'layers',
    kind: 'an arrow outwards, lazily',
    files: { 'src/http/a.ts': "export const a = () => import('../cli/b.ts')\n" },
    says: /http may not import cli/,
  },
  {
    check: 'layers',
    kind: 'an arrow outwards, as a worker',
    files: { 'src/services/a/b.ts': "export const a = new URL('../../adapters/fs/b.ts', import.meta.url)\n" },
    says: /services may not import adapters/,
  },
  {
    check: 'layers',
    kind: 'a neighbour among services',
    files: { 'src/services/a/b.ts': reference('../c/d.ts') },
    says: /services\/a may not import its neighbour services\/c/,
  },
  {
    check: 'layers',
    kind: 'a neighbour among adapters',
    files: { 'src/adapters/a/b.ts': reference('../c/d.ts') },
    says: /adapters\/a may not import its neighbour adapters\/c/,
  },
  {
    check: 'layers',
    kind: 'an adapter named outside compose.ts',
    files: { 'src/main/a.ts': reference('../adapters/fs/b.ts') },
    says: /only src\/main\/compose\.ts names adapters/,
  },
  {
    check: 'layers',
    kind: 'a database that every command loads',
    files: {
      'src/main/main.ts': "import './compose.ts'\n",
      'src/main/compose.ts': reference('../adapters/sql/a.ts'),
      'src/adapters/sql/a.ts': "import { Kysely } from 'kysely'\nexport const a = () => Kysely\n",
    },
    says: /^src\/adapters\/sql\/a\.ts:1: kysely is loaded by every command/,
  },
  {
    check: 'layers',
    kind: 'the disk in the core',
    files: { 'src/core/a.ts': reference('node:fs') },
    says: /core may not use node:fs/,
  },
  {
    check: 'layers',
    kind: 'a package in the core',
    files: { 'src/core/a.ts': reference('zod/v4') },
    says: /core may not depend on the package zod/,
  },
  {
    check: 'layers',
    kind: 'a folder of no layer',
    files: { 'src/extra/a.ts': 'export const a = 1\n' },
    says: /extra is no layer/,
  },
  {
    check: 'layers',
    kind: 'a clock in the core',
    files: { 'src/core/a.ts': 'export const a = () => Date.now()\n' },
    says: /core may not use Date\.now/,
  },
  {
    check: 'layers',
    kind: 'the time of day in the core',
    files: { 'src/core/a.ts': 'export const a = () => new Date()\n' },
    says: /core may not use new Date\(\)/,
  },
  {
    check: 'layers',
    kind: 'the environment in a port',
    files: { 'src/ports/a.ts': "export const a = process.env['A']\n" },
    says: /ports may not use process/,
  },
  {
    check: 'layers',
    kind: 'a role compared',
    files: { 'src/main/a.ts': "export const a = (role: string) => role === 'mirror'\n" },
    says: /compares with the role 'mirror'/,
  },
  {
    check: 'layers',
    kind: 'a role in a switch',
    files: { 'src/cli/a.ts': "export function a(role: string) {\n  switch (role) {\n    case 'centre':\n  }\n}\n" },
    says: /^src\/cli\/a\.ts:3: compares with the role 'centre'/,
  },
  {
    check: 'layers',
    kind: 'a circle of imports',
    files: {
      'src/core/a.ts': reference('./b.ts'),
      'src/core/b.ts': reference('./c.ts'),
      'src/core/c.ts': reference('./a.ts'),
    },
    says: /imports in a circle: src\/core\/a\.ts, src\/core\/b\.ts, src\/core\/c\.ts/,
  },
  {
    check: 'layers',
    kind: '16 imports',
    files: { 'src/main/a.ts': Array.from({ length: 16 }, (_, i) => `import '../core/a${i}.ts'\n`).join('') },
    says: /^src\/main\/a\.ts: 16 imports; at most 15/,
  },
  {
    check: 'docs',
    kind: 'an export without a docstring',
    files: { 'src/core/a.ts': '// no\nexport const a = 1\n' },
    says: /a\.ts:2: a has no docstring/,
  },
  {
    check: 'docs',
    kind: 'an empty docstring',
    files: { 'src/core/a.ts': '/** */\nexport type A = 1\n' },
    says: /A has no docstring/,
  },
  {
    check: 'docs',
    kind: 'a method without a docstring',
    files: { 'src/core/a.ts': '/** A. */\nexport class A {\n  b(): void {}\n}\n' },
    says: /a\.ts:3: b has no docstring/,
  },
  {
    check: 'sizes',
    kind: 'a file of 501 lines',
    files: { 'src/core/a.ts': '// a line\n'.repeat(501) },
    says: /^src\/core\/a\.ts: 501 lines/,
  },
  {
    check: 'sizes',
    kind: 'a comment of 121 columns',
    files: { 'src/core/a.ts': `\n// ${'a'.repeat(118)}\n` },
    says: /^src\/core\/a\.ts:2: 121 columns/,
  },
  {
    check: 'errors',
    kind: 'a code that the page lacks',
    files: { 'src/core/messages/errors.ts': messages("  /** Often. */\n  more: { en: 'more', zh: '更多' },") },
    says: /^docs\/reference\/errors\.md: differs/,
  },
  {
    check: 'errors',
    kind: 'a code that does not say when',
    files: { 'src/core/messages/errors.ts': messages("  more: { en: 'more', zh: '更多' },") },
    says: /errors\.ts:3: code 'more' has no docstring/,
  },
  {
    check: 'catalogue',
    kind: 'a text without Chinese',
    files: { 'src/core/messages/a.ts': messages("  lost: { en: 'a' },") },
    says: /a\.ts:3: message 'lost' has no Chinese text/,
  },
  {
    check: 'catalogue',
    kind: 'other places in Chinese',
    files: { 'src/core/messages/a.ts': messages("  lost: { en: '{a} and {b}', zh: '{a} 与 {c}' },") },
    says: /message 'lost' has other \{places\}/,
  },
  {
    check: 'catalogue',
    kind: 'a key that no code uses',
    files: {
      'src/core/messages/a.ts': messages("  'not-used': { en: 'a', zh: '甲' },"),
      'src/core/a.ts': "// 'not-used'\n",
    },
    says: /message 'not-used' is used nowhere/,
  },
  {
    check: 'catalogue',
    kind: 'a key that stands there twice',
    files: { 'src/core/messages/z.ts': messages("  lost: { en: 'a', zh: '甲' },") },
    says: /message 'lost' stands in the catalogue twice/,
  },
  {
    check: 'pages',
    kind: 'a heading less',
    files: { 'README.zh-CN.md': '```sh\n./goferry up\n```\n' },
    says: /zh-CN\.md: differs from README\.md/,
  },
  {
    check: 'pages',
    kind: 'another command',
    files: { 'README.zh-CN.md': '# 小\n\n```sh\n./goferry down\n```\n' },
    says: /command \.\/goferry down, where that has command \.\/goferry up/,
  },
  {
    check: 'pages',
    kind: 'a dead link',
    files: { 'docs/a.md': 'see [it](../gone.md#there)\n' },
    says: /^docs\/a\.md:1: links to gone\.md/,
  },
  {
    check: 'words',
    kind: 'the host of the registry',
    files: { '.npmrc': 'registry=https://packages.example.test/npm/\n', 'docs/a.md': 'from packages.example.test\n' },
    says: /^docs\/a\.md: names the host/,
  },
  {
    check: 'words',
    kind: 'a bare error',
    files: { 'src/core/a.ts': "export const a = () => {\n  throw new Error('no')\n}\n" },
    says: /^src\/core\/a\.ts:2: a bare Error/,
  },
  {
    check: 'words',
    kind: 'a loose end',
    files: { 'src/core/a.ts': `// TO${'DO'}: later\n` },
    says: /^src\/core\/a\.ts:1: TO{1}DO in a comment/,
  },
  {
    check: 'words',
    kind: 'a silenced compiler',
    files: { 'src/core/a.ts': '\n/* @ts-ignore */\n' },
    says: /^src\/core\/a\.ts:2: @ts-ignore/,
  },
  {
    check: 'words',
    kind: 'a skipped test',
    files: { 'src/core/a.test.ts': "import { it } from 'node:test'\nit.skip('a', () => {})\n" },
    says: /^src\/core\/a\.test\.ts:2: a test that is skipped/,
  },
  {
    check: 'words',
    kind: 'a test run alone',
    files: { 'test/a.test.ts': "import { it } from 'node:test'\nit('a', { only: true }, () => {})\n" },
    says: /^test\/a\.test\.ts:2: a test that is skipped, left to do or run alone/,
  },
  {
    check: 'words',
    kind: 'a test that sleeps',
    files: { 'test/a.test.ts': 'await new Promise(resolve => setTimeout(resolve, 10))\n' },
    says: /^test\/a\.test\.ts:1: a test that sleeps/,
  },
  {
    check: 'words',
    kind: 'two readers of the environment',
    files: {
      'src/main/a.ts': "export const a = process.env['A']\n",
      'src/cli/b.ts': "export const b = process.env['B']\n",
    },
    says: /^src\/cli\/b\.ts:1: reads the environment/,
  },
  { check: 'scripts', kind: 'a broken script', files: { goferry: '#!/bin/sh\nif true\n' }, says: /^goferry: sh -n/ },
  {
    check: 'scripts',
    kind: 'unformatted Go',
    files: { 'test/a.go': 'package  a\n' },
    says: /^test\/a\.go: not as gofmt writes it/,
  },
  {
    check: 'dependencies',
    kind: 'a dependency without a reason',
    files: { 'package.json': '{ "dependencies": { "yaml": "2.9.1" } }' },
    says: /^docs\/dependencies\.md: yaml has no row/,
  },
  {
    check: 'dependencies',
    kind: 'a dependency documented at another version',
    files: {
      'package.json': '{ "dependencies": { "yaml": "2.9.1" } }',
      'docs/dependencies.md': '| `yaml` | 2.9.0 |\n',
    },
    says: /yaml is at 2\.9\.1 now/,
  },
  {
    check: 'dependencies',
    kind: 'a range of versions',
    files: { 'package.json': '{ "dependencies": { "yaml": "^2.9.1" } }' },
    says: /\^2\.9\.1 is not one exact version/,
  },
  {
    check: 'dependencies',
    kind: 'a download address in the lock file',
    files: { 'package-lock.json': lock({ 'node_modules/a': { resolved: 'https://packages.example.test/a.tgz' } }) },
    says: /node_modules\/a carries a download address/,
  },
  {
    check: 'dependencies',
    kind: 'a lock file without a package for another machine',
    files: { 'package-lock.json': lock({ 'node_modules/a': { optionalDependencies: { 'a-other': '1.0.0' } } }) },
    says: /has no entry for a-other/,
  },
]

describe('./goferry check', () => {
  it('finds nothing in a legal project', async () => {
    using tree = new LegalTree()
    const outcomes = await runChecks(tree.root)
    assert.deepEqual(outcomes.flatMap(outcome => outcome.offences).map(show), [])
  })

  it('takes comments, strings and names of properties for what they are', async () => {
    using tree = new LegalTree({
      'src/core/a.ts': `// import '../services/b.ts'; new Error('x'); process.exit(); Date.now()
/** import fs from 'node:fs' */
export const a = { process: "import 'node:fs'", role: 'mirror', fetch: \`new Error(TODO)\` }
/** It. */
export const b = (of: typeof a) => of.process + of.fetch
`,
    })
    for (const name of ['layers', 'words']) assert.deepEqual(await checks[name]?.check(tree), [])
  })

  it('takes what a test loads by a computed address for used', async () => {
    using tree = new LegalTree({
      'src/core/a.ts': 'export const a = 1\nexport const b = 2\n',
      'src/core/a.test.ts': `const { a }: typeof import('./a.ts') = await import(\`\${import.meta.dirname}/a.ts\`)
process.exit(a)
`,
    })
    assert.deepEqual((await checks['unused']?.check(tree))?.map(show), ['src/core/a.ts:2: knip, exports: b'])
  })

  for (const { check, kind, files, says } of offences) {
    it(`${check}: finds ${kind}`, async () => {
      using tree = new LegalTree(files)
      const found = (await checks[check]?.check(tree)) ?? []
      assert.match(found.map(show).join('\n'), new RegExp(says.source, 'm'))
    })
  }

  it('has a planted offence for each check', () => {
    assert.deepEqual([...new Set(offences.map(({ check }) => check))].sort(), Object.keys(checks).sort())
  })
})
