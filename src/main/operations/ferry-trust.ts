import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { bundleKeyName } from '../../core/ferry/key-names.ts'
import { type NamedKey, namedKey } from '../../ports/named-key.ts'
import { openKeyFiles } from '../compose.ts'
import type { Writer } from '../node/writer.ts'

/** The key that signs the bundles of the node of `writer`: made at the first time. Throws what the key files throw. */
export function bundleKey({ data, identity }: Writer): Promise<NamedKey> {
  const name = bundleKeyName(identity.name)
  return namedKey(openKeyFiles(join(data, 'keys')), { file: 'bundle', name, newSeed: () => randomBytes(32) })
}

/** What a centre pins of the node of `writer`. Throws as `bundleKey`. */
export async function trustOf(writer: Writer) {
  const { name, verifierKeys } = writer.identity
  return { origin: name, logKeys: verifierKeys, bundleKey: (await bundleKey(writer)).verifierKey }
}
