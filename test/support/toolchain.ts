import type { Toolchain } from '../../src/core/toolchain/toolchain.ts'
import { toolchainPath, toolchainVersion } from '../../src/core/toolchain/toolchain.ts'
import { makeModule, type TestModule } from './test-module.ts'

/** The files of a made-up toolchain as they lie in its module's zip: what the go command needs of one, and a few more. */
export function toolchainFiles({ go, os }: Toolchain): Record<string, string> {
  const exe = os === 'windows' ? '.exe' : ''
  return {
    VERSION: `go${go}\ntime 2026-08-28T16:20:07Z\n`,
    [`bin/go${exe}`]: `#!/bin/sh\necho made-up go${go} "$@"\n`,
    [`bin/gofmt${exe}`]: '#!/bin/sh\n',
    'lib/wasm/go_js_wasm_exec': '#!/bin/sh\n',
    'pkg/tool/made_up/compile': 'a program',
    'src/_go.mod': 'module std\n',
    'src/all.bash': '#!/bin/sh\n',
    [`src/${'long-name/'.repeat(12)}last.go`]: 'package last\n',
    'src/sort.go': 'package src\n',
    'src/sort/sort.go': 'package sort\n',
  }
}

/** A made-up toolchain as the module that Go ships it as. */
export function makeToolchain(toolchain: Toolchain, more: Readonly<Record<string, string>> = {}): TestModule {
  return makeModule({
    path: toolchainPath,
    version: toolchainVersion(toolchain),
    goMod: undefined,
    files: { ...toolchainFiles(toolchain), ...more },
  })
}
