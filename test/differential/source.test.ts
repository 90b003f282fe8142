import { checkFiles } from '../../src/services/publish/publish.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'
import { makeSource, randomSource, removeSource, type Source } from '../support/source-folder.ts'

/** How Go says what goferry has a reason for. */
const words: Readonly<Record<string, string>> = {
  'source.control': 'directory is a version control repository',
  'source.vendored': 'file is in vendor directory',
  'source.other-module': 'in another module',
  'source.hg-archival': "file is inserted by 'hg archive' and is always omitted",
  'source.link': 'not a regular file',
  'source.irregular': 'not a regular file',
  'zip.gomod-case': 'go.mod files must have lowercase names',
  'zip.case-collision': 'case-insensitive file name collision',
}

function wordsFor({ path, reason }: { path: string; reason: string }): string {
  if (reason === 'zip.file-limit') return `${path} file too large (max size is 16777216 bytes)`
  return words[reason] ?? (reason.startsWith('path.') ? 'malformed file path' : reason)
}

/** The module in a folder of `source`, as the code beside `core` reads it, given to `use`. */
async function withModule<T>(core: string, source: Source, use: (module: ReadModule) => Promise<T>): Promise<T> {
  const { openDiskSource } = await import(`${core}../adapters/fs/disk-source.ts`)
  const { readModule } = await import(`${core}../services/publish/read-module.ts`)
  const folder = makeSource(source)
  try {
    return await use(await readModule(await openDiskSource(folder), () => undefined))
  } finally {
    removeSource(folder)
  }
}

type ReadModule = Awaited<ReturnType<typeof import('../../src/services/publish/read-module.ts').readModule>>

const generate = (hugeBytes: number) => (random: Random) => Buffer.from(JSON.stringify(randomSource(random, hugeBytes)))
const parse = (input: Uint8Array): Source => JSON.parse(Buffer.from(input).toString())
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

differential({
  op: 'source-check',
  // Two are too much.
  generate: generate(300 * 2 ** 20),
  async load(core) {
    return input =>
      withModule(core, parse(input), async ({ valid, omitted, invalid, isTooLarge }) => {
        const listed = (list: typeof omitted) =>
          list.map(one => [one.path, wordsFor(one)]).sort(([a = ''], [b = '']) => byBytes(a, b))
        return {
          valid: valid.map(({ path }) => path).sort(byBytes),
          omitted: listed(omitted),
          invalid: listed(invalid),
          tooLarge: isTooLarge,
        }
      })
  },
  reasons: [],
  oneOf: 5,
  planted: {
    file: 'zip/source-files.ts',
    find: "path.includes('/', at + '/vendor/'.length)",
    replace: 'true',
  },
})

differential({
  op: 'source-zip',
  // One is too much: so large a file is never read.
  generate: generate(501 * 2 ** 20),
  async load(core) {
    const { checkVersion } = await import(`${core}module/version.ts`)
    const { hashFiles } = await import(`${core}dirhash/dirhash.ts`)
    const { sourceOf } = await import(`${core}zip/byte-source.ts`)
    const { inspectZip } = await import(`${core}zip/inspect-zip.ts`)
    const { writeZip, digestFiles } = await import(`${core}zip/write-zip.ts`)
    return input => {
      const source = parse(input)
      return withModule(core, source, async read => {
        const module = { path: read.path, version: source.version }
        checkVersion(module.path, module.version)
        checkFiles(read, module)
        const [digests, pieces]: [{ name: string }[], Uint8Array[]] = [[], []]
        for await (const piece of writeZip(module, read.valid, (digest: { name: string }) => void digests.push(digest)))
          pieces.push(Buffer.from(piece))
        await read.checkUnchanged()
        const { h1 } = await inspectZip(sourceOf(Buffer.concat(pieces)), module)
        const agree = h1 === hashFiles(digests) && h1 === hashFiles(await digestFiles(module, read.valid))
        return { h1: agree ? h1 : 'they disagree', names: digests.map(({ name }) => name) }
      })
    }
  },
  reasons: [
    'publish.invalid',
    'zip.unpacked-limit',
    'version.wrong-major',
    'version.not-semver',
    'version.not-canonical',
  ],
  oneOf: 10,
  planted: { file: 'zip/source-files.ts', find: "'.hg', ", replace: '' },
})
