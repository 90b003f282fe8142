import { GoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/** One zip of the largest size that Go takes, 500 MiB, must still find a place beside the reserve. */
const leastBytes = 512 * 2 ** 20
/** Below this, or below this share, is little. */
const littleBytes = 2 * 2 ** 30
const littleShare = 0.05

/** Whether the disks of the node's folder and of the replica have room, for bytes and for files. */
export async function checkSpace(world: NodeWorld): Promise<Finding[]> {
  const { data, settings } = world
  const [reserve, replica] = settings instanceof GoferryError ? [0, undefined] : [settings.reserve, settings.replica]
  const isThere = replica !== undefined && (await world.machine.file(replica)) !== undefined
  return [...(await roomAt(world, data, reserve)), ...(isThere ? await roomAt(world, replica, 0) : [])]
}

async function roomAt({ machine }: NodeWorld, subject: string, reserve: number): Promise<Finding[]> {
  const { bytes, freeBytes, files, freeFiles } = await machine.space(subject)
  const params = { free: Math.floor(freeBytes / 2 ** 20), share: Math.floor((100 * freeBytes) / Math.max(1, bytes)) }
  const findings: Finding[] = []
  if (freeBytes < reserve + leastBytes) findings.push({ code: 'space-out', subject, params })
  else if (freeBytes < reserve + Math.max(littleBytes, bytes * littleShare))
    findings.push({ code: 'space-low', subject, params })
  if (files > 0 && freeFiles < files * littleShare)
    findings.push({ code: 'files-out', subject, params: { files: freeFiles } })
  return findings.length > 0 ? findings : [{ code: 'space', subject, params }]
}
