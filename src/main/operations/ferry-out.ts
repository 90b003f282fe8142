import type { ModuleVersion } from '../../core/module/module-version.ts'
import { matchesPrefixPatterns } from '../../core/module/pattern.ts'
import { decide } from '../../core/policy/policy.ts'
import type { Watch } from '../../ports/watch.ts'
import { type CutReport, cutBundle } from '../../services/ferry/out/cut.ts'
import { noteExport } from '../../services/ferry/out/exports.ts'
import { segmentFor } from '../../services/ferry/out/segment.ts'
import { lastReceipt } from '../../services/ferry/sites/sites.ts'
import { policyOf } from '../config/policy.ts'
import { reachedStep } from '../crash-point.ts'
import type { Writer } from '../node/writer.ts'
import { cutWorld, wishOf } from './cut-world.ts'
import { writeImages } from './disc-images.ts'
import { type CutRequest, checkCut } from './ferry-out-request.ts'

/** Cuts a bundle at the node of `writer`. Throws `usage`, and what `cutBundle` throws. */
export async function cutAt(writer: Writer, argument: unknown, watch: Watch): Promise<CutReport> {
  const request = checkCut(argument)
  const { store, settings } = writer
  const { site, begin, recipients, dry } = request
  const receipt = await lastReceipt(store, site)
  const segment = await segmentFor(store, site, begin, receipt?.size)
  const world = await cutWorld(writer, request, watch)
  const bundle = await cutBundle(world, segment, wishOf(request, selection(request, settings)))
  const { report, owed } = bundle
  if (dry || report.digest === undefined) return report
  if (request.iso) await writeImages(request, bundle, watch)
  await noteExport(store, site, { from: report.from, to: report.to, digest: report.digest, owed })
  reachedStep('bundle-noted')
  writer.journal.info('bundle-cut', {
    site,
    bundle: report.id,
    from: report.from,
    to: report.to,
    sealed: recipients.length,
  })
  return report
}

/** What is selected, and not hidden by policy. */
function selection({ only, versions }: CutRequest, settings: Writer['settings']): (module: ModuleVersion) => boolean {
  const policy = policyOf(settings)
  const named = versions && new Set(versions.map(({ path, version }) => `${path}@${version}`))
  return ({ path, version }) =>
    decide(policy, path).verdict === 'allowed' &&
    ((only === undefined && named === undefined) ||
      (only !== undefined && matchesPrefixPatterns(only, path)) ||
      named?.has(`${path}@${version}`) === true)
}
