import { differential } from '../support/differential.ts'
import { modulePathInput } from './modfile-inputs.ts'

differential({
  op: 'module-path',
  generate: modulePathInput,
  load: async core => {
    const { modulePath }: typeof import('../../src/core/modfile/module-path.ts') = await import(
      `${core}modfile/module-path.ts`
    )
    return modulePath
  },
  // Go refuses nothing here: it gives an empty path.
  reasons: [],
  planted: { file: 'modfile/module-path.ts', find: "split('//', 1)", replace: "split(' //', 1)" },
})
