import type { NodeAccess } from '../../cli/context.ts'
import type { DoctorRequest, DoctorTell } from '../../cli/doctor-request.ts'
import { GoferryError } from '../../core/errors.ts'
import { catalogue } from '../../core/messages/catalogue.ts'
import { fill, type Params } from '../../core/messages/text.ts'
import { clientChecks } from '../../services/doctor/client/checks.ts'
import { examine, type Mending } from '../../services/doctor/examine.ts'
import { nodeChecks } from '../../services/doctor/node/checks.ts'
import { installedGo, openKeys, openZipCheck } from '../compose.ts'
import { clientWorld } from '../doctor/client-world.ts'
import { nodeWorld } from '../doctor/node-world.ts'
import type { Scope } from './scope.ts'

/** What looks for trouble. */
export function doctoring(scope: Scope): Pick<NodeAccess, 'doctor'> {
  return {
    doctor: async (request, tell) => {
      const allowed = [request.goEnv && 'go-env', request.acceptFork && 'accept-fork'].filter(word => word !== false)
      const mending = { fix: request.fix, allowed: new Set(allowed) }
      if (request.half !== 'node') await examineClient(scope, request, mending, tell)
      if (request.half !== 'client') await examineNode(scope, request, mending, tell)
    },
  }
}

async function examineClient(scope: Scope, { half }: DoctorRequest, mending: Mending, tell: DoctorTell): Promise<void> {
  if ((await installedGo().settings()) === undefined) {
    if (half === 'client') tell('client', { code: 'go-missing', subject: 'PATH' }, [])
    else note(scope, 'cli.doctor.no-client')
    return
  }
  await examine(clientChecks, clientWorld, mending, (finding, mended) => tell('client', finding, mended))
}

async function examineNode(scope: Scope, { half }: DoctorRequest, mending: Mending, tell: DoctorTell): Promise<void> {
  const { data } = scope
  if (!(await isNode(scope))) {
    if (half === 'node') throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
    note(scope, 'cli.doctor.no-node', { data })
    return
  }
  const zipCheck = openZipCheck()
  try {
    const world = () => nodeWorld(scope, zipCheck)
    await examine(nodeChecks, world, mending, (finding, mended) => tell('node', finding, mended))
  } finally {
    await zipCheck.close()
  }
}

/** Whether a node was ever started in the folder: also where its keys are not as they should be. */
async function isNode({ data, keyText }: Scope): Promise<boolean> {
  try {
    return (await openKeys(data, keyText).load()) !== undefined
  } catch (error) {
    if (error instanceof GoferryError) return true
    throw error
  }
}

function note({ terminal }: Scope, key: 'cli.doctor.no-client' | 'cli.doctor.no-node', params: Params = {}): void {
  terminal.note(fill(catalogue[key], terminal.lang, params))
}
