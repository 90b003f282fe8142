import { readProject } from '../../cli/project/read-project.ts'
import { toWire } from '../../core/error-wire.ts'
import { isGoferryError } from '../../core/errors.ts'
import { addFailure } from '../../services/add/add.ts'
import type { WatchOutcome, WatchReport } from '../../services/watch/watch.ts'
import { addRequested } from '../closures/add-requested.ts'
import type { Watched } from '../config/watch.ts'
import { type Pulling, runHere, targetsOf } from './watched.ts'

/**
 * Takes what the watched projects need as they are now, after what was `report`ed; a preview only names them. Gives the
 * report with the projects in it. Throws what is the node's own trouble.
 */
export async function pullProjects(
  { writer, chain, watch }: Pulling,
  watched: readonly Watched[],
  { dry, report }: { readonly dry: boolean; readonly report: WatchReport },
): Promise<WatchReport> {
  const counts: Record<WatchOutcome, number> = { ...report }
  for (const rule of watched) {
    if (!('project' in rule)) continue
    const tell = async (outcome: WatchOutcome, more: object = {}) => {
      counts[outcome]++
      await watch.tell({ subject: rule.project, outcome, ...more })
    }
    try {
      const project = await readProject(rule.project, undefined)
      if (dry) {
        await tell('new')
        continue
      }
      const closure = { project, level: rule.level, targets: targetsOf(rule) }
      const done = await addRequested({ run: runHere(writer), upstream: chain, watch }, { wants: [], closure })
      await tell(addFailure(done) === undefined ? (done.added > 0 ? 'added' : 'held') : 'failed')
    } catch (error) {
      if (!isGoferryError(error, 'absent', 'bad-gomod', 'bad-record', 'go-failed', 'missing', 'too-large')) throw error
      await tell('failed', { error: toWire(error) })
    }
  }
  return counts
}
