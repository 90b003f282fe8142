import { randomInt } from 'node:crypto'
import { dirname } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** Settings of the go command that would change what the tests see; a machine's own wishes end here. */
const dropped = [
  'GOFLAGS',
  'GOPRIVATE',
  'GONOPROXY',
  'GONOSUMDB',
  'GONOSUMCHECK',
  'GOINSECURE',
  'GOSUMDB',
  'GOWORK',
  'NODE_TEST_CONTEXT',
]

/** What is kept of the machine's go settings: the way to modules, and the caches. */
export const keptGoSettings = ['GOPROXY', 'GOMODCACHE', 'GOCACHE'] as const

/**
 * The environment that all tests run in: that of the caller `own`, but with the go command as it comes out of the box.
 * `go` holds what `go env -json` says of `keptGoSettings`; its settings file is left out, so they are passed on by name.
 * `GOFERRY_INPUTS` (inputs per differential test): 200,000 when `long`, 20,000 under CI, else 2,000.
 */
export function testEnvironment(own: Environment, go: Environment, long: boolean): Record<string, string> {
  const inputs = long ? '200000' : (own['GOFERRY_INPUTS'] ?? (own['CI'] === 'true' ? '20000' : '2000'))
  const environment: Environment = {
    ...own,
    ...go,
    GOENV: 'off',
    GOTOOLCHAIN: 'local',
    GOFERRY_INPUTS: inputs,
    GOFERRY_SEED: own['GOFERRY_SEED'] ?? String(randomInt(1_000_000_007)),
    PATH: `${dirname(process.execPath)}:${own['PATH']}:/usr/sbin:/sbin`,
  }
  const kept = Object.entries(environment).filter(([name]) => !dropped.includes(name))
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
