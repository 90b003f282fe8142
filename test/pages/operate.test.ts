import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { catalogue } from '../../src/core/messages/catalogue.ts'
import { settingDescriptions } from '../../src/main/config/describe-settings.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'

const root = join(import.meta.dirname, '../..')
const folder = temporaryFolders()
const page = (name: string) => readFileSync(join(root, 'docs/operate', name), 'utf8')
/** Both languages of a page. */
const both = (name: string) => [page(`${name}.md`), page(`${name}.zh-CN.md`)]

/** The code at the beginning of each row of the tables of `text`, from the heading `from` on. */
function firstCells(text: string, from = ''): string[] {
  const part = text.slice(text.indexOf(from))
  return [...part.matchAll(/^\| `([^`]+)`/gm)].map(([, code = '']) => code)
}

describe('the page of metrics', () => {
  it('names what a real node prints, no more and no less, in both languages', async () => {
    const names = new Set<string>()
    for (const workers of ['2', '0']) {
      const node = await NodeProcess.start(folder(), '--workers', workers, '--upstream', 'off')
      const { text } = await node.get('/metrics')
      for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) names.add(`${name} ${type}`)
      await node.stop()
    }
    for (const text of both('metrics')) {
      const rows = [...text.matchAll(/^\| `([a-z_0-9]+)` \| (\w+) \|/gm)].map(([, name, type]) => `${name} ${type}`)
      assert.deepEqual(rows.sort(), [...names].sort())
    }
  })
})

describe('the page of trouble', () => {
  const [english = '', chinese = ''] = both('trouble')

  it('quotes messages that goferry has, in the language of the page', () => {
    for (const [text, lang, end] of [
      [english, 'en', '## What go says'],
      [chinese, 'zh', '## go 的消息'],
    ] as const) {
      const quoted = firstCells(text.slice(0, text.indexOf(end)))
      assert.ok(quoted.length > 20)
      const patterns = Object.values(catalogue).map(message => pattern(message[lang]))
      const unknown = quoted.filter(
        quote => !patterns.some(({ exact, literal }) => exact.test(quote) || literal(quote)),
      )
      assert.deepEqual(unknown, [])
    }
    assert.equal(firstCells(english).length, firstCells(chinese).length)
  })

  it('quotes messages that the go command has', () => {
    const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim()
    const sources = ['cmd/go/internal', 'cmd/vendor/golang.org/x/mod', 'crypto/x509'].flatMap(part =>
      globSync('**/*.go', { cwd: join(goroot, 'src', part) }).map(file => join(goroot, 'src', part, file)),
    )
    const text = sources.map(file => readFileSync(file, 'utf8')).join('\n')
    for (const quote of firstCells(english, '## What go says')) assert.ok(text.includes(quote), quote)
    assert.deepEqual(firstCells(english, '## What go says'), firstCells(chinese, '## go 的消息'))
  })

  /** What a message says: whole with its places filled, or a part of it between two places. */
  function pattern(text: string): { exact: RegExp; literal: (quote: string) => boolean } {
    const parts = text.split(/\{\w+(?::[^}]*)?\}/)
    const escaped = parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return { exact: new RegExp(`^${escaped.join('.+')}$`), literal: quote => parts.some(part => part.includes(quote)) }
  }
})

describe('the systemd unit', () => {
  const unit = readFileSync(join(root, 'deploy/goferry.service'), 'utf8')
  /** The unit as it would be for this folder: systemd looks whether the program is there. */
  const here = () => {
    const file = join(folder(), 'goferry.service')
    writeFileSync(file, unit.replaceAll('/opt/goferry', root))
    return file
  }

  it('calls goferry as it can be called, on the folders that the unit makes', async () => {
    const [, command = ''] = /^ExecStart=(.+)$/m.exec(unit) ?? []
    const [program, ...args] = command.split(' ')
    assert.equal(program, '/opt/goferry/goferry')
    assert.ok(existsSync(join(root, 'goferry')))
    const { stdout: help } = await goferry(args[0] ?? '', '--help')
    for (const flag of args.filter(arg => arg.startsWith('--'))) assert.ok(help.includes(` ${flag} `), flag)
    const [data = ''] = args.slice(args.indexOf('--data') + 1)
    assert.match(data, /^\/var\/lib\/goferry\//)
    assert.match(unit, /^StateDirectory=goferry$/m)
    assert.ok(Buffer.byteLength(`${data}/run/control.sock`) <= 107)
    for (const text of [...both('service'), ...both('tls'), ...both('first-node')])
      for (const path of text.match(/\/etc\/goferry\S*\.yaml/g) ?? [])
        assert.equal(path, args[args.indexOf('--config') + 1])
    const [stop, grace] = [
      /^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1],
      settingDescriptions.find(one => one.key === 'stopSeconds')?.default,
    ]
    assert.ok(Number(stop) > Number(grace))
  })

  it('is sound to systemd, and as closed as the page says', () => {
    const file = here()
    const verified = execFileSync('sh', ['-c', 'systemd-analyze verify "$0" 2>&1', file], { encoding: 'utf8' })
    assert.equal(verified, '')
    const judged = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', file], {
      encoding: 'utf8',
    })
    const [, exposure] = /Overall exposure level for goferry.service: ([\d.]+)/.exec(judged) ?? []
    assert.ok(Number(exposure) <= 1.1, judged)
  })
})

it('the settings that the pages of operation name are settings', () => {
  const known = new Set(
    settingDescriptions.flatMap(({ key, variables }) => [key, ...variables.map(({ name }) => name)]),
  )
  for (const name of known) if (name.startsWith('GOFERRY_')) known.add(name)
  for (const file of globSync('*.md', { cwd: join(root, 'docs/operate') })) {
    const named = page(file).match(/\bGOFERRY_[A-Z_]+\b/g) ?? []
    const others = ['GOFERRY_KEY', 'GOFERRY_DATA', 'GOFERRY_DATABASE_PASSWORD']
    assert.deepEqual(
      named.filter(name => !known.has(name) && !others.includes(name) && !name.endsWith('_')),
      [],
      file,
    )
  }
})
