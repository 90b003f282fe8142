import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { utf8 } from '../bytes.ts'
import { parseGoModLax } from './gomod.ts'
import { modulePath } from './module-path.ts'

it('modulePath finds the first module line, whatever else the file holds', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['module example.com/m\n', 'example.com/m'],
    ['// x\n\n module\t"example.com/\\x6d" // y\r\nmodule b', 'example.com/m'],
    ['module `a\\b`', 'a\\b'],
    ['/* [ " \nmodule a b\n', 'a b'],
    ['modules a\nmodule b', 'b'],
    ['module\nmodule //x\nmodule b', 'b'],
    ['module\u0085b\u00a0', 'b'],
    ['module "a\nmodule b', ''],
    ['go 1.21', ''],
    ['', ''],
  ]
  for (const [gomod, path] of cases) assert.equal(modulePath(utf8(gomod)), path, gomod)
})

it('modulePath agrees with the parser wherever that finds a path', () => {
  const path = fc.stringMatching(/^[a-z0-9./_-]{1,20}$/).filter(text => !text.includes('//'))
  const before = fc.constantFrom('', '// module x\n', 'go 1.21\n', 'require (\n)\n')
  fc.assert(
    fc.property(before, path, (head, name) => {
      const gomod = utf8(`${head}module ${name} // Deprecated: no\n`)
      assert.equal(modulePath(gomod), parseGoModLax('go.mod', gomod).module?.path)
    }),
  )
})
