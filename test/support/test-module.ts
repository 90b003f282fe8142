import { utf8 } from '../../src/core/bytes.ts'
import { hashFiles, hashGoMod } from '../../src/core/dirhash/dirhash.ts'
import { sha256 } from '../../src/core/hash.ts'
import { goSumLines } from '../../src/core/sumdb/go-sum-lines.ts'
import { buildZip } from './zip-builder.ts'

/** A version to make up; what is not said is plain. */
export interface ModuleShape {
  readonly path: string
  readonly version: string
  /** The go.mod, or undefined for a zip from before modules: then the upstream makes one up. */
  readonly goMod?: string | undefined
  /** Other files by their name in the module. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Whether the members of the zip are stored as they are, so that it is as large as they are. */
  readonly stored?: boolean
}

/** A made-up version: its triple, and what a checksum database says of it. */
export interface TestModule {
  readonly path: string
  readonly version: string
  readonly mod: Uint8Array
  readonly info: Uint8Array
  readonly zip: Uint8Array
  readonly h1Zip: string
  readonly h1Mod: string
  /** The two lines of its record. */
  readonly record: string
}

/** Makes up a version. */
export function makeModule(shape: ModuleShape): TestModule {
  const { path, version } = shape
  const plain = `module ${path}\n`
  const goMod = 'goMod' in shape ? shape.goMod : plain
  const contents = { ...(goMod === undefined ? {} : { 'go.mod': goMod }), 'a.go': 'package a\n', ...shape.files }
  const files = Object.entries(contents).map(([name, text]) => ({
    name: `${path}@${version}/${name}`,
    content: typeof text === 'string' ? utf8(text) : text,
    method: shape.stored ? 0 : 8,
  }))
  const h1Zip = hashFiles(files.map(({ name, content }) => ({ name, sha256: sha256(content) })))
  const mod = utf8(goMod ?? plain)
  const h1Mod = hashGoMod(mod)
  return {
    path,
    version,
    mod,
    info: utf8(JSON.stringify({ Version: version, Time: '2026-01-02T03:04:05Z' })),
    zip: buildZip({ members: files }),
    h1Zip,
    h1Mod,
    record: goSumLines({ path, version, h1Zip, h1Mod }),
  }
}
