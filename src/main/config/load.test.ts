import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { isGoferryError, describe as tell } from '../../core/errors.ts'
import { loadSettings, type Sources } from './load.ts'

const folder = temporaryFolders()

/** Loads settings of a YAML text, variables and flags. */
function load(yaml: string | undefined, environment: Sources['environment'] = {}, flags: Sources['flags'] = {}) {
  const file = yaml === undefined ? undefined : join(folder(), 'goferry.yaml')
  if (file !== undefined) writeFileSync(file, yaml ?? '')
  return loadSettings({ file, environment, flags })
}

/** The English sentence of the refusal, which must be `bad-settings`. */
function refusal(...sources: Parameters<typeof load>): string {
  try {
    load(...sources)
  } catch (error) {
    if (isGoferryError(error, 'bad-settings')) return tell(error, 'en').replace(/\S*\/goferry\.yaml/, 'FILE')
    throw error
  }
  return 'accepted'
}

describe('loadSettings', () => {
  it('has a default for everything that needs one', () => {
    assert.deepEqual(load(undefined), {
      role: 'mirror',
      listen: '127.0.0.1:8642',
      base: '',
      sumdb: 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
      unlisted: [],
      allow: [],
      deny: [],
      reserved: [],
      reserve: '100MB',
      pinned: [],
      keepNewest: 1,
      connections: 4096,
      database: 'sqlite',
      stopSeconds: 30,
      jobs: 4,
      jobHistory: '90d',
      requests: 'all',
    })
    assert.deepEqual(load(''), load(undefined))
    assert.deepEqual(load('# nothing yet\n'), load(undefined))
  })

  it('takes a flag before a variable before the file', () => {
    const yaml = 'listen: 127.0.0.1:1\nrole: centre\nworkers: 3\n'
    const environment = { GOFERRY_LISTEN: '127.0.0.1:2', GOFERRY_ROLE: 'mirror' }
    const settings = load(yaml, environment, { listen: '127.0.0.1:3', role: undefined })
    assert.deepEqual([settings.listen, settings.role, settings.workers], ['127.0.0.1:3', 'mirror', 3])
  })

  it('reads a variable of each type', () => {
    const settings = load(undefined, {
      GOFERRY_BASE: '/goproxy',
      GOFERRY_NAME: '0x1F',
      GOFERRY_STOP_SECONDS: '7',
      GOFERRY_LOG_FILE: '/var/log/goferry.json',
      GOFERRY_RESERVED: '[corp.example, "*.corp.example"]',
      GOFERRY_TLS_CERT: '/etc/cert.pem',
      GOFERRY_TLS_KEY: '/etc/key.pem',
      GOFERRY_KEY: 'no setting',
      PATH: 'none of ours',
    })
    assert.deepEqual(
      [settings.base, settings.name, settings.stopSeconds, settings.logFile, settings.reserved, settings.tls],
      [
        '/goproxy',
        '0x1F',
        7,
        '/var/log/goferry.json',
        ['corp.example', '*.corp.example'],
        { cert: '/etc/cert.pem', key: '/etc/key.pem' },
      ],
    )
  })

  it('takes the number 0 for no reserve, as the text', () => {
    assert.equal(load('reserve: 0').reserve, '0')
    assert.equal(load(undefined, { GOFERRY_RESERVE: '0' }).reserve, '0')
  })

  it('takes one TLS file from the environment where the other stands in the file', () => {
    assert.match(refusal('tls: {cert: a}'), /^bad settings: tls: PEM files cert and key/)
    assert.match(refusal(undefined, { GOFERRY_TLS_CERT: 'a' }), /^bad settings: tls: PEM files cert and key/)
  })

  for (const listen of ['127.0.0.1:8642', 'localhost:0', '[::1]:80', '0.0.0.0:65535'])
    it(`listens on ${listen}`, () => assert.equal(load(undefined, {}, { listen }).listen, listen))

  const refusals: readonly [Parameters<typeof load>, string][] = [
    [['lisen: x'], 'bad settings: lisen: there is no such setting; there are: role, listen, base, name, '],
    [['constructor: x'], 'bad settings: constructor: there is no such setting; '],
    [
      [undefined, { GOFERRY_LISEN: 'x' }],
      'bad settings: GOFERRY_LISEN: there is no such setting; there are: GOFERRY_ROLE, GOFERRY_LISTEN, ',
    ],
    [[undefined, { GOFERRY_STOPSECONDS: '1' }], 'bad settings: GOFERRY_STOPSECONDS: there is no such setting; '],
    [['role: edge'], 'bad settings: role: "edge": what the node is: mirror, centre'],
    [['role: [mirror]'], 'bad settings: role: ["mirror"]: what the node is: mirror, centre'],
    [[undefined, {}, { unlisted: ['X'] }], 'bad settings: --unlisted: ["X"]: PATTERN=REASON, a list: '],
    [['unlisted: x.test=vendor'], 'bad settings: unlisted: "x.test=vendor": PATTERN=REASON, a list: '],
    [
      [undefined, {}, { workers: Number.NaN }],
      'bad settings: --workers: null: processes that answer requests, 0 to 64; ',
    ],
    [['workers: 65'], 'bad settings: workers: 65: processes'],
    [['workers: 1.5'], 'bad settings: workers: 1.5: processes'],
    [['workers: 65', {}, { workers: -1 }], 'bad settings: --workers: -1: processes'],
    [['stopSeconds: 1', { GOFERRY_STOP_SECONDS: '0' }], 'bad settings: GOFERRY_STOP_SECONDS: 0: how long'],
    [[undefined, { GOFERRY_KEEP_NEWEST: '1e99' }], 'bad settings: GOFERRY_KEEP_NEWEST: 1e+99: newest versions'],
    [[undefined, { GOFERRY_WORKERS: 'many' }], 'bad settings: GOFERRY_WORKERS: "many": processes'],
    [['quota: lots'], 'bad settings: quota: "lots": the most bytes of zips'],
    [['reserve: -1'], 'bad settings: reserve: -1: bytes of the disk'],
    [['reserve: 5'], 'bad settings: reserve: 5: bytes of the disk'],
    [['keepFor: long'], 'bad settings: keepFor: "long": how long gc keeps'],
    [['pinned: ["a.test@"]'], 'bad settings: pinned: ["a.test@"]: patterns or MODULE@VERSION'],
    [['connections: 0'], 'bad settings: connections: 0: open connections a process, 1 to 65535'],
    [['base: goproxy'], 'bad settings: base: "goproxy": the path under which'],
    [['base: /goproxy/'], 'bad settings: base: "/goproxy/": the path under which'],
    [['listen: "8642"'], 'bad settings: listen: "8642": HOST:PORT'],
    [['listen: 127.0.0.1:65536'], 'bad settings: listen: "127.0.0.1:65536": HOST:PORT'],
    [['listen: ::1:80'], 'bad settings: listen: "::1:80": HOST:PORT'],
    [['lang: fr'], 'bad settings: lang: "fr": the language of messages: en, zh; '],
    [['deny: [""]'], 'bad settings: deny: [""]: patterns, a list: '],
    [['upstream: [https://user:secret@proxy.test]'], 'bad settings: upstream: the GOPROXY to take modules from: '],
    [['- a list'], 'bad settings: FILE: a map of settings is wanted'],
    [['text'], 'bad settings: FILE: a map of settings is wanted'],
    [['role: mirror\nrole: centre\n'], 'bad settings: FILE: it cannot be read as YAML: Map keys must be unique'],
    [['role: "'], 'bad settings: FILE: it cannot be read as YAML: Missing closing "quote'],
    [[undefined, { GOFERRY_DENY: '[' }], 'bad settings: GOFERRY_DENY: it cannot be read as YAML: '],
    [[`name: ${'a'.repeat(1 << 20)}`], 'bad settings: FILE: a settings file has at most 1048576 bytes'],
    [[`a: &a [x]\nb: [${'*a,'.repeat(20)}]`], 'bad settings: FILE: it cannot be read as YAML: Excessive alias count'],
  ]
  for (const [sources, wanted] of refusals)
    it(`says ${wanted.slice(0, 70)}`, () => {
      const said = refusal(...sources)
      assert.ok(said.startsWith(wanted), said)
      assert.doesNotMatch(said, /secret/)
    })

  it('says which file is not there', () => {
    const file = join(folder(), 'none.yaml')
    assert.throws(
      () => loadSettings({ file, environment: {}, flags: {} }),
      error => isGoferryError(error, 'bad-settings') && error.subject === file && /ENOENT/.test(error.message),
    )
  })
})
