import { differential } from '../support/differential.ts'
import { modfileInput } from './modfile-inputs.ts'

differential({
  op: 'gomod',
  generate: random => modfileInput(random, 'go.mod'),
  load: async core => {
    const { parseGoMod }: typeof import('../../src/core/modfile/gomod.ts') = await import(`${core}modfile/gomod.ts`)
    return input => parseGoMod('go.mod', input)
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
    'gomod.version-usage',
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
    'gomod.retract-version',
    'gomod.retract-interval',
    'gomod.retract-trailing',
  ],
  planted: { file: 'modfile/comment.ts', find: 'Deprecated: *', replace: 'Deprecated: ?' },
})
