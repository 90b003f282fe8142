import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { buildProgram } from './build-program.ts'

/** A program that runs another in a thread and prints what it says; both take `greeting` from a third file. */
const sources = {
  'src/main/main.ts': `import { Worker } from 'node:worker_threads'
import { greeting } from '../core/greeting.ts'
new Worker(new URL('../adapters/threads/other.ts', import.meta.url)).on('message', said => console.log(greeting, said))
`,
  'src/adapters/threads/other.ts': `import { parentPort } from 'node:worker_threads'
import { greeting } from '../../core/greeting.ts'
parentPort?.postMessage(\`\${greeting} from a thread\`)
`,
  'src/core/greeting.ts': "export const greeting: string = 'hello'\n",
  'src/core/greeting.test.ts': 'import.meta.dirname\n',
}

class Project implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'goferry-build-'))
  readonly builds = join(this.root, '.cache', 'builds')

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries({ ...sources, ...files })) this.write(path, text)
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }

  /** Builds; gives the name of the build that is current. */
  async build(): Promise<string> {
    await buildProgram(this.root)
    return readFileSync(join(this.builds, 'current'), 'utf8').trim()
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true })
  }
}

describe('buildProgram', () => {
  it('makes a program of a few files, which starts its threads from its own folder', async () => {
    using project = new Project()
    const began = Date.now()
    const name = await project.build()
    const folder = join(project.builds, name)
    assert.deepEqual(
      readdirSync(folder)
        .map(file => file.replace(/-\w+\.js/, '.js'))
        .sort(),
      ['chunk.js', 'main.js', 'other.js'],
    )
    rmSync(join(project.root, 'src'), { recursive: true })
    const said = execFileSync(process.execPath, [join(folder, 'main.js')], { encoding: 'utf8' })
    assert.equal(said, 'hello hello from a thread\n')
    const { mtimeMs } = statSync(join(project.builds, 'current'))
    assert.ok(mtimeMs >= began && mtimeMs <= Number.parseInt(name, 10) + 1, 'the time when it was begun')
    assert.deepEqual(readdirSync(project.builds).sort(), [name, 'current'])
  })

  for (const [what, files] of Object.entries({
    'that is wrong': { 'src/core/greeting.ts': 'export const greeting = =\n' },
    'that asks where it lies in another way': {
      'src/core/greeting.ts': 'export const greeting = import.meta.dirname\n',
    },
    'whose name another program has': {
      'src/core/greeting.ts': "export const greeting = new URL('./main.ts', import.meta.url).protocol\n",
      'src/core/main.ts': '',
    },
  }))
    it(`leaves the sources to run with a source ${what}, and nothing half-built`, async () => {
      using project = new Project(files)
      assert.equal(await project.build(), 'none')
      assert.deepEqual(readdirSync(project.builds), ['current'])
    })

  it('keeps the builds of the last hour, and five in all', async () => {
    using project = new Project()
    const hour = 3_600_000
    const ages = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 2, 3].map(hours => `${Math.round(Date.now() - hours * hour)}.1`)
    for (const old of ages) project.write(`.cache/builds/${old}/main.js`, '')
    await project.build()
    assert.equal(readdirSync(project.builds).length, 6 + 2)
    for (const build of readdirSync(project.builds))
      if (build !== 'current') rmSync(join(project.builds, build), { recursive: true })
    for (const old of [2, 3, 4, 5, 6, 7].map(hours => `${Math.round(Date.now() - hours * hour)}.1`))
      project.write(`.cache/builds/${old}/main.js`, '')
    await project.build()
    assert.equal(readdirSync(project.builds).length, 5 + 1)
  })
})
