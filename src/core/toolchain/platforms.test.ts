import assert from 'node:assert/strict'
import { it } from 'node:test'
import { runCommand } from '../../../test/support/run-command.ts'
import { isBuildPlatform } from './platforms.ts'

it('platforms that packages are built for are those of the go command', async () => {
  const { stdout } = await runCommand(['go', 'tool', 'dist', 'list'])
  const listed = stdout.trim().split('\n')
  assert.ok(listed.length > 40)
  for (const platform of listed) assert.ok(isBuildPlatform(platform), platform)
  for (const other of [
    'linux/zzz',
    'linux',
    'linux/',
    '/amd64',
    'linux/amd64/x',
    'constructor/name',
    'Linux/amd64',
    ' ',
  ])
    assert.ok(!isBuildPlatform(other), other)
})
