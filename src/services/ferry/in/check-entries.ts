import { GoferryError } from '../../../core/errors.ts'
import { WITHOUT } from '../../../core/ferry/format-header.ts'
import { countRanges } from '../../../core/ferry/id-ranges.ts'
import { namedObject } from '../../../core/ferry/named-object.ts'
import { travels } from '../../../core/ferry/travels.ts'
import type { Entry } from '../../../core/log/entry.ts'
import { LogState } from '../../../core/log/state.ts'
import { checkVersion } from '../../../core/module/version.ts'
import type { Watch } from '../../../ports/watch.ts'
import { bundleEntries } from './bundle-leaves.ts'
import type { CheckWorld } from './check-world.ts'
import type { OpenedImport } from './opened-import.ts'
import { refusing } from './refusal.ts'

/**
 * Checks all entries of a bundle: that they are those of the signed trees and of what was imported before, that each is
 * well-formed and of no internal module, and that none contradicts another. Gives what they add up to. Throws
 * `bundle-fork`, `bundle-internal`, `bundle-refused`, `interrupted`.
 */
export async function checkEntries(
  { folder, known, isInternal }: CheckWorld,
  { header }: OpenedImport,
  { signal, progress }: Watch,
): Promise<LogState> {
  const { id, from, to, without } = header
  const state = new LogState()
  let athome = 0
  return refusing(id, header.log.name, async () => {
    for await (const { id: number, entry } of bundleEntries(folder, header, known)) {
      if (signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry in' })
      await refusing(id, nameOf(number, entry), () => {
        if ('path' in entry) checkModule(id, entry, isInternal)
        fold(state, entry, from.size > 0)
      })
      if (namedObject(entry) !== undefined && !travels(without, number)) athome++
      if (number % 1000 === 0)
        progress({ done: number - from.size, total: to.size - from.size, bytes: 0, totalBytes: undefined, at: 'log' })
    }
    const said = WITHOUT.reduce((sum, why) => sum + countRanges(without[why]), 0)
    if (said !== athome) throw new GoferryError('bundle-damaged', { subject: 'header', reason: 'bundle.without' })
    return state
  })
}

/** What entry `number` is called in errors. */
export function nameOf(number: number, entry: Entry): string {
  return 'path' in entry ? `${entry.kind} ${entry.path}@${entry.version}` : `${entry.kind} ${number}`
}

function checkModule(
  subject: string,
  { path, version }: { readonly path: string; readonly version: string },
  isInternal: (path: string) => boolean,
): void {
  checkVersion(path, version)
  if (!isInternal(path)) return
  const params = { module: `${path}@${version}` }
  throw new GoferryError('bundle-internal', { subject, reason: 'bundle.internal', params })
}

/** Takes an entry as the mirror's own log did; where the segment has a beginning, a record may lie before it. */
function fold(state: LogState, entry: Entry, hasBefore: boolean): void {
  const isOfVersion = 'path' in entry && entry.kind !== 'record'
  if (isOfVersion && state.version(entry.path, entry.version) === undefined) {
    if (hasBefore) return
    throw new GoferryError('bad-entry', { subject: entry.kind, reason: 'bundle.before-record' })
  }
  state.apply(state.size, entry)
}
