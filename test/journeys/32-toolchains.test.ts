import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import type { Toolchain } from '../../src/core/toolchain/toolchain.ts'
import { ARCHIVE_STEPS } from '../../src/ports/steps.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { Gpg } from '../support/gpg.ts'
import { killedAt } from '../support/mortal-node.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { runCommand } from '../support/run-command.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeToolchain } from '../support/toolchain.ts'
import { officialArchive } from '../support/toolchain-archive.ts'

const folder = temporaryFolders()
const upstream = new FolderUpstream(folder())

const on = (go: string, platform: string): Toolchain => {
  const [os = '', arch = ''] = platform.split('/')
  return { go, os, arch }
}
const own = `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`
const platforms = [...new Set([own, 'linux/amd64', 'plan9/386', 'windows/amd64'])]
/** Newer than any go that runs these tests. */
const releases = ['1.97.9', '1.98.0', '1.98.1', '1.98.2', '1.99.0', '1.99.1', '1.100rc1']

function settings(data: string): string[] {
  return settingsFile(data, { sumdb: FolderUpstream.sumdb })
}

/** `goferry toolchain add` on the folder `data`. */
async function add(data: string, ...args: readonly string[]) {
  const command = ['toolchain', 'add', '--data', data, ...settings(data), '--upstream', upstream.url]
  const { code, stdout, stderr } = await goferry(...command, ...args)
  return { code, lines: stdout.split('\n').filter(Boolean).sort(), note: stderr }
}

function listed(data: string): string[] {
  return readFileSync(join(data, 'public/golang.org/toolchain/@v/list'), 'utf8').split('\n').filter(Boolean)
}

/** Every archive of the folder `data`, by its name and digest. */
function archives(data: string): string[] {
  const root = join(data, 'archives')
  if (!existsSync(root)) return []
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => /[0-9a-f]{64}$/.test(name))
  for (const file of files)
    assert.ok(
      file.endsWith(
        createHash('sha256')
          .update(readFileSync(join(root, file)))
          .digest('hex'),
      ),
      file,
    )
  return files.sort()
}

before(() => {
  upstream.publish(releases.flatMap(go => platforms.map(platform => makeToolchain(on(go, platform)))))
})

describe('goferry toolchain add', () => {
  it('takes the release that answers, on each platform, with what the go command knows it by', async () => {
    const data = folder()
    const { code, lines, note } = await add(data, '1.98.x', 'latest', '--platform', 'windows/amd64,plan9/386')
    assert.equal(code, 0, note)
    const module = (go: string, platform: string) => `golang.org/toolchain@v0.0.1-go${go}.${platform}`
    assert.deepEqual(lines, [
      'go1.98.2.plan9-386.tar.gz\tarchived',
      'go1.98.2.windows-amd64.zip\tarchived',
      'go1.99.1.plan9-386.tar.gz\tarchived',
      'go1.99.1.windows-amd64.zip\tarchived',
      `${module('1.98.2', 'linux-amd64')} info\tadded`,
      `${module('1.98.2', 'plan9-386')}\tadded`,
      `${module('1.98.2', 'windows-amd64')}\tadded`,
      `${module('1.99.1', 'linux-amd64')} info\tadded`,
      `${module('1.99.1', 'plan9-386')}\tadded`,
      `${module('1.99.1', 'windows-amd64')}\tadded`,
    ])
    assert.match(note, /4 added, 0 held already, 0 failed; 4 archives made/)
    assert.deepEqual(
      listed(data).filter(version => version.endsWith('linux-amd64')),
      ['v0.0.1-go1.98.2.linux-amd64', 'v0.0.1-go1.99.1.linux-amd64'],
    )
    const again = await add(data, 'latest', '--platform', 'windows/amd64')
    assert.match(again.note, /0 added, 1 held already, 0 failed; 0 archives made/)
    const { stdout } = await goferry('toolchain', 'ls', '--data', data)
    assert.match(
      stdout,
      /^go1\.99\.1\tplan9\/386\tmodule\trebuilt \S+ k?B\ngo1\.99\.1\twindows\/amd64\tmodule\trebuilt/,
    )
    const scrubbed = await goferry('verify', '--no-heal', '--data', data, ...settings(data))
    assert.equal(scrubbed.code, 0, scrubbed.stdout)
  })

  it('keeps the newest of each minor version that Go supports', async () => {
    const data = folder()
    const { code, note } = await add(data, '--keep', '2', '--platform', 'linux/amd64')
    assert.equal(code, 0, note)
    const { stdout } = await goferry('toolchain', 'ls', '--json', '--data', data)
    const held = stdout.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line).go]))
    assert.deepEqual(held, ['1.99.1', '1.99.0', '1.98.2', '1.98.1'])
  })

  it('comes along with a project that asks for it', async () => {
    const [data, project] = [folder(), folder()]
    writeFileSync(join(project, 'go.mod'), 'module desk.test/app\n\ngo 1.21\n\ntoolchain go1.98.1\n')
    const command = ['add', '--data', data, ...settings(data), '--upstream', upstream.url]
    const given = ['--from', project, '--toolchain', '--platform', 'windows/amd64']
    const { code, stdout, stderr } = await goferry(...command, ...given)
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^golang\.org\/toolchain@v0\.0\.1-go1\.98\.1\.windows-amd64\tadded$/m)
    const resolved = await goferry('resolve', project, '--data', data, ...settings(data))
    assert.match(resolved.stderr, /it asks for go 1\.98\.1 or later/)
  })

  it('names what is not to be had, and takes the rest', async () => {
    const data = folder()
    const { code, lines, note } = await add(data, '1.96.x', '1.99.0', '1.99.7', '--platform', 'linux/amd64')
    assert.equal(code, 8, note)
    assert.match(lines.join('\n'), /^go 1\.96\.x\tfailed\t.*no release of Go answers it$/m)
    assert.match(lines.join('\n'), /^golang\.org\/toolchain@v0\.0\.1-go1\.99\.7\.linux-amd64\tfailed\t/m)
    assert.match(lines.join('\n'), /^go1\.99\.0\.linux-amd64\.tar\.gz\tarchived$/m)
    assert.deepEqual(listed(data), ['v0.0.1-go1.99.0.linux-amd64'])
    for (const [args, told] of [
      [[], 'name a version of Go'],
      [['latest', '--platform', 'linux'], 'GOOS/GOARCH'],
      [['latest', '--keep', '0'], 'a whole number from 1 to 100'],
    ] as const) {
      const wrong = await add(data, ...args)
      assert.deepEqual([wrong.code, wrong.note.includes(told)], [2, true], wrong.note)
    }
  })

  for (const step of ARCHIVE_STEPS)
    it(`killed at ${step} and run again comes to the same`, async () => {
      const [data, other] = [folder(), folder()]
      const command = ['1.99.x', '1.98.x', '--platform', 'linux/amd64']
      const args = ['toolchain', 'add', '--data', data, ...settings(data), '--upstream', upstream.url, ...command]
      assert.equal((await killedAt(`${step}:2`, args)).signal, 'SIGKILL')
      assert.equal((await add(data, ...command)).code, 0)
      assert.equal((await add(other, ...command)).code, 0)
      assert.deepEqual(archives(data), archives(other))
      assert.equal(archives(data).length, 2)
      assert.deepEqual(readdirSync(join(data, 'run/tmp')), [])
    })
})

describe('the download site', () => {
  it('serves what curl, tar and installers ask for, beside the go command', async () => {
    const data = folder()
    assert.equal((await add(data, '1.99.x', '1.100rc1', '--platform', own)).code, 0)
    const node = await NodeProcess.start(data, '--upstream', 'off', ...settings(data))
    const [release] = JSON.parse((await node.get('/dl/?mode=json')).text)
    assert.deepEqual([release.version, release.stable], ['go1.99.1', true])
    const all = JSON.parse((await node.get('/dl/?mode=json&include=all')).text)
    assert.deepEqual(
      all.map(({ version }: { version: string }) => version),
      ['go1.100rc1', 'go1.99.1'],
    )
    const [{ filename, sha256, size, rebuilt }] = release.files
    assert.equal(rebuilt, true)
    const url = `${node.url}/dl/${filename}`
    assert.equal((await node.get(`/dl/${filename}.sha256`)).text, sha256)
    const desk = folder()
    const pipe =
      'curl -fsS "$1" -o a.tar.gz && echo "$2  a.tar.gz" | sha256sum -c - && tar -xzf a.tar.gz && go/bin/go here'
    const { code, stdout, stderr } = await runCommand(['sh', '-c', pipe, 'sh', url, sha256], { cwd: desk })
    assert.deepEqual([code, stdout], [0, 'a.tar.gz: OK\nmade-up go1.99.1 here\n'], stderr)

    // A download that broke off goes on where it was.
    const bytes = readFileSync(join(desk, 'a.tar.gz'))
    writeFileSync(join(desk, 'b.tar.gz'), bytes.subarray(0, bytes.length >> 1))
    const resumed = await runCommand(['curl', '-fsS', '-C', '-', url, '-o', 'b.tar.gz'], { cwd: desk })
    assert.equal(resumed.code, 0, resumed.stderr)
    assert.equal(Buffer.compare(readFileSync(join(desk, 'b.tar.gz')), bytes), 0)
    const head = await fetch(url, { method: 'HEAD' })
    const headers = ['content-length', 'x-goferry-archive', 'etag', 'content-type'].map(name => head.headers.get(name))
    assert.deepEqual(headers, [String(size), 'rebuilt', `"${sha256}"`, 'application/gzip'])
    assert.equal((await fetch(url, { headers: { 'If-None-Match': `"${sha256}"` } })).status, 304)

    // People get a page, in their language.
    for (const [path, language, title] of [
      ['/dl', 'zh-CN,zh;q=0.9,en;q=0.8', 'Go 工具链'],
      ['/dl/', 'en', 'Go toolchains'],
    ] as const) {
      const page = await fetch(`${node.url}${path}`, { headers: { 'Accept-Language': language } })
      const html = await page.text()
      assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html; charset=utf-8'])
      assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'sha256-/)
      assert.equal(page.headers.get('vary'), 'Accept-Language')
      assert.ok(html.includes(`<title>${title}</title>`) && html.includes(sha256), html)
      const [, link = ''] = /<a href="([^"]*\/?go1\.99\.1[^"]*)"/.exec(html) ?? []
      assert.equal((await fetch(new URL(link, `${node.url}${path}`), { method: 'HEAD' })).status, 200, link)
    }

    const { status, text } = await node.get('/dl/go1.95.0.linux-amd64.tar.gz')
    assert.deepEqual([status, text.includes('goferry toolchain add 1.95.0 --platform linux/amd64')], [404, true], text)
    await node.stop()
  })

  it('alarms, and gives nothing, where an archive was changed on the disk', async () => {
    const data = folder()
    assert.equal((await add(data, '1.99.x', '--platform', 'linux/amd64')).code, 0)
    const [archive = ''] = archives(data)
    const node = await NodeProcess.start(data, '--upstream', 'off', ...settings(data))
    const path = '/dl/go1.99.1.linux-amd64.tar.gz'
    assert.equal((await fetch(`${node.url}${path}`)).status, 200)
    writeFileSync(join(data, 'archives', archive), 'another')
    const { status, text } = await node.get(path)
    assert.deepEqual([status, text.includes('damaged')], [502, true], text)
    assert.equal(node.logged('stored-file-damaged').length, 1)
    rmSync(join(data, 'archives', archive))
    assert.equal((await node.get(path)).status, 404)
    await node.stop()
    assert.equal((await add(data, '1.99.x', '--platform', 'linux/amd64')).code, 0)
    assert.deepEqual(archives(data), [archive])
  })

  it('hides what policy hides', async () => {
    const data = folder()
    assert.equal((await add(data, '1.99.x', '--platform', 'linux/amd64')).code, 0)
    const hidden = settingsFile(data, { sumdb: FolderUpstream.sumdb, deny: ['golang.org/toolchain'] })
    const node = await NodeProcess.start(data, '--upstream', 'off', ...hidden)
    for (const path of ['', '?mode=json', 'go1.99.1.linux-amd64.tar.gz', 'go1.99.1.linux-amd64.tar.gz.sha256'])
      assert.equal((await node.get(`/dl/${path}`)).status, 403, path)
    await node.stop()
  })
})

describe('goferry toolchain import', () => {
  const toolchain = on('1.99.1', 'linux/amd64')
  const name = 'go1.99.1.linux-amd64.tar.gz'

  /** `goferry toolchain import` of `bytes` under `name`. */
  async function take(data: string, bytes: Uint8Array, ...args: readonly string[]) {
    const file = join(folder(), name)
    writeFileSync(file, bytes)
    const command = ['toolchain', 'import', file, '--data', data, ...settings(data), '--upstream', upstream.url]
    return goferry(...command, ...args)
  }

  it('takes Go’s own, which goes before what was made here, and a vendor’s under its label', async () => {
    const data = folder()
    assert.equal((await add(data, '1.99.x', '--platform', 'linux/amd64')).code, 0)
    const official = officialArchive(toolchain)
    const digest = createHash('sha256').update(official).digest('hex')
    const refused = await take(data, official, '--sha256', 'a'.repeat(64))
    assert.deepEqual(
      [refused.code, /SHA-256 is [0-9a-f]{64}, not a{64}/.test(refused.stderr)],
      [5, true],
      refused.stderr,
    )
    const taken = await take(data, official, '--sha256', digest)
    assert.deepEqual([taken.code, taken.stdout], [0, `${name}\timported\n`], taken.stderr)
    const vendor = officialArchive(toolchain, { 'src/loong.go': 'package src\n' })
    assert.equal((await take(data, vendor, '--vendor', 'loongnix')).code, 0)
    assert.match((await take(data, vendor, '--vendor', 'go')).stderr, /none that stands for Go itself/)
    assert.deepEqual(
      archives(data).map(path => path.split('/')[0]),
      ['go', 'loongnix'],
    )

    const node = await NodeProcess.start(data, '--upstream', 'off', ...settings(data))
    const [release] = JSON.parse((await node.get('/dl/?mode=json')).text)
    assert.deepEqual([release.files[0].sha256, release.files[0].rebuilt], [digest, undefined])
    const response = await fetch(`${node.url}/dl/${name}`)
    assert.equal(response.headers.get('x-goferry-archive'), 'official')
    assert.equal(Buffer.compare(Buffer.from(await response.arrayBuffer()), official), 0)
    const [theirs] = JSON.parse((await node.get('/dl/loongnix/?mode=json')).text)
    assert.equal(theirs.files[0].vendor, 'loongnix')
    assert.equal((await fetch(`${node.url}/dl/loongnix/${name}`)).headers.get('x-goferry-archive'), 'vendor')
    await node.stop()
    const { stdout } = await goferry('toolchain', 'ls', '--data', data)
    assert.match(stdout, /^go1\.99\.1\tlinux\/amd64\tmodule\tofficial .*\n.*\t-\tvendor .*\tloongnix\n$/)
  })

  it('takes Go’s own by its signature and a key that the operator has, and refuses any other', async () => {
    const [data, official, gpg] = [folder(), officialArchive(toolchain), new Gpg()]
    try {
      const fingerprint = await gpg.makeKey('publisher')
      await gpg.makeKey('somebody')
      const file = (text: string, bytes: Uint8Array) => {
        const path = join(folder(), text)
        writeFileSync(path, bytes)
        return path
      }
      const asc = file('a.asc', await gpg.sign('publisher', official))
      const key = file('publisher.asc', await gpg.exported('publisher'))
      const by = (signature: string, own: string) => ['--signature', signature, '--key', own]
      const huge = file('huge.asc', Buffer.alloc(1 << 17, 'x'))
      for (const [args, code, why] of [
        [by(asc, file('somebody.asc', await gpg.exported('somebody'))), 5, /none of those given/],
        [by(file('b.asc', await gpg.sign('publisher', Buffer.from('other'))), key), 5, /of another file/],
        [by(key, key), 5, /not one detached OpenPGP signature/],
        [by(asc, asc), 1, /no OpenPGP public key/],
        [by(huge, key), 1, /huge\.asc is too large: it has more than 65536 bytes/],
        [by('/nowhere.asc', key), 3, /nowhere\.asc does not exist/],
        [['--signature', asc], 2, /belong together/],
        [[], 2, /--signature and --key/],
      ] as const) {
        const result = await take(data, official, ...args)
        assert.deepEqual([result.code, why.test(result.stderr)], [code, true], result.stderr)
      }
      assert.deepEqual(archives(data), [])
      const taken = await take(data, official, ...by(asc, key))
      assert.deepEqual([taken.code, taken.stdout], [0, `${name}\timported\n`], taken.stderr)
      assert.ok(taken.stderr.includes(`signed by the key ${fingerprint}`), taken.stderr)
      const digest = createHash('sha256').update(official).digest('hex')
      const json = await take(data, official, '--json', '--sha256', digest, ...by(asc, key))
      assert.equal(JSON.parse(json.stdout.trim().split('\n').at(-1) ?? '').signedBy, fingerprint)
    } finally {
      await gpg.close()
    }
  })

  it('knows the checksums of Go’s own by the upstream, and refuses without', async () => {
    const [data, official] = [folder(), officialArchive(toolchain)]
    const digest = createHash('sha256').update(official).digest('hex')
    const alone = await take(data, official, '--sha256', digest, '--upstream', 'file:///nowhere')
    assert.notEqual(alone.code, 0)
    assert.deepEqual(archives(data), [])
    assert.equal((await take(data, official, '--sha256', digest)).code, 0)
    const { code, stdout } = await goferry('verify', '--no-heal', '--data', data, ...settings(data))
    assert.equal(code, 0, stdout)
  })

  for (const step of ARCHIVE_STEPS)
    it(`killed at ${step} and run again comes to the same`, async () => {
      const [data, official] = [folder(), officialArchive(toolchain)]
      const digest = createHash('sha256').update(official).digest('hex')
      const file = join(folder(), name)
      writeFileSync(file, official)
      const args = ['toolchain', 'import', file, '--sha256', digest, '--data', data, ...settings(data)]
      assert.equal((await killedAt(step, [...args, '--upstream', upstream.url])).signal, 'SIGKILL')
      assert.equal((await take(data, official, '--sha256', digest)).code, 0)
      assert.deepEqual(archives(data), [`go/${name}/${digest}`])
    })

  it('is looked after by verify, backup and gc', async () => {
    const [data, backup] = [folder(), join(folder(), 'backup')]
    assert.equal((await add(data, '1.99.x', '1.98.x', '1.97.x', '--platform', 'linux/amd64')).code, 0)
    const official = officialArchive(toolchain)
    const digest = createHash('sha256').update(official).digest('hex')
    assert.equal((await take(data, official, '--sha256', digest)).code, 0)
    const saved = await goferry('backup', backup, '--data', data)
    assert.equal(saved.code, 0, saved.stderr)
    assert.deepEqual(archives(backup), [`go/${name}/${digest}`])

    writeFileSync(join(data, 'archives/stray'), 'stray')
    for (const archive of archives(data)) writeFileSync(join(data, 'archives', archive), 'spoilt')
    const scrub = await goferry('verify', '--data', data, ...settings(data), '--upstream', upstream.url)
    assert.equal(scrub.code, 5, scrub.stderr)
    const outcomes = scrub.stdout.split('\n').filter(Boolean).sort()
    assert.match(outcomes[0] ?? '', /^archives\/go\/go1\.97\.9.*\tdamaged\thealed$/)
    assert.match(outcomes[2] ?? '', /^archives\/go\/go1\.99\.1.*\tdamaged\tunhealed\t.*import the file/)
    assert.match(outcomes[3] ?? '', /^archives\/stray\textra\thealed$/)
    assert.deepEqual(archives(data), [])
    assert.equal((await take(data, official, '--sha256', digest)).code, 0)
    assert.equal((await add(data, '1.98.x', '1.97.x', '--platform', 'linux/amd64')).code, 0)
    assert.equal(archives(data).length, 3)

    const toolchains = { latest: 1, platforms: ['plan9/386'] }
    const keep = settingsFile(data, { sumdb: FolderUpstream.sumdb, mirror: { toolchains } })
    const gc = await goferry('gc', '--apply', '--data', data, ...keep)
    assert.match(
      gc.stdout,
      /^golang\.org\/toolchain@v0\.0\.1-go1\.97\.9\.linux-amd64\tgiven-up\ttoolchains\t\S+ k?B\n$/,
    )
    assert.deepEqual(
      archives(data).map(path => path.split('/')[1]),
      ['go1.98.2.linux-amd64.tar.gz', name],
    )

    const restored = folder()
    rmSync(restored, { recursive: true })
    const back = await goferry('restore', backup, '--data', restored)
    assert.equal(back.code, 0, back.stderr)
    assert.deepEqual(archives(restored), [`go/${name}/${digest}`])
  })
})

describe('the go command, cut off from the Internet', () => {
  it('switches to a toolchain that the node holds, verified against its log', async () => {
    const data = folder()
    assert.equal((await add(data, '1.99.x', '1.98.x', '--platform', own)).code, 0)
    const node = await NodeProcess.start(data, '--upstream', 'off', ...settings(data))
    const base = { GOPROXY: `${node.url},off`, GOSUMDB: node.key }
    const client = new GoClient(folder(), { ...base, GOTOOLCHAIN: 'auto' })
    const project = folder()
    writeFileSync(join(project, 'go.mod'), 'module desk.test/program\n\ngo 1.99.1\n')
    assert.equal(await client.succeeds(project, 'version'), 'made-up go1.99.1 version\n')
    assert.equal(
      await client.with({ GOTOOLCHAIN: 'go1.98.2' }).succeeds(project, 'version'),
      'made-up go1.98.2 version\n',
    )
    // What is not held is refused with the reason, also where the toolchain is named by go.mod.
    writeFileSync(join(project, 'go.mod'), 'module desk.test/program\n\ngo 1.98.1\n')
    assert.match(await client.fails(project, 'version'), /not on this node/)
    await node.stop()
  })

  it('is told which releases there are by linux-amd64, also where only other platforms are held', async () => {
    const data = folder()
    assert.equal((await add(data, '1.99.x', '1.98.x', '--platform', 'plan9/386')).code, 0)
    const node = await NodeProcess.start(data, '--upstream', 'off', ...settings(data))
    const client = new GoClient(folder(), { GOPROXY: `${node.url},off`, GOSUMDB: node.key })
    // Its own version is among them, whatever that is.
    assert.match(await client.succeeds(folder(), 'list', '-m', '-versions', 'go'), /^go (\S+ )?1\.98\.2 1\.99\.1\n$/)
    await node.stop()
  })
})
