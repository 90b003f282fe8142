import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { describe as tell } from '../../core/errors.ts'
import { loadSettings } from './load.ts'

const folder = temporaryFolders()

function load(mirror: unknown) {
  const file = join(folder(), 'goferry.yaml')
  writeFileSync(file, JSON.stringify({ mirror }))
  return loadSettings({ file, environment: {}, flags: {} }).mirror
}

/** What is said of settings with the `entry` as the third that is watched. */
function refusal(mirror: unknown): string {
  try {
    load(mirror)
  } catch (error) {
    return tell(error, 'en')
  }
  return 'accepted'
}

const module = 'golang.org/x/text'
const third = (entry: unknown) => ({ watch: [{ module }, { project: '/srv/app' }, entry] })

describe('the settings of a mirror', () => {
  it('have a default for all but what is watched', () => {
    assert.deepEqual(load({ watch: [{ module }, { project: '/srv/app' }] }), {
      watch: [
        { module, versions: '', latest: 1, level: 'tidy', platforms: [], tags: [] },
        { project: '/srv/app', level: 'tidy', platforms: [], tags: [] },
      ],
    })
  })

  const wrong: readonly [mirror: unknown, says: string][] = [
    [third({ module: 'no path' }), 'mirror.watch[2].module: "no path": a module path, or a glob'],
    [third({ module: 'golang.org/toolchain' }), 'mirror.watch[2].module: "golang.org/toolchain": a module path'],
    [third({ module: 'text' }), 'mirror.watch[2].module: "text": a module path'],
    [third({ module: '' }), 'mirror.watch[2].module: "": a module path'],
    [third({ module: 'golang.org/[x' }), 'mirror.watch[2].module: "golang.org/[x": a module path'],
    [third({ module: 7 }), 'mirror.watch[2].module: 7: a module path'],
    [third({ module, versions: 'soon' }), 'mirror.watch[2].versions: "soon": ranges'],
    [third({ module, versions: 'v1.2.3' }), 'mirror.watch[2].versions: "v1.2.3": ranges'],
    [third({ module, versions: '>=v1 <=x' }), 'mirror.watch[2].versions: ">=v1 <=x": ranges'],
    [third({ module, versions: ['>=v1'] }), 'mirror.watch[2].versions: [">=v1"]: ranges'],
    [third({ module, latest: 0 }), 'mirror.watch[2].latest: 0: so many of the newest releases, 1 to 100'],
    [third({ module, latest: 101 }), 'mirror.watch[2].latest: 101: so many'],
    [third({ module, latest: 1.5 }), 'mirror.watch[2].latest: 1.5: so many'],
    [third({ module, latest: '2' }), 'mirror.watch[2].latest: "2": so many'],
    [third({ module, minAge: 'long' }), 'mirror.watch[2].minAge: "long": how old'],
    [third({ module, minAge: '-1d' }), 'mirror.watch[2].minAge: "-1d": how old'],
    [third({ module, minAge: 7 }), 'mirror.watch[2].minAge: 7: how old a version must be before it is taken: 7d'],
    [third({ module, level: 'all' }), 'mirror.watch[2].level: "all": how much comes along: build, test, tidy, full'],
    [third({ module, platforms: 'linux/amd64' }), 'mirror.watch[2].platforms: "linux/amd64": a list of GOOS/GOARCH'],
    [third({ module, platforms: ['linux/amd64', 'x'] }), 'mirror.watch[2].platforms[1]: "x": a list of GOOS/GOARCH'],
    [third({ module, tags: 'netgo' }), 'mirror.watch[2].tags: "netgo": a list of build tags'],
    [third({ module, tags: [''] }), 'mirror.watch[2].tags[0]: "": a list of build tags'],
    [third({ project: '' }), 'mirror.watch[2].project: "": the folder of a project'],
    [third({ project: 7 }), 'mirror.watch[2].project: 7: the folder of a project'],
    [third({ project: '/p', level: 'none' }), 'mirror.watch[2].level: "none": how much comes along'],
    [third({ project: '/p', platforms: ['x'] }), 'mirror.watch[2].platforms[0]: "x": a list'],
    [
      third({ project: '/p', latest: 2 }),
      'mirror.watch[2].latest: 2: there is no such setting; there are: level, platforms, tags, project',
    ],
    [
      third({ module, minage: '7d' }),
      'mirror.watch[2].minage: "7d": there is no such setting; there are: level, platforms, tags, module, versions, ',
    ],
    [third({ module, project: '/p' }), 'mirror.watch[2].project: "/p": there is no such setting'],
    [third({ modul: module }), 'mirror.watch[2].modul: "golang.org/x/text": there is no such setting'],
    [third({}), 'mirror.watch[2].module: a module path'],
    [third(module), 'mirror.watch[2]: "golang.org/x/text": what a mirror pulls by itself'],
    [third(null), 'mirror.watch[2]: null: what a mirror'],
    [{ watch: { module } }, 'mirror.watch: {"module":"golang.org/x/text"}: what a mirror'],
    [{ wat: [] }, 'mirror.wat: []: there is no such setting; there are: at, watch'],
    [{ at: 'whenever', watch: [] }, 'mirror.at: "whenever": when it pulls by itself: five fields'],
    [{ at: '0 0 3 * * *' }, 'mirror.at: "0 0 3 * * *": when'],
    [{ at: '0 0 31 2 *' }, 'mirror.at: "0 0 31 2 *": when'],
    [{ at: 3 }, 'mirror.at: 3: when'],
    [[], 'mirror: []: what a mirror'],
  ]
  for (const [mirror, says] of wrong)
    it(`say ${says.slice(0, 60)}`, () => {
      const said = refusal(mirror)
      assert.ok(said.startsWith(`bad settings: ${says}`), said)
    })

  it('take ranges that all must fit, parted as everywhere', () => {
    for (const versions of ['', ' >=v0.20.0  <v1 ', '>=v0.20.0,<v1', 'v1 <v1.5.0'])
      assert.equal(refusal({ watch: [{ module: 'x.test/m', versions }] }), 'accepted')
  })
})
