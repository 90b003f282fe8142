import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { describe as tell } from '../../core/errors.ts'
import { loadSettings } from './load.ts'
import { parseReplica } from './replica.ts'

describe('the setting replica', () => {
  it('names a folder by its whole path', () => {
    assert.deepEqual(parseReplica('/mnt/log'), { kind: 'folder', name: '/mnt/log', folder: '/mnt/log' })
  })

  const store = { kind: 's3', region: 'us-east-1', bucket: 'ferry' }
  const urls = {
    's3://ferry/logs/hq?endpoint=https://s3.corp.example:9000': {
      ...store,
      name: 's3://ferry/logs/hq',
      endpoint: 'https://s3.corp.example:9000',
      prefix: 'logs/hq/',
    },
    's3://ferry/?endpoint=http://127.0.0.1:9000/': {
      ...store,
      name: 's3://ferry',
      endpoint: 'http://127.0.0.1:9000',
      prefix: '',
    },
    's3://ferry/a/?region=cn-north-1&endpoint=https%3A%2F%2F%5Bfd00::1%5D': {
      ...store,
      name: 's3://ferry/a',
      endpoint: 'https://[fd00::1]',
      region: 'cn-north-1',
      prefix: 'a/',
    },
  }
  for (const [url, wanted] of Object.entries(urls))
    it(`takes ${url}`, () => assert.deepEqual(parseReplica(url), wanted))

  const here = 'endpoint=https://s3.test'
  const refusals = {
    'where the log is written too': ['relative/folder', 'https://s3.test/ferry', 's3:/ferry', '', '/a\0b'],
    'a replica in an object store is named': [
      's3://ferry/a',
      's3://',
      `s3://FERRY/a?${here}`,
      `s3://f/a?${here}`,
      `s3://ferry:80/a?${here}`,
      `s3://ferry/a//b?${here}`,
      `s3://ferry/a%0ab/\\?${here}`,
      `s3://ferry/a?${here}&${here}`,
      `s3://ferry/a?${here}&region=a/b`,
      `s3://ferry/a?${here}&pathStyle=yes`,
      `s3://ferry/a?${here}#part`,
      's3://ferry/a?endpoint=s3.test',
      's3://ferry/a?endpoint=ftp://s3.test',
      's3://ferry/a?endpoint=https://s3.test/path',
      's3://ferry/a?endpoint=https://s3.test?x=y',
    ],
    'a URL holds no user, password or key': [
      `s3://ak:hidden@ferry/a?${here}`,
      `s3://hidden@ferry/a?${here}`,
      's3://ferry/a?endpoint=https://ak:hidden@s3.test',
      `s3://ferry/a?${here}&secretKey=hidden`,
      `s3://ferry/a?${here}&X-Amz-Security-Token=hidden`,
    ],
    'over plain http anybody': ['s3://ferry/a?endpoint=http://s3.test', 's3://ferry/a?endpoint=http://127.0.0.1.test'],
  }
  for (const [text, values] of Object.entries(refusals))
    for (const replica of values)
      it(`refuses ${JSON.stringify(replica)}: ${text}`, () => {
        assert.throws(
          () => loadSettings({ environment: {}, flags: { replica } }),
          error => {
            const said = tell(error, 'en')
            return /^bad settings: --replica(: "[^:]*")?: /.test(said) && said.includes(text) && !/hidden/.test(said)
          },
        )
      })
})
