import { parseEntry } from '../../core/log/parse-entry.ts'
import type { OpenLog } from '../../services/doctor/node/world.ts'
import { openFolder } from '../open-folder.ts'

/** So many of the newest entries are looked at for their times. */
const newestEntries = 256

/** The published log of a node's folder, and the newest time in it. Throws what is wrong with it. */
export async function openLog(data: string, keyText: string | undefined): Promise<OpenLog> {
  const { name, state, head, leaves } = await openFolder(data, keyText)
  let newest: number | undefined
  for await (const { text } of leaves(Math.max(0, head.size - newestEntries), head.size)) {
    const entry = parseEntry(text)
    if ('at' in entry) newest = Math.max(newest ?? 0, Date.parse(entry.at))
  }
  return { name, size: head.size, state, newest }
}
