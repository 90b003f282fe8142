import { readdirSync, readFileSync } from 'node:fs'

/** Bytes of a page of memory, on every machine that goferry runs on. */
const pageBytes = 4096

/**
 * Bytes of memory that process `pid` and its descendants have resident, pages that they share counted with each (Linux:
 * proc(5)). What ends meanwhile counts nothing.
 */
export function residentBytes(pid: number): number {
  try {
    const [, resident = '0'] = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')
    return Number(resident) * pageBytes + childrenOf(pid).reduce((sum, child) => sum + residentBytes(child), 0)
  } catch {
    return 0
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap(thread =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
  )
}
