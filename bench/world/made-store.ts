import { randomFillSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hex, sha256 } from '../../src/core/hash.ts'
import type { Entry } from '../../src/core/log/entry.ts'
import { blobKey } from '../../src/core/tree/keys.ts'
import { openWriter } from '../../src/main/node/open-writer.ts'
import { silentJournal } from '../../test/support/log-world.ts'
import { defaults } from '../../test/support/settings.ts'
import { makeModule } from '../../test/support/test-module.ts'

const [at, from] = ['2026-01-02T03:04:05Z', 'https://proxy.test']

/**
 * Adds `versions` complete made-up versions, whose zips have `meanBytes` on average, to the stopped node in the folder
 * `data`. Gives the keys of their files in the order of the log.
 */
export async function fillStore(
  data: string,
  name: string,
  { versions, meanBytes }: { readonly versions: number; readonly meanBytes: number },
): Promise<string[]> {
  const writer = await openWriter({
    data,
    settings: defaults,
    upstreamUrl: undefined,
    keyText: undefined,
    journal: silentJournal,
  })
  const keys: string[] = []
  const entries: Entry[] = []
  try {
    for (let i = 0; i < versions; i++) {
      const content = randomFillSync(new Uint8Array(sizeOf(i, meanBytes)))
      const module = makeModule({ path: `bench.test/${name}${i}`, version: 'v1.0.0', files: { content }, stored: true })
      const { path, version, h1Zip, h1Mod, info, zip } = module
      entries.push(
        { kind: 'record', path, version, h1Zip, h1Mod },
        { kind: 'info', path, version, sha256: hex(sha256(info)) },
        { kind: 'zip', path, version, sha256: hex(sha256(zip)), size: zip.length, at, from },
      )
      for (const kind of ['mod', 'info', 'zip'] as const) {
        const key = blobKey('public', module, kind)
        mkdirSync(dirname(join(data, key)), { recursive: true })
        writeFileSync(join(data, key), module[kind])
        keys.push(key)
      }
    }
    await writer.log.append(entries)
    return keys
  } finally {
    await writer.close()
  }
}

/** As real zips are: most are small, and few make up most of the bytes. The mean of the 16 factors is 1. */
function sizeOf(i: number, meanBytes: number): number {
  const factors = [0.05, 0.1, 0.15, 0.2, 0.3, 0.05, 0.1, 0.4, 0.5, 0.7, 0.9, 1.2, 1.6, 2.25, 3.5, 4]
  return Math.round((factors[i % factors.length] ?? 1) * meanBytes)
}
