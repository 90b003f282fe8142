import { utf8 } from '../../src/core/bytes.ts'
import { hex, sha256 } from '../../src/core/hash.ts'
import { blobKey, KINDS } from '../../src/core/tree/keys.ts'
import { openStore } from '../../src/main/compose.ts'
import { openWriter } from '../../src/main/node/open-writer.ts'
import { SettledMark } from '../../src/services/tree/settled-mark.ts'
import { Tree } from '../../src/services/tree/tree.ts'
import { silentJournal } from './log-world.ts'
import { defaults } from './settings.ts'
import { makeModule } from './test-module.ts'

const at = '2026-01-02T03:04:05Z'

/** Makes the folder `data` of a node that was stopped: two complete versions, a graph-only one, a recalled one, two misses. */
export async function makeSampleNode(data: string): Promise<void> {
  const writer = await openWriter({
    data,
    settings: defaults,
    upstreamUrl: undefined,
    keyText: undefined,
    journal: silentJournal,
  })
  const store = openStore(data)
  try {
    const versions = [
      { path: 'github.com/BurntSushi/toml', version: 'v1.0.0', parts: KINDS, more: {} },
      { path: 'x.test/m', version: 'v1.0.0', parts: KINDS, more: { unlisted: 'vendor' } },
      { path: 'x.test/m', version: 'v1.1.0', parts: KINDS, more: {} },
      { path: 'x.test/m', version: 'v1.2.0', parts: ['mod'] as const, more: {} },
    ]
    for (const { path, version, parts, more } of versions) {
      const module = makeModule({ path, version })
      const { h1Zip, h1Mod, zip, info } = module
      await writer.log.append([{ kind: 'record', path, version, h1Zip, h1Mod }])
      for (const kind of parts) await store.put(blobKey('public', module, kind), module[kind])
      if (parts === KINDS)
        await writer.log.append([
          { kind: 'info', path, version, sha256: hex(sha256(info)) },
          {
            kind: 'zip',
            path,
            version,
            sha256: hex(sha256(zip)),
            size: zip.length,
            at,
            from: 'https://proxy.test',
            ...more,
          },
        ])
    }
    const recall = { kind: 'recall', path: 'x.test/m', version: 'v1.1.0', reason: 'leaks keys', at } as const
    await writer.log.append([recall])
    const mark = await SettledMark.read(store, writer.log.state.size)
    await new Tree({ store, state: () => writer.log.state, mark, reached: () => undefined }).withhold(recall)
    const miss = { first: at, last: at, count: 1 }
    const misses = [
      { path: 'y.test/n', version: 'v2.0.0', ...miss, count: 3 },
      { path: 'y.test/n', version: '', ...miss },
    ]
    await store.replace('log/misses', utf8(misses.map(one => `${JSON.stringify(one)}\n`).join('')))
  } finally {
    await writer.close()
  }
}
