import { GoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/** One zip of the largest size that Go takes, 500 MiB, must still find a place beside the reserve. */
const leastBytes = 512 * 2 ** 20
/** Below this, or below this share, is little. */
const littleBytes = 2 * 2 ** 30
const littleShare = 0.05

/** Whether the disk of the node's folder has room, for bytes and for files. */
export async function checkSpace({ machine, data, settings }: NodeWorld): Promise<Finding[]> {
  const { bytes, freeBytes, files, freeFiles } = await machine.space(data)
  const reserve = settings instanceof GoferryError ? 0 : settings.reserve
  const params = { free: Math.floor(freeBytes / 2 ** 20), share: Math.floor((100 * freeBytes) / Math.max(1, bytes)) }
  const findings: Finding[] = []
  if (freeBytes < reserve + leastBytes) findings.push({ code: 'space-out', subject: data, params })
  else if (freeBytes < reserve + Math.max(littleBytes, bytes * littleShare))
    findings.push({ code: 'space-low', subject: data, params })
  if (files > 0 && freeFiles < files * littleShare)
    findings.push({ code: 'files-out', subject: data, params: { files: freeFiles } })
  return findings.length > 0 ? findings : [{ code: 'space', subject: data, params }]
}
