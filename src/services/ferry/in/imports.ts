import { fromUtf8 } from '../../../core/bytes.ts'
import { GoferryError } from '../../../core/errors.ts'
import type { BundleFile, BundleHeader } from '../../../core/ferry/bundle-header.ts'
import { IMPORT_STEPS, type ImportState } from '../../../core/ferry/import-state.ts'
import { parseHeader } from '../../../core/ferry/parse-header.ts'
import { importFolderName, quarantineOf } from '../../../core/ferry/quarantine.ts'
import { parseObject } from '../../../core/json-object.ts'
import { isSha256 } from '../../../core/log/entry-values.ts'
import type { FlatFolder, FlatFolders } from '../../../ports/flat-folder.ts'
import type { Store } from '../../../ports/store.ts'
import { missingOf } from './gather.ts'
import { incomplete } from './judge.ts'
import { importFiles, readFile } from './opened-import.ts'
import { takenObjects } from './taken-objects.ts'

/** An import in its folder. */
export interface Import {
  readonly folder: FlatFolder
  readonly state: ImportState
}

/** The imports of a node in the order of the mirrors' logs; a folder without a state was dropped, or never begun. */
export async function listImports(imports: FlatFolders): Promise<Import[]> {
  const found: Import[] = []
  for (const name of await imports.list()) {
    const folder = await imports.open(name)
    const state = folder && (await readState(folder))
    if (folder !== undefined && state !== undefined) found.push({ folder, state })
  }
  return found.sort((a, b) => a.state.from - b.state.from || a.state.to - b.state.to)
}

/** The state of the import in `folder`, or undefined where it has none. Throws `store-damaged` for what is none. */
export async function readState(folder: FlatFolder): Promise<ImportState | undefined> {
  const bytes = await readFile(folder, importFiles.state)
  if (bytes === undefined) return undefined
  const state = parseObject(fromUtf8(bytes) ?? '') as unknown as Partial<ImportState> | undefined
  const { format, step, bundle = '' } = state ?? {}
  if (format !== 'goferry/import/v1' || !isSha256(bundle) || !IMPORT_STEPS.some(each => each === step))
    throw new GoferryError('store-damaged', { subject: `${folder.location}/${importFiles.state}` })
  return state as ImportState
}

/**
 * The import that `named` names: the id of a bundle, or the beginning of its header's digest, 8 digits at least. Throws
 * `absent` where there is none, `usage` where there are several.
 */
export async function findImport(imports: FlatFolders, named: string): Promise<Import> {
  const all = await listImports(imports)
  const found = all.filter(({ state }) => state.id === named || (named.length >= 8 && state.bundle.startsWith(named)))
  const [only, ...others] = found
  if (only === undefined) throw new GoferryError('absent', { subject: named, reason: 'bundle.no-such' })
  if (others.length === 0) return only
  const ids = found.map(({ state }) => importFolderName(state.bundle)).join(', ')
  throw new GoferryError('usage', { subject: named, reason: 'bundle.many-such', params: { ids } })
}

/** What dropping an import needs of the node. */
export interface DropWorld {
  readonly imports: FlatFolders
  readonly store: Pick<Store, 'list' | 'remove'>
  /** Whether the node's log has the import entry of a bundle. */
  isLogged?(bundle: string): boolean
}

/**
 * Removes an import, and all of it that was received or lies in quarantine; gives what it was. Throws as `findImport`
 * does, and `usage` where a part of it was committed and the rest could still be approved, unless that is `expected`,
 * or where its commit was cut off between the log and the files.
 */
export async function dropImport(
  { imports, store, isLogged = () => false }: DropWorld,
  named: string,
  expected = false,
): Promise<ImportState> {
  const { folder, state } = await findImport(imports, named)
  if (state.step === 'scanned' && isLogged(state.bundle))
    throw new GoferryError('usage', { subject: `ferry drop ${state.id}`, reason: 'bundle.drop-half' })
  if (state.step === 'committed' && !expected) await refuseLoss(folder, state.id)
  const quarantine = quarantineOf(state.bundle)
  for (const name of await store.list(quarantine)) await store.remove(`${quarantine}/${name}`)
  // Without its state it is none, however far the rest comes.
  await folder.remove(importFiles.state)
  await imports.remove(importFolderName(state.bundle))
  return state
}

/** Its volumes are gone and the cursor has moved: what waits in quarantine comes with no other bundle. */
async function refuseLoss(folder: FlatFolder, id: string): Promise<void> {
  let n = 0
  for await (const { kind } of takenObjects(folder)) if (kind !== 'certificate') n++
  if (n > 0)
    throw new GoferryError('usage', { subject: `ferry drop ${id}`, reason: 'bundle.drop-loses', params: { n, id } })
}

/** An import, and the files that it still waits for. */
export interface ImportRow extends ImportState {
  readonly missing: readonly string[]
}

/** All imports of a node, with what each waits for. Throws `store-damaged`, `io-failed`. */
export async function importRows(imports: FlatFolders): Promise<ImportRow[]> {
  const rows: ImportRow[] = []
  for (const { folder, state } of await listImports(imports)) {
    const { toCome } = state.step === 'receiving' ? await waitsFor(folder) : { toCome: [] }
    rows.push({ ...state, missing: toCome.map(({ name }) => name) })
  }
  return rows
}

/** `bundle-incomplete`, for the import in `folder`, which waits for files. Throws what the folder throws. */
export async function lackOf(folder: FlatFolder): Promise<GoferryError> {
  const { header, toCome } = await waitsFor(folder)
  return incomplete(header, toCome)
}

/** What a header that was trusted when it came still lacks. */
async function waitsFor(folder: FlatFolder): Promise<{ header: BundleHeader; toCome: readonly BundleFile[] }> {
  const note = fromUtf8((await readFile(folder, importFiles.header)) ?? new Uint8Array()) ?? ''
  const header = parseHeader(note.slice(0, note.indexOf('\n\n') + 1))
  return { header, toCome: (await missingOf(folder, header)).toCome }
}
