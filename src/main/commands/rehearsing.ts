import type { ClosureAccess, RehearseReport, RehearseRequest } from '../../cli/closure-access.ts'
import { toWire } from '../../core/error-wire.ts'
import type { Rehearsal } from '../../core/rehearsal/certificate.ts'
import type { GoScratch } from '../../ports/go-scratch.ts'
import type { Watch } from '../../ports/watch.ts'
import { rehearse } from '../../services/closure/rehearse.ts'
import type { Attested } from '../../services/rehearsal/attest.ts'
import { openRehearsalGo } from '../compose.ts'
import { operate } from '../node/operate.ts'
import { openFolder } from '../open-folder.ts'
import { lackingGo } from './lacking-go.ts'
import { lackingFor } from './preview-world.ts'
import { factsOf } from './rehearsal-facts.ts'
import type { Scope } from './scope.ts'

/** What rehearses a project with what the node holds. */
export function rehearsing(scope: Scope): Pick<ClosureAccess, 'rehearse'> {
  return { rehearse: (request, watch) => rehearseAt(scope, request, watch) }
}

async function rehearseAt(scope: Scope, request: RehearseRequest, watch: Watch): Promise<RehearseReport> {
  const { project, targets } = request
  const folder = await openFolder(scope.data, scope.keyText)
  const { go, isolation } = await openRehearsalGo(scope.data, folder.verifierKeys[0] ?? '')
  try {
    const [os, arch, toolchain = ''] = (await ask(go, watch, 'GOOS', 'GOARCH', 'GOVERSION')).split('\n')
    const here = `${os}/${arch}`
    const ended = async (command: string, failure: unknown) =>
      watch.tell({
        subject: command,
        outcome: failure === undefined ? 'passed' : 'failed',
        ...(failure !== undefined && { error: toWire(failure) }),
      })
    const done = await rehearse({ go, signal: watch.signal, here, ended }, project, request)
    if (done.failed > 0) {
      const lacking = [
        ...(await lackingFor(scope, folder, project)),
        ...(await lackingGo(folder, project, toolchain, here)),
      ]
      return { ...done, isolation, here, lacking }
    }
    const places = targets.map(target => (target.os === undefined ? here : `${target.os}/${target.arch}`))
    const platforms = [...new Set(places)]
    const { commands } = done
    const rehearsal: Rehearsal = { ...factsOf(project), toolchain, platforms, commands, isolation }
    return { ...done, isolation, here, attested: (await operate(scope, 'attest', rehearsal, watch)) as Attested }
  } finally {
    await go.remove()
  }
}

function ask(go: GoScratch, { signal }: Watch, ...names: readonly string[]): Promise<string> {
  return go.run(['env', ...names], { signal })
}
