import { readProject } from '../../cli/project/read-project.ts'
import { isGoferryError } from '../../core/errors.ts'
import { addFailure } from '../../services/add/failure.ts'
import type { Tally } from '../../services/watch/tally.ts'
import { addRequested } from '../closures/add-requested.ts'
import type { Watched } from '../config/watch.ts'
import { addingHere } from './adding-here.ts'
import { type Pulling, targetsOf } from './watched.ts'

/**
 * Takes what the watched projects need as they are now, and tells `tally` of each; a preview only names them. Throws
 * what is the node's own trouble.
 */
export async function pullProjects(
  pulling: Pulling,
  watched: readonly Watched[],
  { dry, tally }: { readonly dry: boolean; readonly tally: Tally },
): Promise<void> {
  for (const rule of watched) {
    if (!('project' in rule)) continue
    try {
      const project = await readProject(rule.project, undefined)
      if (dry) {
        await tally.tell(rule.project, 'new')
        continue
      }
      const closure = { project, level: rule.level, targets: targetsOf(rule) }
      const done = await addRequested(addingHere(pulling), { wants: [], closure })
      const taken = done.added > 0 ? 'added' : 'held'
      await tally.tell(rule.project, addFailure(done) === undefined ? taken : 'failed')
    } catch (error) {
      if (!isGoferryError(error, 'absent', 'bad-gomod', 'bad-record', 'go-failed', 'missing', 'too-large')) throw error
      await tally.tell(rule.project, 'failed', { error })
    }
  }
}
