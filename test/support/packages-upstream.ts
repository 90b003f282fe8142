import type { FolderUpstream } from './folder-upstream.ts'
import { makeModule, type TestModule } from './test-module.ts'

/**
 * Modules whose packages and tests import each other, so that what a build, a test and a tidy need differs:
 * `app → Lib → deep`; the tests of `Lib` import `check`, whose own tests import `far`; `old` has a go.mod from before
 * pruning; `legacy` has none at all; `tool` is a command; `unused` is required and never imported.
 */
const packageModules: readonly TestModule[] = [
  module(
    'pkg.test/Lib',
    'v1.2.0',
    '1.22.0',
    ['pkg.test/deep v1.1.0', 'pkg.test/check v1.0.0', 'pkg.test/unused v1.0.0'],
    {
      'lib.go': source('lib', 'pkg.test/deep'),
      'lib_test.go': test('lib', 'pkg.test/check'),
      'lib_windows.go': source('lib', 'pkg.test/win'),
    },
    ['pkg.test/win v1.0.0'],
  ),
  module('pkg.test/Lib', 'v1.1.0', '1.22.0', [], { 'lib.go': source('lib') }),
  module('pkg.test/deep', 'v1.0.0', '1.16', [], { 'deep.go': source('deep') }),
  module('pkg.test/deep', 'v1.1.0', '1.16', ['pkg.test/old v1.0.0'], { 'deep.go': source('deep', 'pkg.test/old') }),
  module('pkg.test/check', 'v1.0.0', '1.20', ['pkg.test/far v1.0.0'], {
    'check.go': source('check'),
    'check_test.go': test('check', 'pkg.test/far'),
  }),
  module('pkg.test/far', 'v1.0.0', '1.20', [], { 'far.go': source('far') }),
  module('pkg.test/win', 'v1.0.0', '1.20', [], { 'win.go': source('win') }),
  module('pkg.test/old', 'v1.0.0', undefined, ['pkg.test/unused v1.1.0'], { 'old.go': source('old') }),
  module('pkg.test/unused', 'v1.0.0', '1.20', [], { 'unused.go': source('unused') }),
  module('pkg.test/unused', 'v1.1.0', '1.20', [], { 'unused.go': source('unused') }),
  makeModule({
    path: 'pkg.test/legacy',
    version: 'v2.0.0+incompatible',
    goMod: undefined,
    files: { 'l.go': source('a') },
  }),
  module('pkg.test/tool', 'v0.3.0', '1.22.0', ['pkg.test/deep v1.0.0'], {
    'cmd/sharpen/main.go': 'package main\n\nimport _ "pkg.test/deep"\n\nfunc main() { println("sharp") }\n',
  }),
]

/** A program that needs `pkg.test/Lib` and `pkg.test/legacy`; by its go.mod alone, which go mod tidy completes. */
export const program = {
  'go.mod':
    'module desk.test/app\n\ngo 1.22.0\n\nrequire pkg.test/Lib v1.2.0\n\nrequire pkg.test/legacy v2.0.0+incompatible\n',
  'main.go': 'package main\n\nimport (\n\t_ "pkg.test/Lib"\n\t_ "pkg.test/legacy"\n)\n\nfunc main() {}\n',
  'main_test.go': 'package main\n\nimport "testing"\n\nfunc TestMain(*testing.T) {}\n',
}

/** Publishes all of them. */
export function publishPackages(upstream: FolderUpstream): void {
  upstream.publish(packageModules)
}

function module(
  path: string,
  version: string,
  go: string | undefined,
  require: readonly string[],
  files: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): TestModule {
  const lines = [...require, ...more].map(line => `require ${line}\n`)
  return makeModule({
    path,
    version,
    files: { 'a.go': `package ${packageOf(files)}\n`, ...files },
    goMod: `module ${path}\n${go === undefined ? '' : `\ngo ${go}\n`}\n${lines.join('')}`,
  })
}

/** The name of the package in the root; where there is none, one that nobody imports. */
function packageOf(files: Readonly<Record<string, string>>): string {
  const [name, text] = Object.entries(files)[0] ?? ['', '']
  return name.includes('/') ? 'root' : (/^package (\w+)/.exec(text)?.[1] ?? 'root')
}

function source(name: string, ...imports: readonly string[]): string {
  return `package ${name}\n\n${imports.map(path => `import _ "${path}"\n`).join('')}`
}

function test(name: string, ...imports: readonly string[]): string {
  const lines = imports.map(path => `import _ "${path}"\n`)
  return `package ${name}\n\nimport "testing"\n${lines.join('')}\nfunc TestNothing(*testing.T) {}\n`
}
