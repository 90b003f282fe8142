import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const entry = join(import.meta.dirname, '..', 'goferry')

/** What Node is told by the entry point. */
const options = '--min-semi-space-size=8 --max-semi-space-size=8 --use-system-ca'

/** A node that says how it was called, and an npm that makes it, as `npm ci` would; each call is one line of `npm.log`. */
const node = '#!/bin/sh\necho "node $*"\n'
const npm = `#!/bin/sh
echo "$*" >> "$LOG"
[ -z "\${NPM_FAILS-}" ] || exit 1
sleep 0.2
for arch in x64 arm64; do
  mkdir -p node_modules/node-linux-$arch/bin
  cp "$NODE" node_modules/node-linux-$arch/bin/node
done
`

interface Called {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A checkout with the real entry point and the npm above, in a folder of its own whose name holds a space. */
class Checkout implements Disposable {
  readonly top = mkdtempSync(join(tmpdir(), 'goferry-entry-'))
  readonly root = join(this.top, 'check out')
  readonly bin = join(this.top, 'bin')

  constructor() {
    mkdirSync(this.root)
    mkdirSync(this.bin)
    cpSync(entry, join(this.root, 'goferry'))
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) writeFileSync(join(this.root, file), '1')
    this.script('bin/npm', npm)
    this.script('node', node)
  }

  script(path: string, text: string): void {
    writeFileSync(join(this.top, path), text)
    chmodSync(join(this.top, path), 0o755)
  }

  /** Calls the entry point, in the folder / unless told otherwise. */
  call(args: string[], env: Record<string, string> = {}, program = join(this.root, 'goferry')): Promise<Called> {
    const all = {
      PATH: `${this.bin}:/usr/bin:/bin`,
      LOG: join(this.top, 'npm.log'),
      NODE: join(this.top, 'node'),
      ...env,
    }
    return new Promise(resolve => {
      execFile(program, args, { cwd: '/', env: all }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
      })
    })
  }

  /** What npm was called with so far. */
  installs(): string[] {
    const log = join(this.top, 'npm.log')
    return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
  }

  [Symbol.dispose](): void {
    rmSync(this.top, { recursive: true })
  }
}

describe('./goferry', () => {
  it('installs the runtime packages once, says so on stderr, and hands all arguments on', async () => {
    using checkout = new Checkout()
    const first = await checkout.call(['up', 'a b'])
    assert.deepEqual([first.code, first.stdout], [0, `node ${options} ${checkout.root}/src/main/main.ts up a b\n`])
    assert.match(first.stderr, /first call: installing/)
    const second = await checkout.call(['ls'])
    assert.deepEqual([second.stdout, second.stderr], [`node ${options} ${checkout.root}/src/main/main.ts ls\n`, ''])
    assert.deepEqual(checkout.installs(), ['ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error'])
    assert.deepEqual(readdirSync(join(checkout.root, '.cache')), [])
  })

  it('installs the development packages for check and test, which then serve every command', async () => {
    using checkout = new Checkout()
    await checkout.call(['up'])
    const check = await checkout.call(['check', '--json'])
    assert.equal(check.stdout, `node ${options} ${checkout.root}/tools/check.ts --json\n`)
    await checkout.call(['test'])
    await checkout.call(['up'])
    assert.equal(checkout.installs().length, 2)
    assert.equal(checkout.installs()[1], 'ci --ignore-scripts --no-audit --no-fund --loglevel=error')
  })

  it('installs anew when the lock file has changed', async () => {
    using checkout = new Checkout()
    await checkout.call(['up'])
    writeFileSync(join(checkout.root, 'package-lock.json'), '2')
    await checkout.call(['up'])
    assert.equal(checkout.installs().length, 2)
  })

  describe('with sources that can be built', () => {
    /** A node that builds as `made` says, in `sh`, and notes that it did. */
    const builder = (made: string) => `#!/bin/sh
case "$*" in
  *build-program.ts) echo build >> "$LOG.builds"; mkdir -p "$PROJECT/.cache/builds/7.1"; cd "$PROJECT/.cache/builds"; ${made} ;;
  *) echo "node $*" ;;
esac
`

    async function withBuilder(made: string, work: (checkout: Checkout, run: () => Promise<string>) => Promise<void>) {
      using checkout = new Checkout()
      checkout.script('node', builder(made))
      for (const folder of ['src', 'tools']) mkdirSync(join(checkout.root, folder))
      for (const file of ['src/a.ts', 'tools/build-program.ts']) writeFileSync(join(checkout.root, file), '')
      await work(checkout, async () => {
        const { code, stdout, stderr } = await checkout.call(['ls'], { PROJECT: checkout.root })
        assert.deepEqual([code, stderr.replace(/^goferry: (first call|installed).*\n/gm, '')], [0, ''])
        return stdout.slice(`node ${options} ${checkout.root}/`.length, -' ls\n'.length)
      })
    }
    const buildsOf = ({ top }: Checkout) => readFileSync(join(top, 'npm.log.builds'), 'utf8').split('\n').length - 1

    it('runs what was built, and builds anew when a source was changed, whatever its time says', () =>
      withBuilder('echo x > 7.1/main.js; echo 7.1 > current', async (checkout, run) => {
        const built = '.cache/builds/7.1/main.js'
        assert.deepEqual([await run(), await run(), buildsOf(checkout)], [built, built, 1])
        const source = join(checkout.root, 'src', 'a.ts')
        writeFileSync(source, '1')
        utimesSync(source, 1, 1)
        assert.deepEqual([await run(), await run(), buildsOf(checkout)], [built, built, 2])
        rmSync(source)
        assert.deepEqual([await run(), buildsOf(checkout)], [built, 3])
      }))

    it('runs the sources where they cannot be built, and tries again when they were changed', () =>
      withBuilder('echo none > current', async (checkout, run) => {
        const source = 'src/main/main.ts'
        assert.deepEqual([await run(), await run(), buildsOf(checkout)], [source, source, 1])
        writeFileSync(join(checkout.root, 'src', 'b.ts'), '')
        assert.deepEqual([await run(), buildsOf(checkout)], [source, 2])
      }))

    for (const [how, made] of Object.entries({ 'the builder fails': 'exit 1', 'its answer is cut off': ': > current' }))
      it(`runs the sources where ${how}`, () =>
        withBuilder(made, async (_, run) => assert.equal(await run(), 'src/main/main.ts')))
  })

  it('works through symbolic links, relative and absolute', async () => {
    using checkout = new Checkout()
    symlinkSync('../check out/goferry', join(checkout.bin, 'relative'))
    symlinkSync(join(checkout.bin, 'relative'), join(checkout.bin, 'absolute'))
    const called = await checkout.call(['up'], {}, join(checkout.bin, 'absolute'))
    assert.equal(called.stdout, `node ${options} ${checkout.root}/src/main/main.ts up\n`)
  })

  it('lets two first calls at once install once', async () => {
    using checkout = new Checkout()
    const called = await Promise.all([checkout.call(['up']), checkout.call(['ls']), checkout.call(['env'])])
    assert.deepEqual(
      called.map(({ code }) => code),
      [0, 0, 0],
    )
    assert.equal(checkout.installs().length, 1)
  })

  it('takes over the lock of a call that died', async () => {
    using checkout = new Checkout()
    mkdirSync(join(checkout.root, '.cache'))
    symlinkSync('4194305', join(checkout.root, '.cache', 'installing'))
    assert.equal((await checkout.call(['up'])).code, 0)
  })

  it('keeps what was installed when a later install fails, and says where to look', async () => {
    using checkout = new Checkout()
    await checkout.call(['up'])
    const failed = await checkout.call(['check'], { NPM_FAILS: '1' })
    assert.equal(failed.code, 1)
    assert.match(failed.stderr, /npm ci failed/)
    assert.deepEqual(readdirSync(join(checkout.root, '.cache')), [])
    assert.equal((await checkout.call(['up'])).code, 0)
  })

  it('says in Chinese what is missing where LANG is Chinese', async () => {
    using checkout = new Checkout()
    rmSync(join(checkout.bin, 'npm'))
    for (const tool of ['sh', 'uname', 'ls', 'expr', 'cmp'])
      symlinkSync(join('/usr/bin', tool), join(checkout.bin, tool))
    const called = await checkout.call(['up'], { PATH: checkout.bin, LANG: 'zh_CN.UTF-8' })
    assert.equal(called.code, 1)
    assert.match(called.stderr, /找不到 npm/)
  })

  it('takes a node of PATH where the one from npm does not run, and refuses an old one', async () => {
    using checkout = new Checkout()
    checkout.script('node', '#!/bin/sh\nexit 127\n')
    checkout.script('bin/node', '#!/bin/sh\necho v24.1.0\n')
    assert.deepEqual((await checkout.call(['up'])).stdout, 'v24.1.0\n')
    checkout.script('bin/node', '#!/bin/sh\necho v22.9.0\n')
    const refused = await checkout.call(['up'])
    assert.deepEqual([refused.code, refused.stdout], [1, ''])
    assert.match(refused.stderr, /put node 24 or newer on PATH/)
  })
})
