import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { program, publishPackages } from '../support/packages-upstream.ts'
import { settingsFile } from '../support/settings-file.ts'

const folder = temporaryFolders()

describe('a rehearsal', () => {
  const upstream = new FolderUpstream(folder())
  const project = folder()
  const data = folder()
  const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb, upstream: upstream.url, workers: 1 })
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await goferry(...args, '--data', data, ...settings)
    return { code, stderr, lines: stdout.trim().split('\n') }
  }
  const rehearse = (...args: string[]) => run('rehearse', project, '--json', ...args)

  before(async () => {
    publishPackages(upstream)
    for (const [name, text] of Object.entries(program)) writeFileSync(join(project, name), text)
    const desk = new GoClient(folder(), { GOPROXY: upstream.url, GOSUMDB: 'off', GOFLAGS: '-modcacherw -mod=mod' })
    await desk.succeeds(project, 'mod', 'tidy')
    assert.equal((await run('add', 'pkg.test/Lib@v1.2.0')).code, 0)
  })

  it('fails where something is missing, and names what', async () => {
    const { code, lines, stderr } = await rehearse()
    assert.equal(code, 8, stderr)
    const report = JSON.parse(lines.at(-1) ?? '')
    assert.ok(report.failed > 0)
    const lacks = new Map(report.lacking.map(({ path, lacks }: { path: string; lacks: string[] }) => [path, lacks]))
    assert.deepEqual(lacks.get('pkg.test/deep'), ['zip', 'mod', 'info'])
    assert.deepEqual(lacks.get('pkg.test/unused'), ['mod', 'info'])
    assert.ok(!lacks.has('pkg.test/Lib'))
    const failed = lines
      .slice(0, -1)
      .map(line => JSON.parse(line))
      .find(({ outcome }) => outcome === 'failed')
    assert.equal(failed.error.code, 'go-failed')
    assert.equal(report.attested, undefined)
  })

  it('comes through when what was named was taken, and is certified', async () => {
    assert.equal((await run('add', '--from', project)).code, 0)
    const out = join(folder(), 'app.rehearsal')
    const { code, lines, stderr } = await rehearse('--out', out, '--platform', 'linux/amd64,windows/amd64')
    assert.equal(code, 0, stderr)
    const { attested, commands, isolation } = JSON.parse(lines.at(-1) ?? '')
    assert.equal(isolation, 'namespace')
    assert.ok(commands.includes('test ./...') && commands.includes('windows/amd64 build -o /dev/null ./...'))
    assert.equal(readFileSync(out, 'utf8'), attested.note)
    assert.deepEqual(readdirSync(join(data, 'log', 'rehearsals')), [attested.sha256])
    const checked = await goferry('rehearse', '--check', out, '--key', attested.verifierKey)
    assert.equal(checked.code, 0, checked.stderr)
    assert.match(checked.stdout, /^module\tdesk\.test\/app$/m)
    assert.match(checked.stdout, /^platform\twindows\/amd64$/m)
    writeFileSync(`${out}.other`, attested.note.replace('windows', 'solaris'))
    const other = await goferry('rehearse', '--check', `${out}.other`, '--key', attested.verifierKey)
    assert.notEqual(other.code, 0)
    assert.match(other.stderr, /signature/)
    assert.equal((await rehearse('--out', out)).code, 2)
  })

  it('is certified by a running node too, with the same key, which is not that of the log', async () => {
    const node = await NodeProcess.start(data, ...settings)
    const [first, second] = [await rehearse('--no-tests'), await rehearse('--no-tests')]
    await node.stop()
    const keys = [first, second].map(({ lines }) => JSON.parse(lines.at(-1) ?? '').attested.verifierKey)
    assert.equal(keys[0], keys[1])
    assert.ok(keys[0].startsWith(`attest.${node.name}+`))
    assert.notEqual(keys[0].split('+').at(-1), node.key.split('+').at(-1))
  })

  it('changes nothing in a project, and does not come through where go would refuse its files', async () => {
    const bare = folder()
    writeFileSync(join(bare, 'go.mod'), 'module desk.test/bare\n\ngo 1.22.0\n')
    writeFileSync(join(bare, 'bare.go'), 'package bare\n\nimport _ "pkg.test/deep"\n')
    const { code, lines } = await run('rehearse', bare, '--json')
    assert.equal(code, 8)
    assert.equal(JSON.parse(lines.at(-1) ?? '').attested, undefined)
    assert.deepEqual(readdirSync(bare).sort(), ['bare.go', 'go.mod'])
    assert.equal(readFileSync(join(bare, 'go.mod'), 'utf8'), 'module desk.test/bare\n\ngo 1.22.0\n')
  })

  it('of a workspace runs each module in it', async () => {
    const workspace = folder()
    cpSync(project, join(workspace, 'app'), { recursive: true })
    mkdirSync(join(workspace, 'lib'))
    writeFileSync(join(workspace, 'lib', 'go.mod'), 'module desk.test/lib\n\ngo 1.22.0\n')
    writeFileSync(join(workspace, 'lib', 'lib.go'), 'package lib\n')
    writeFileSync(join(workspace, 'go.work'), 'go 1.22.0\n\nuse (\n\t./app\n\t./lib\n)\n')
    assert.equal((await run('add', '--from', workspace)).code, 0)
    const { code, stderr, lines } = await run('rehearse', workspace, '--json')
    assert.equal(code, 0, `${lines.slice(0, -1).join('\n')}${stderr}`)
  })

  it('gives the go command no way to the network', async () => {
    const outside = folder()
    writeFileSync(join(outside, 'go.mod'), 'module desk.test/out\n\ngo 1.22.0\n')
    writeFileSync(
      join(outside, 'out_test.go'),
      `package out

import (
	"net"
	"testing"
)

func TestWayOut(t *testing.T) {
	interfaces, _ := net.Interfaces()
	for _, one := range interfaces {
		if one.Name != "lo" {
			t.Fatal(one.Name)
		}
	}
}
`,
    )
    writeFileSync(join(outside, 'out.go'), 'package out\n')
    const { code, stderr } = await run('rehearse', outside)
    assert.equal(code, 0, stderr)
  })
})
