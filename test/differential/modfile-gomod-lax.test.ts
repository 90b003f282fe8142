import { differential } from '../support/differential.ts'
import { modfileInput } from './modfile-inputs.ts'

differential({
  op: 'gomod-lax',
  generate: random => modfileInput(random, 'dependency'),
  load: async core => {
    const { parseGoModLax }: typeof import('../../src/core/modfile/gomod.ts') = await import(`${core}modfile/gomod.ts`)
    return input => parseGoModLax('go.mod', input)
  },
  reasons: [
    'gomod.block-comment',
    'gomod.open-string',
    'gomod.newline-in-string',
    'gomod.unexpected-character',
    'gomod.open-block',
    'gomod.after-block',
    'gomod.repeated',
    'gomod.one-argument',
    'gomod.version-usage',
    'gomod.bad-quotes',
    'gomod.stray-quote',
    'gomod.go-version',
    'gomod.version',
    'gomod.module-path',
    'gomod.path-major',
  ],
  planted: {
    file: 'modfile/retract.ts',
    find: "if (isGoferryError(error, 'bad-gomod')) return undefined",
    replace: '',
  },
})
