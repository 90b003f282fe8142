import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { webProxyFor } from './web-proxy.ts'

const program = `package main

import ("fmt"; "net/http"; "os")

func main() {
	for _, url := range os.Args[1:] {
		request, _ := http.NewRequest("GET", url, nil)
		proxy, _ := http.ProxyFromEnvironment(request)
		fmt.Println(proxy != nil)
	}
}
`
const urls = [
  'http://node.corp.example:8642/x',
  'https://node.corp.example/x',
  'http://corp.example',
  'http://xcorp.example',
  'http://10.1.2.3:8642',
  'http://10.2.2.3',
  'http://[fd00::1]:8642',
  'http://localhost:1',
  'http://127.0.0.2',
  'http://[::1]',
]
const exceptions = [
  '',
  '*',
  'corp.example',
  '.corp.example',
  '*.corp.example',
  'corp.example:8642',
  'CORP.example, 10.1.2.3',
]
const more = [
  '10.1.0.0/16',
  '10.1.2.3:80',
  'fd00::/8',
  '[fd00::1]:8642',
  'fd00::1',
  ':8642',
  '0.0.0.0/0',
  '10.1.0.0/99',
  'node',
]

describe('the web proxy of the go command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'goferry-web-proxy-'))
  const binary = join(folder, 'ask')
  before(() => {
    writeFileSync(join(folder, 'main.go'), program)
    execFileSync('go', ['build', '-o', binary, 'main.go'], { cwd: folder })
  })
  after(() => rmSync(folder, { recursive: true }))

  for (const NO_PROXY of [...exceptions, ...more])
    it(`is that of Go's own net/http where NO_PROXY is '${NO_PROXY}'`, () => {
      const environment = { HTTP_PROXY: 'http://web.example:3128', https_proxy: 'http://web.example:3129', NO_PROXY }
      const theirs = execFileSync(binary, urls, { env: environment, encoding: 'utf8' }).trim().split('\n')
      const ours = urls.map(url => String(webProxyFor(new URL(url), environment) !== undefined))
      assert.deepEqual(ours, theirs)
    })

  it('is named by its variable, without its password', () => {
    const environment = { http_proxy: 'http://jo:secret@web.example:3128' }
    const found = webProxyFor(new URL('http://node.test'), environment)
    assert.deepEqual(found, { variable: 'http_proxy', url: 'http://…@web.example:3128' })
    assert.equal(webProxyFor(new URL('https://node.test'), environment), undefined)
  })
})
