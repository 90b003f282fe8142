import type { FileFacts } from '../../../ports/machine.ts'
import type { Finding, Mend } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/** The most files and folders that are looked at: the upper levels of the folder come first. */
const walkLimit = 2000
/** Folders below the node's that nobody else may enter; `keys` has a check of its own. */
const privateFolders: readonly string[] = ['log', 'run', 'withheld']

/** Whether the node's folder is all of one user, and closed to the others where it must be. */
export async function checkFolder(world: NodeWorld): Promise<Finding[]> {
  const { machine, data } = world
  const own = await machine.file(data)
  if (own === undefined) return []
  const findings: Finding[] = []
  if (machine.user !== undefined && machine.user !== 0 && machine.user !== own.user)
    findings.push({ code: 'other-user', subject: data, params: { user: machine.user, owner: own.user } })
  const all = await walk(world)
  const foreign = all.filter(([, facts]) => facts.user !== own.user)
  const [stranger] = foreign
  if (stranger !== undefined)
    findings.push({
      code: 'owner-other',
      subject: stranger[0],
      params: { count: foreign.length, user: stranger[1].user, owner: own.user },
    })
  for (const [path, { mode, kind }] of [[data, own] as const, ...all]) {
    if (kind === 'other' || (mode & 0o002) === 0) continue
    findings.push({ code: 'folder-writable', subject: path, mend: modeMend(world, path, mode, mode & ~0o022) })
  }
  for (const [path, { mode }] of all) {
    if (!privateFolders.some(name => path === `${data}/${name}`) || (mode & 0o077) === 0) continue
    findings.push({ code: 'folder-exposed', subject: path, mend: modeMend(world, path, mode, 0o700) })
  }
  return findings.length > 0 ? findings : [{ code: 'folder', subject: data }]
}

/** Takes rights away from others, for a file that is this user's own. */
export function modeMend({ machine }: NodeWorld, file: string, was: number, is: number): Mend {
  return {
    run: async () => {
      await machine.setMode(file, is)
      return { says: 'doctor.mended-mode', params: { file, was: octal(was), is: octal(is) }, done: true }
    },
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}

/** What lies in the folder, level by level. What cannot be entered is passed over: its own line tells. */
async function walk({ machine, data }: NodeWorld): Promise<[string, FileFacts][]> {
  const found: [string, FileFacts][] = []
  const folders = [data]
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const name of await machine.list(folder).catch(() => [])) {
      if (found.length >= walkLimit) return found
      const path = `${folder}/${name}`
      const facts = await machine.file(path)
      if (facts === undefined) continue
      found.push([path, facts])
      if (facts.kind === 'folder') folders.push(path)
    }
  }
  return found
}
