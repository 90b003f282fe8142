import { differential } from '../support/differential.ts'
import { modfileInput } from './modfile-inputs.ts'

differential({
  op: 'gowork',
  generate: random => modfileInput(random, 'go.work'),
  load: async core => {
    const { parseGoWork }: typeof import('../../src/core/modfile/gowork.ts') = await import(`${core}modfile/gowork.ts`)
    return input => parseGoWork('go.work', input)
  },
  reasons: [
    'gomod.block-comment',
    'gomod.open-string',
    'gomod.newline-in-string',
    'gomod.unexpected-character',
    'gomod.open-block',
    'gomod.after-block',
    'gomod.unknown-block',
    'gomod.unknown-directive',
    'gomod.repeated',
    'gomod.one-argument',
    'gomod.replace-usage',
    'gomod.godebug-usage',
    'gomod.bad-quotes',
    'gomod.stray-quote',
    'gomod.go-version',
    'gomod.toolchain-name',
    'gomod.version',
    'gomod.module-path',
    'gomod.path-major',
    'gomod.replace-no-version',
    'gomod.replace-at-sign',
    'gomod.replace-backslash',
    'gomod.replace-directory-version',
  ],
  planted: { file: 'modfile/replace.ts', find: 'if (isDirectory(path)) throw', replace: 'if (false) throw' },
})
