import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LogState } from '../../core/log/state.ts'
import { mirrorSettings } from '../config/watch.ts'
import { targetsOf, watchedModules } from './watched.ts'

const paths = ['golang.org/x/text', 'golang.org/x/net', 'golang.org/toolchain', 'golang.org/internal', 'corp.test/a']
const openPolicy = { allow: [], deny: [], reserved: ['corp.test', 'golang.org/internal'], unlisted: [] }

function watched(...watch: readonly object[]) {
  const state = new LogState()
  for (const path of paths)
    state.apply(state.size, { kind: 'record', path, version: 'v1.0.0', h1Zip: 'h1:a=', h1Mod: 'h1:b=' })
  return watchedModules(mirrorSettings.parse({ watch }).watch, state, openPolicy)
}

describe('watched modules', () => {
  it('of a glob are those of the log that may be asked for, without toolchains', () => {
    const found = watched({ module: 'golang.org/*' }, { module: '*.test' })
    assert.deepEqual(
      found.map(({ path }) => path),
      ['golang.org/x/text', 'golang.org/x/net'],
    )
  })

  it('go by the first rule that names them, and a path need not be known', () => {
    const found = watched(
      { module: 'golang.org/x/net', latest: 3, minAge: '2w', versions: '<v2' },
      { module: 'golang.org/x/*' },
      { module: 'corp.test/a' },
      { module: 'new.test/m' },
    )
    const shown = found.map(({ path, rule }) => [path, rule.latest, rule.minAgeMs, rule.ranges.length])
    assert.deepEqual(shown, [
      ['golang.org/x/net', 3, 14 * 86_400_000, 1],
      ['golang.org/x/text', 1, 0, 0],
      ['corp.test/a', 1, 0, 0],
      ['new.test/m', 1, 0, 0],
    ])
  })

  it('are built for each platform, or for that of this machine', () => {
    assert.deepEqual(targetsOf({ platforms: [], tags: ['x'] }), [{ tags: ['x'] }])
    const targets = targetsOf({ platforms: ['linux/amd64', 'windows/386'], tags: [] })
    assert.deepEqual(targets, [
      { os: 'linux', arch: 'amd64', tags: [] },
      { os: 'windows', arch: '386', tags: [] },
    ])
  })
})
