import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { goferry } from '../support/node-process.ts'
import { runCommand } from '../support/run-command.ts'

const folder = temporaryFolders()

/** The command lines, up to where Tab is pressed, and what is offered: all of it, or some of it. */
const lines: readonly { readonly line: string; readonly all?: readonly string[]; readonly some?: readonly string[] }[] =
  [
    { line: 'goferry pub', all: ['publish'] },
    { line: 'goferry ', some: ['up', 'add', 'publish', 'keys', 'completion', 'help'] },
    { line: 'goferry --lang zh pub', all: ['publish'] },
    { line: 'goferry keys ro', all: ['rotate'] },
    { line: 'goferry keys rotate --fi', all: ['--finish'] },
    { line: 'goferry keys --data / ', some: ['show', 'make', 'rename'] },
    { line: 'goferry up --li', all: ['--listen'] },
    { line: 'goferry up --', some: ['--listen', '--role', '--data', '--json', '--help'] },
    { line: 'goferry up --role ', all: ['mirror', 'centre'] },
    { line: 'goferry ls --lang ', all: ['en', 'zh'] },
    { line: 'goferry search --kind tool', all: ['tool', 'toolchain'] },
    { line: 'goferry env --shell power', all: ['powershell'] },
    { line: 'goferry completion ', all: ['bash', 'zsh', 'fish'] },
    { line: 'goferry help verif', all: ['verify'] },
    { line: 'goferry publish DIR/a', all: ['DIR/a folder/'] },
    { line: 'goferry publish DIR/a\\ folder v1.0.0 --dry', all: ['--dry-run'] },
    { line: 'goferry ls --data DIR/a', all: ['DIR/a folder/'] },
    { line: 'goferry up --config DIR/se', all: ['DIR/settings.yaml'] },
    { line: 'goferry keys restore DIR/se', all: ['DIR/settings.yaml'] },
    { line: 'goferry publish DIR/se', all: [] },
    { line: 'goferry show x', all: [] },
  ]

/** Asks a shell what it offers for a line. */
type Ask = (script: string, line: string) => Promise<string>

const bash: Ask = async (script, line) => {
  // The words as readline cuts them: at blanks that are not escaped, and at "=".
  const words = line.split(/(?<!\\) |(?==)|(?<==)/).map(word => word.replaceAll('\\ ', ' '))
  const array = words.map(word => `'${word}'`).join(' ')
  const call = `COMP_WORDS=(${array}); COMP_CWORD=${words.length - 1}; _goferry; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = await runCommand(['bash', '--norc', '-c', `source "$1"; ${call}`, 'bash', script])
  assert.equal(stderr, '')
  return stdout
}

const zsh: Ask = async (script, line) => {
  const { stdout, code, stderr } = await runCommand([
    'zsh',
    '-f',
    join(import.meta.dirname, 'complete.zsh'),
    script,
    line,
  ])
  assert.equal(code, 0, stderr)
  return stdout
}

const fish: Ask = async (script, line) => {
  const ask = 'source $argv[1]; complete -C $argv[2]'
  const { stdout, stderr } = await runCommand(['fish', '--no-config', '-c', ask, script, line])
  assert.equal(stderr, '')
  return stdout.replace(/\t.*$/gm, '')
}

for (const [shell, ask] of Object.entries({ bash, zsh, fish }))
  describe(`completion of ${shell}`, () => {
    const dir = folder()
    const script = join(dir, 'script')
    before(async () => {
      mkdirSync(join(dir, 'a folder'))
      writeFileSync(join(dir, 'a file'), '')
      writeFileSync(join(dir, 'settings.yaml'), '')
      const { stdout } = await goferry('completion', shell)
      writeFileSync(script, stdout)
    })

    for (const { line, all, some } of lines)
      it(`offers ${(all ?? some)?.join(' ') || 'nothing'} for "${line}"`, async () => {
        const text = await ask(script, line.replace('DIR', dir))
        // Shells differ in how much of a path they show, whether a folder has a slash, and what they escape.
        const offered = text.split('\n').map(word => word.replaceAll('\\ ', ' ').replace(/(?<=.)\/$/, ''))
        const wanted = (all ?? some ?? []).map(word => word.replace('DIR', dir).replace(/(?<=.)\/$/, ''))
        const short = (word: string) => word.slice(word.lastIndexOf('/') + 1)
        const got = offered.filter(word => word !== '').map(short)
        if (all !== undefined) assert.deepEqual(got.sort(), wanted.map(short).sort())
        else
          assert.deepEqual(
            wanted.filter(word => !got.includes(short(word))),
            [],
          )
      })
  })

describe('completion', () => {
  it('of bash takes --option=value, also where "=" is no end of a word', async () => {
    const script = join(folder(), 'script')
    writeFileSync(script, (await goferry('completion', 'bash')).stdout)
    assert.equal(await bash(script, 'goferry up --role=mi'), 'mirror\n')
    assert.equal(await bash(script, 'goferry up --role='), 'mirror\ncentre\n')
    const call = `COMP_WORDS=(goferry up --role=ce); COMP_CWORD=2; _goferry; printf %s "\${COMPREPLY[@]}"`
    const { stdout } = await runCommand(['bash', '--norc', '-c', `source "$1"; ${call}`, 'bash', script])
    assert.equal(stdout, '--role=centre')
  })

  it('knows every command, and nothing else', async () => {
    const script = join(folder(), 'script')
    writeFileSync(script, (await goferry('completion', 'bash')).stdout)
    const help = (await goferry('--help', '--lang', 'en')).stdout
    const named = [
      ...help.slice(help.indexOf('Commands:'), help.indexOf('Examples:')).matchAll(/^ {2}([a-z-]+) /gm),
    ].map(([, name]) => name)
    assert.deepEqual((await bash(script, 'goferry ')).trim().split('\n'), named)
  })

  it('speaks Chinese where it is asked to, and gives the script as JSON', async () => {
    assert.match((await goferry('completion', 'fish', '--lang', 'zh')).stdout, /从目录发布内部模块/)
    const { shell, script } = JSON.parse((await goferry('completion', 'zsh', '--json')).stdout)
    assert.equal(shell, 'zsh')
    assert.match(script, /^#compdef goferry\n/)
  })

  it('of another shell is refused, and those that there are named', async () => {
    const { code, stderr } = await goferry('completion', 'csh', '--lang', 'en')
    assert.deepEqual([code, stderr], [2, 'goferry: wrong use: csh: it is to be one of: bash, zsh, fish\n'])
  })
})
