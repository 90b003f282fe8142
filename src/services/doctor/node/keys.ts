import { isGoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import { modeMend } from './folder.ts'
import type { NodeWorld } from './world.ts'

/** Whether the keys of the log are there, whole, and this user's alone. */
export async function checkKeys(world: NodeWorld): Promise<Finding[]> {
  const folder = `${world.data}/keys`
  const exposed = await exposedFiles(world, folder)
  if (exposed.length > 0) return exposed
  try {
    await world.checkKeys()
    return [{ code: 'keys', subject: folder }]
  } catch (error) {
    if (isGoferryError(error)) return [{ code: 'keys-bad', subject: folder, error }]
    throw error
  }
}

async function exposedFiles(world: NodeWorld, folder: string): Promise<Finding[]> {
  const { machine } = world
  const paths = [folder, ...(await machine.list(folder)).map(name => `${folder}/${name}`)]
  const findings: Finding[] = []
  for (const path of paths) {
    const facts = await machine.file(path)
    if (facts === undefined || facts.kind === 'other' || (facts.mode & 0o077) === 0) continue
    const right = facts.kind === 'folder' ? 0o700 : 0o600
    findings.push({ code: 'keys-exposed', subject: path, mend: modeMend(world, path, facts.mode, right) })
  }
  return findings
}
