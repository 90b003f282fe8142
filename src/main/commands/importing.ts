import { userInfo } from 'node:os'
import type { ImportRequest } from '../../cli/ferry-access.ts'
import { toWire } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ImportStep } from '../../core/ferry/import-state.ts'
import type { Watch } from '../../ports/watch.ts'
import { findImport, type ImportRow, importRows, lackOf } from '../../services/ferry/in/imports.ts'
import type { ReceivedBundle, ReceiveReport } from '../../services/ferry/in/receive.ts'
import { openImports } from '../compose.ts'
import { operate } from '../node/operate.ts'
import type { Scope } from './scope.ts'

/** The job that takes an import on from each step. */
const nextJobs: Partial<Record<ImportStep, string>> = {
  received: 'ferry-verify',
  verified: 'ferry-quarantine',
  quarantined: 'ferry-scan',
  scanned: 'ferry-commit',
  committed: 'ferry-commit',
}

/**
 * Receives what was brought, then takes each bundle on, the first of a mirror's log first, a job a step, as far as it
 * can go now. What is wrong with one keeps no other back. Throws `interrupted`, and what no single bundle is to blame
 * for.
 */
export async function importBundles(scope: Scope, request: ImportRequest, watch: Watch): Promise<ReceiveReport> {
  const { bundles, refused } = await received(scope, request, watch)
  const rows: ReceivedBundle[] = []
  for (const row of bundles) rows.push(await goOn(scope, row, watch))
  return { bundles: rows, refused }
}

/** Takes the import of `bundle` on, as far as it can go now. Throws as `importBundles`. */
export async function goOnWith(scope: Scope, bundle: string, watch: Watch): Promise<ReceivedBundle> {
  const rows = await importRows(openImports(scope.data))
  const row = rows.find(each => each.bundle === bundle)
  if (row === undefined) throw new GoferryError('absent', { subject: bundle, reason: 'bundle.no-such' })
  return goOn(scope, row, watch)
}

async function received(scope: Scope, { paths, heals }: ImportRequest, watch: Watch): Promise<ReceiveReport> {
  if (paths.length === 0) {
    const rows = await Promise.all((await importRows(openImports(scope.data))).map(row => withLack(scope, row)))
    return {
      bundles: rows.filter(({ step, error }) => error !== undefined || nextJobs[step] !== undefined),
      refused: [],
    }
  }
  const request = { paths, heals, carrier: nameOfUser() }
  const { bundles, refused } = (await operate(scope, 'ferry-receive', request, watch, {
    begins: true,
  })) as ReceiveReport
  return { bundles: [...bundles, ...(await waitedFor(scope, bundles))].sort(byBeginning), refused }
}

/** An import that waits for files, with the error that names them. */
async function withLack(scope: Scope, row: ImportRow): Promise<ImportRow & Pick<ReceivedBundle, 'error'>> {
  if (row.missing.length === 0) return row
  const { folder } = await findImport(openImports(scope.data), row.bundle)
  return { ...row, error: toWire(await lackOf(folder)) }
}

/** Bundles that came before those that were `brought`, of the same mirrors: the gap before them may be closed now. */
async function waitedFor(scope: Scope, brought: readonly ReceivedBundle[]): Promise<ReceivedBundle[]> {
  const rows = await importRows(openImports(scope.data))
  return rows.filter(
    ({ step, origin, bundle }) =>
      step === 'received' &&
      brought.some(each => each.origin === origin) &&
      !brought.some(each => each.bundle === bundle),
  )
}

function byBeginning(a: ReceivedBundle, b: ReceivedBundle): number {
  return a.from - b.from || a.to - b.to
}

/** The same bundle, as far as it came. A gap before it may be closed by now. */
async function goOn(scope: Scope, row: ReceivedBundle, watch: Watch): Promise<ReceivedBundle> {
  const { error, ...now } = row
  if (row.step === undefined || (error !== undefined && error.code !== 'bundle-gap')) return row
  let step: ImportStep = row.step
  try {
    for (let job = nextJobs[step]; job !== undefined; job = nextJobs[step]) {
      await operate(scope, job, { bundle: row.bundle }, watch)
      const reached = await stepOf(scope, row.bundle)
      if (reached === step) break
      step = reached
    }
    return { ...now, step }
  } catch (failure) {
    if (!isGoferryError(failure) || isGoferryError(failure, 'interrupted')) throw failure
    return { ...now, step: await stepOf(scope, row.bundle), error: toWire(failure) }
  }
}

async function stepOf(scope: Scope, bundle: string): Promise<ImportStep> {
  return (await findImport(openImports(scope.data), bundle)).state.step
}

/** Who carries: the user of this machine who calls. */
function nameOfUser(): string {
  try {
    return userInfo().username
  } catch {
    // A container's user may have no name.
    return `uid ${process.getuid?.() ?? '?'}`
  }
}
