import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { childrenOf, forgetPeak, peakMemory } from '../../test/support/processes.ts'
import type { ServerCost } from '../results.ts'

/** USER_HZ: the unit of times in /proc, the same on every Linux. */
const ticksASecond = 100

/** The process `pid` and all that it started, directly or not. */
export function familyOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)]
}

/** Runs `work` and gives with its value what the processes `pids` cost in the meantime. */
export async function costOf<T>(pids: readonly number[], work: () => Promise<T>): Promise<{ value: T } & ServerCost> {
  for (const pid of pids) forgetPeak(pid)
  const before = cpuSeconds(pids)
  const value = await work()
  const peakBytes = Math.max(0, ...pids.map(peakMemory))
  return { value, cpuSeconds: cpuSeconds(pids) - before, peakBytes }
}

/** User and system seconds of `pids`, with those of their children that have ended. */
function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + times(pid).reduce((all, ticks) => all + ticks, 0) / ticksASecond, 0)
}

/** Seconds of the children of this process that have ended, theirs included. */
export function endedChildrenSeconds(): number {
  const [, , user = 0, system = 0] = times(process.pid)
  return (user + system) / ticksASecond
}

/** utime, stime, cutime and cstime: fields 14 to 17 of proc(5) stat, where the second may hold blanks. */
function times(pid: number): number[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number)
}

/** The processes that listen on `port` of this machine, with all that they started. */
export function listenersAt(port: number): number[] {
  const sockets = new Set(['tcp', 'tcp6'].flatMap(table => listeningSockets(table, port)))
  const owners = readdirSync('/proc').filter(name => /^\d+$/.test(name) && holdsOneOf(name, sockets))
  return [...new Set(owners.map(Number).flatMap(familyOf))]
}

/** The inodes of sockets of /proc/net/TABLE in state LISTEN (0A) at `port`. */
function listeningSockets(table: string, port: number): string[] {
  const at = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1)
  return rows
    .map(row => row.trim().split(/\s+/))
    .filter(fields => fields[1]?.endsWith(at) && fields[3] === '0A')
    .map(fields => `socket:[${fields[9]}]`)
}

function holdsOneOf(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    const files = readdirSync(`/proc/${pid}/fd`)
    return files.some(file => sockets.has(readlinkSync(`/proc/${pid}/fd/${file}`)))
  } catch {
    // A process of somebody else, or one that has just ended.
    return false
  }
}
