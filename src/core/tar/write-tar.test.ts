import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { tarEnd, tarHeader, tarPadding } from './write-tar.ts'

/** What tar(1) lists of it. */
function listed(tar: Uint8Array): string[] {
  const args = ['--list', '--verbose', '--numeric-owner', '--full-time', '--quoting-style=literal', '--file=-']
  const { stdout, stderr, status } = spawnSync('tar', args, {
    input: tar,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  })
  assert.deepEqual([status, stderr], [0, ''])
  return stdout.split('\n').filter(Boolean)
}

const time = Date.UTC(2026, 7, 28, 16, 20, 6) / 1000
const names = [
  'go/VERSION',
  'a'.repeat(100),
  `${'b'.repeat(60)}/${'c'.repeat(60)}`,
  `${'d'.repeat(155)}/${'e'.repeat(100)}`,
  'f'.repeat(101),
  `${'g'.repeat(156)}/${'h'.repeat(100)}`,
  `${'i'.repeat(300)}/x`,
  '名/ü',
]

describe('a tar', () => {
  it('is what tar(1) reads, whatever the length of a name', () => {
    const parts = names.flatMap((name, i) => {
      const content = utf8('x'.repeat(i * 300))
      return [tarHeader({ name, mode: 0o755, size: content.length, time }), content, tarPadding(content.length)]
    })
    const folder = tarHeader({ name: 'go/', mode: 0o755, size: 0, time })
    const tar = Buffer.concat([folder, ...parts, tarEnd()])
    assert.deepEqual(
      listed(tar).map(line => line.replace(/ +/g, ' ')),
      [
        'drwxr-xr-x 0/0 0 2026-08-28 16:20:06 go/',
        ...names.map((name, i) => `-rwxr-xr-x 0/0 ${i * 300} 2026-08-28 16:20:06 ${name}`),
      ],
    )
  })
})
