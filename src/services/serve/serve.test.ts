import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Mood, ServeWorld } from '../../../test/support/serve-world.ts'
import { isGoferryError } from '../../core/errors.ts'
import type { GoRequest } from '../../core/goproxy/request.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { type Answer, wholeBody } from './answer.ts'
import { IndexFeed } from './index-feed.ts'
import { serveGo } from './serve.ts'

const path = 'x.test/m'
const held = { path, version: 'v1.0.0' }
const wanted = { path, version: 'v1.1.0' }

/** What the go command may ask of `path`, for a version that is not held. */
function requests(at: string): Record<string, GoRequest> {
  const module = { path: at, version: wanted.version }
  return {
    list: { kind: 'list', path: at },
    latest: { kind: 'latest', path: at },
    info: { kind: 'part', module, part: 'info' },
    mod: { kind: 'part', module, part: 'mod' },
    zip: { kind: 'part', module, part: 'zip' },
    query: { kind: 'query', path: at, query: 'master' },
    lookup: { kind: 'sumdb', name: 'log.test', rest: `lookup/${at}@${module.version}` },
  }
}

/** 'ok', or the code of the error. */
async function outcome(world: ServeWorld, request: GoRequest): Promise<string> {
  try {
    await text(serveGo(world, request, { isLocal: true }))
    return 'ok'
  } catch (error) {
    if (isGoferryError(error)) return error.code
    throw error
  }
}

async function text(answer: Promise<Answer>): Promise<string> {
  return Buffer.from(await wholeBody((await answer).body)).toString()
}

const ask = (world: ServeWorld, request: GoRequest) => text(serveGo(world, request, { isLocal: true }))
const list = (world: ServeWorld, at = path) => ask(world, { kind: 'list', path: at })
const latest = async (world: ServeWorld) => JSON.parse(await ask(world, { kind: 'latest', path })).Version

/**
 * How the node comes to know the path that is asked for: by an entry,
 * by the upstream's list, as a package of it, not at all.
 */
const situations: Record<string, (mood: Mood) => [ServeWorld, string]> = {
  entry: mood => [new ServeWorld(mood).hold(held), path],
  listed: mood => {
    const world = new ServeWorld(mood)
    world.lists.set(path, ['v1.1.0'])
    return [world, path]
  },
  unknown: mood => [new ServeWorld(mood), path],
  'below an entry': mood => [new ServeWorld(mood).hold(held), `${path}/cmd/t`],
  'below a list': mood => {
    const world = new ServeWorld(mood)
    world.lists.set(path, [])
    return [world, `${path}/cmd/t`]
  },
}

const table = `
situation      upstream  list             latest           info             mod              zip              query            lookup
entry          ok        ok               ok               ok               ok               ok               ok               ok
entry          absent    ok               ok               absent           absent           absent           absent           absent
entry          refused   ok               ok               upstream-refused upstream-refused upstream-refused upstream-refused upstream-refused
entry          failed    ok               ok               upstream-failed  upstream-failed  upstream-failed  upstream-failed  upstream-failed
entry          none      ok               ok               missing          missing          missing          missing          missing
listed         ok        ok               ok               ok               ok               ok               ok               ok
listed         absent    ok               absent           absent           absent           absent           absent           absent
listed         refused   ok               absent           upstream-refused upstream-refused upstream-refused upstream-refused upstream-refused
listed         failed    ok               absent           upstream-failed  upstream-failed  upstream-failed  upstream-failed  upstream-failed
unknown        absent    absent           absent           absent           absent           absent           absent           absent
unknown        refused   upstream-refused upstream-refused upstream-refused upstream-refused upstream-refused upstream-refused upstream-refused
unknown        failed    upstream-failed  upstream-failed  upstream-failed  upstream-failed  upstream-failed  upstream-failed  upstream-failed
unknown        none      missing          missing          missing          missing          missing          missing          missing
below an entry absent    absent           absent           absent           absent           absent           absent           absent
below an entry refused   absent           absent           absent           absent           absent           absent           absent
below an entry failed    absent           absent           absent           absent           absent           absent           absent
below an entry none      absent           absent           absent           absent           absent           absent           absent
below a list   refused   absent           absent           absent           absent           absent           absent           absent
below a list   failed    absent           absent           absent           absent           absent           absent           absent
`

describe('what a request for something that is not held is answered (design §3.8)', () => {
  const [head = '', ...rows] = table.trim().split('\n')
  const columns = head.split(/ +/).slice(2)
  for (const row of rows) {
    const situation = row.slice(0, 14).trim()
    const [mood = '', ...codes] = row.slice(14).trim().split(/ +/)
    for (const [i, column] of columns.entries())
      it(`${situation}, upstream ${mood}: ${column} is ${codes[i]}`, async () => {
        const [world, at] = situations[situation]?.(mood as Mood) ?? []
        const request = requests(at ?? '')[column]
        assert.ok(world && request)
        assert.equal(await outcome(world, request), codes[i])
      })
  }
})

describe('misses', () => {
  const noted = async (world: ServeWorld, at: string) => {
    for (const request of Object.values(requests(at))) await outcome(world, request)
    return [...new Set(world.misses)]
  }

  it('are all requests for what is not on the node', async () => {
    assert.deepEqual(await noted(new ServeWorld(), path), [path, `${path}@v1.1.0`, `${path}@master`])
  })

  it('are not what the upstream says does not exist', async () => {
    assert.deepEqual(await noted(new ServeWorld('absent'), path), [])
  })

  it('are not probes of packages, but what only a module is asked for', async () => {
    const at = `${path}/sub`
    assert.deepEqual(await noted(new ServeWorld().hold(held), at), [`${at}@v1.1.0`])
    const world = new ServeWorld().hold(held)
    for (const name of ['list', 'latest', 'info', 'query'] as const) {
      const request = requests(at)[name]
      assert.ok(request)
      await outcome(world, request)
    }
    assert.deepEqual(world.misses, [])
  })
})

describe('lists', () => {
  it('are what the upstream lists and what is held, in order, once each, without pseudo-versions', async () => {
    const world = new ServeWorld('ok').hold(held).hold({ path, version: 'v0.9.0' })
    world.lists.set(path, ['v1.10.0', 'v1.2.0', 'v1.0.0', 'v0.0.0-20260102030405-0123456789ab'])
    assert.equal(await list(world), 'v0.9.0\nv1.0.0\nv1.2.0\nv1.10.0\n')
  })

  it('are what is held while the upstream is gone', async () => {
    assert.equal(await list(new ServeWorld('failed').hold(held)), 'v1.0.0\n')
  })

  it('name no graph-only version, and exist all the same', async () => {
    assert.equal(await list(new ServeWorld().hold(held, ['mod'])), '')
  })

  it('name nothing that a stored list claims and the log does not know', async () => {
    const world = new ServeWorld().hold(held)
    world.stray.push('v9.9.9')
    assert.equal(await list(world), 'v1.0.0\n')
  })
})

describe('@latest', () => {
  it("is the upstream's", async () => {
    const world = new ServeWorld('ok').hold(held)
    world.latest.set(path, 'v1.5.0')
    assert.equal(await latest(world), 'v1.5.0')
  })

  it('is the highest listed release where the upstream has none to give', async () => {
    const world = new ServeWorld('ok')
    world.lists.set(path, ['v1.1.0', 'v1.2.0-rc.1', 'v1.0.0'])
    assert.equal(await latest(world), 'v1.1.0')
  })

  it('is none that the go.mod of the highest retracts', async () => {
    const goMod = `module ${path}\nretract v1.2.0\n`
    const world = new ServeWorld().hold(held).hold({ path, version: 'v1.2.0' }, undefined, goMod)
    assert.equal(await latest(world), 'v1.0.0')
  })

  it('is the pseudo-version that the node noted, where no list names any', async () => {
    const version = 'v0.0.0-20260102030405-0123456789ab'
    const world = new ServeWorld().hold({ path, version })
    world.noted.set(path, version)
    assert.equal(await latest(world), version)
  })

  it('does not exist where the noted version is not held, or nothing is complete', async () => {
    const world = new ServeWorld().hold(held, ['mod'])
    world.noted.set(path, 'v9.9.9')
    assert.equal(await outcome(world, { kind: 'latest', path }), 'absent')
  })

  it('is what is held where the upstream lists more, but gives it to nobody', async () => {
    const world = new ServeWorld('refused').hold(held)
    world.lists.set(path, ['v1.1.0'])
    world.noted.set(path, 'v1.0.0')
    assert.equal(await latest(world), 'v1.0.0')
  })
})

describe('what policy hides', () => {
  const policies: Record<string, Partial<Policy>> = { deny: { deny: ['x.test/m'] }, allow: { allow: ['y.test'] } }
  for (const [name, policy] of Object.entries(policies))
    for (const [kind, request] of Object.entries(requests(path)))
      it(`${name}: is denied to ${kind}, held or not, and never asked upstream`, async () => {
        const world = new ServeWorld('ok', policy).hold(held).hold(wanted)
        assert.equal(await outcome(world, request), 'denied')
        assert.deepEqual(world.asked, [])
      })

  it('is not in the index', () => {
    const world = new ServeWorld('none', { deny: [path] }).hold(held).hold({ path: 'y.test/n', version: 'v1.0.0' })
    const feed = Buffer.from(new IndexFeed().page(world.state(), world.policy, '', 10)).toString()
    assert.equal(feed, '{"Path":"y.test/n","Version":"v1.0.0","Timestamp":"2026-01-02T03:04:05Z"}\n')
  })
})

describe('a recalled version', () => {
  const recalled = (mood: Mood) => {
    const world = new ServeWorld(mood).hold(held).hold(wanted).recall(wanted, 'broken')
    world.lists.set(path, ['v1.0.0', 'v1.1.0'])
    return world
  }

  for (const kind of ['info', 'mod', 'zip', 'lookup', 'query'])
    it(`is denied to ${kind}, though the upstream has it`, async () => {
      const request = requests(path)[kind]
      assert.ok(request)
      assert.equal(await outcome(recalled('ok'), request), 'denied')
    })

  it('is denied to a lookup in the public database', async () => {
    const request: GoRequest = { kind: 'sumdb', name: 'sum.test', rest: `lookup/${path}@v1.1.0` }
    assert.equal(await outcome(recalled('ok'), request), 'denied')
  })

  it('is in no list, no @latest and no index', async () => {
    const world = recalled('ok')
    world.latest.set(path, 'v1.1.0')
    assert.equal(await list(world), 'v1.0.0\n')
    assert.equal(await latest(world), 'v1.0.0')
    assert.doesNotMatch(Buffer.from(new IndexFeed().page(world.state(), world.policy, '', 10)).toString(), /v1\.1\.0/)
  })

  it('leaves an empty list and no @latest where it was the only one', async () => {
    const world = new ServeWorld().hold(held).recall(held, 'broken')
    assert.equal(await list(world), '')
    assert.equal(await outcome(world, { kind: 'latest', path }), 'absent')
  })
})

describe('an internal module (reserved)', () => {
  const internal = 'corp.test/secret/m'
  const world = () => new ServeWorld('ok', { reserved: ['corp.test/secret'] })

  for (const [kind, request] of Object.entries(requests(internal)))
    it(`is refused to ${kind} where it is not held; neither it nor what is above it is asked upstream`, async () => {
      const node = world()
      assert.equal(await outcome(node, request), 'denied')
      assert.deepEqual(node.asked, [])
    })

  it('is served where it is held', async () => {
    const node = world().hold({ path: internal, version: 'v1.0.0' })
    assert.equal(await list(node, internal), 'v1.0.0\n')
    const zip: GoRequest = { kind: 'part', module: { path: internal, version: 'v1.0.0' }, part: 'zip' }
    assert.equal(await ask(node, zip), 'zip')
  })

  it('has packages that do not exist as modules', async () => {
    const node = world().hold({ path: internal, version: 'v1.0.0' })
    assert.equal(await outcome(node, { kind: 'list', path: `${internal}/pkg` }), 'absent')
  })
})

describe('a path of very many elements', () => {
  const deep = `${path}${'/a'.repeat(200)}`

  it('makes the node ask about a bounded number of prefixes', async () => {
    const world = new ServeWorld('refused')
    assert.equal(await outcome(world, { kind: 'list', path: deep }), 'upstream-refused')
    assert.ok(new Set(world.asked).size <= 26, `${world.asked.length} asked`)
  })

  it('is below the module that it is below', async () => {
    assert.equal(await outcome(new ServeWorld().hold(held), { kind: 'list', path: deep }), 'absent')
  })
})

describe('what answers say of themselves', () => {
  it('a part is immutable and tagged by its digest, a query is not kept', async () => {
    const world = new ServeWorld('ok').hold(held)
    const part = await serveGo(world, { kind: 'part', module: held, part: 'zip' }, { isLocal: false })
    assert.deepEqual([part.cache, part.contentType, part.etag], ['immutable', 'application/zip', '00'.repeat(32)])
    const query = await serveGo(world, { kind: 'query', path, query: 'master' }, { isLocal: false })
    assert.deepEqual([query.cache, query.contentType, query.etag], ['none', 'application/json', undefined])
  })
})
