import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { compareGoVersions, parseGoVersion } from '../../src/core/toolchain/go-version.ts'
import { Random } from '../support/random.ts'

const count = Number(process.env['GOFERRY_INPUTS'] ?? 2000)
const seed = Number(process.env['GOFERRY_SEED'] ?? Date.now() % 1_000_000_007)

const program = `package main

import ("bufio"; "fmt"; "go/version"; "os"; "strings")

func main() {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		a, b, _ := strings.Cut(lines.Text(), ",")
		fmt.Println(version.IsValid(a), version.IsValid(b), version.Compare(a, b))
	}
}
`

it(`versions of Go are read and compared as by go/version, ${count} pairs (seed ${seed})`, () => {
  const random = new Random(seed)
  const pairs = Array.from({ length: count }, () => [made(random), made(random)] as const)
  const folder = mkdtempSync(join(tmpdir(), 'goferry-go-version-'))
  try {
    writeFileSync(join(folder, 'main.go'), program)
    const input = pairs.map(pair => `${pair.join(',')}\n`).join('')
    const theirs = execFileSync('go', ['run', 'main.go'], { cwd: folder, input, encoding: 'utf8' })
    assert.deepEqual(pairs.map(([a, b]) => answer(a, b)).join('\n'), theirs.trim())
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function answer(left: string, right: string): string {
  const [a, b] = [parseGoVersion(left), parseGoVersion(right)]
  // Go takes what is no version for older than all.
  const order = a && b ? compareGoVersions(a, b) : Number(a !== undefined) - Number(b !== undefined)
  return `${a !== undefined} ${b !== undefined} ${Math.sign(order)}`
}

function made(random: Random): string {
  const end = random.pick([
    '',
    '',
    `.${random.int(12)}`,
    `.${random.int(3)}`,
    `rc${random.int(3)}`,
    `beta${random.int(3)}`,
    '.01',
    '.',
  ])
  const more = random.pick(['', '', '', '', '-corp', 'x'])
  return `go${random.pick(['1', '1', '1', '2'])}.${random.pick(['9', '20', '21', '21', '22', '26'])}${end}${more}`
}
