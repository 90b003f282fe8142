import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { isGoferryError } from '../../src/core/errors.ts'
import { checkIncompatible } from '../../src/core/module/version.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { runCommand } from '../support/run-command.ts'

const folder = temporaryFolders()

/** How go says what goferry has a reason for. */
const words: Readonly<Record<string, string>> = {
  'version.compatible': '+incompatible suffix not allowed',
  'version.has-go-mod': 'module contains a go.mod file',
}

/** A repository of the module `vcs.test/m.git`: v1 and v2 without a go.mod, v3 with one, v4 as it is to be. */
function makeRepository(): string {
  const repository = folder()
  const git = (...args: readonly string[]) => {
    const person = ['-c', 'user.name=a', '-c', 'user.email=a@b.test', '-c', 'commit.gpgsign=false']
    execFileSync('git', [...person, ...args], { cwd: repository, stdio: 'pipe' })
  }
  const commit = (...tags: readonly string[]) => {
    git('add', '.')
    git('commit', '-q', '-m', 'more')
    for (const tag of tags) git('tag', tag)
  }
  git('init', '-q')
  writeFileSync(join(repository, 'm.go'), 'package m\n')
  commit('v1.0.0', 'v2.0.0')
  writeFileSync(join(repository, 'go.mod'), 'module vcs.test/m.git\n')
  commit('v3.0.0')
  writeFileSync(join(repository, 'go.mod'), 'module vcs.test/m.git/v4\n')
  commit('v4.0.0')
  return repository
}

/** What go, which reads the repository itself, says of a version. */
async function askGo(repository: string, module: string): Promise<string> {
  const work = folder()
  mkdirSync(join(work, 'cache'))
  writeFileSync(join(work, 'go.mod'), 'module example.com/work\n')
  const variables = {
    ...{ GOPROXY: 'direct', GOSUMDB: 'off', GOFLAGS: '-mod=mod -modcacherw', GOMODCACHE: join(work, 'cache') },
    ...{ GOWORK: 'off', GIT_CONFIG_COUNT: '1' },
    ...{ GIT_CONFIG_KEY_0: `url.file://${repository}.insteadOf`, GIT_CONFIG_VALUE_0: 'https://vcs.test/m' },
  }
  const { code, stderr } = await runCommand(['go', 'list', '-m', module], {
    cwd: work,
    env: { ...process.env, ...variables },
  })
  return code === 0 ? 'accepted' : stderr
}

describe('+incompatible', () => {
  it('is refused where go refuses it of a repository, for the same reason', async () => {
    const repository = makeRepository()
    for (const [path, version, hasGoMod] of [
      ['vcs.test/m.git', 'v1.0.0+incompatible', false],
      ['vcs.test/m.git', 'v2.0.0+incompatible', false],
      ['vcs.test/m.git', 'v3.0.0+incompatible', true],
      ['vcs.test/m.git/v4', 'v4.0.0+incompatible', true],
    ] as const) {
      const theirs = await askGo(repository, `${path}@${version}`)
      const ours = verdict(() => checkIncompatible({ path, version }, hasGoMod))
      assert.ok(theirs.includes(ours), `${path}@${version}: ${ours}, go: ${theirs}`)
    }
  })
})

function verdict(check: () => void): string {
  try {
    check()
    return 'accepted'
  } catch (error) {
    assert.ok(isGoferryError(error, 'bad-version'))
    return words[error.reason ?? ''] ?? assert.fail(error.message)
  }
}
