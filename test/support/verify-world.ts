import type { LogState } from '../../src/core/log/state.ts'
import { parseVerifier } from '../../src/core/note/key.ts'
import { sourceOf } from '../../src/core/zip/byte-source.ts'
import type { Watch } from '../../src/ports/watch.ts'
import { checkBundle } from '../../src/services/ferry/in/check-bundle.ts'
import { type VerifyReport, type VerifyWorld, verifyImport } from '../../src/services/ferry/in/verify.ts'
import { type Centre, contentOf } from './receive-world.ts'
import { testDatabase } from './test-database.ts'

/** What a centre knows besides, when it verifies. */
export interface Knows {
  readonly internal?: readonly string[]
  readonly state?: LogState
}

/** `goferry-verify` at `centre`, with the check in this process. */
export function verifyAt(centre: Centre, named: string, { internal = [], state }: Knows = {}): Promise<VerifyReport> {
  const world: VerifyWorld = {
    ...centre.world,
    record: (path, version) => state?.version(path, version)?.record,
    check: (name, _, watch) => checkIn(centre, name, internal, watch),
  }
  return verifyImport(world, named, centre.watch())
}

async function checkIn(centre: Centre, name: string, internal: readonly string[], watch: Watch) {
  const folder = await centre.imports.make(name)
  const files = await contentOf(folder)
  return checkBundle(
    {
      folder,
      trust: centre.trust,
      known: centre.known,
      isInternal: path => internal.some(prefix => path.startsWith(prefix)),
      database: [parseVerifier(testDatabase.verifierKey)],
      open: pieces => {
        const parts = pieces.map(({ name: file, position, length }) =>
          Buffer.from(files.get(file) ?? []).subarray(position, position + length),
        )
        return { ...sourceOf(Uint8Array.from(Buffer.concat(parts))), close: () => undefined }
      },
    },
    watch,
  )
}
