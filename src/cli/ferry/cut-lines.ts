import type { BoundedNames } from '../../core/ferry/bounded-names.ts'
import type { CutReport } from '../../services/ferry/out/cut.ts'
import type { Context } from '../context.ts'
import { size } from '../progress-line.ts'

/** Names that a line has at most: the rest is counted. */
const namesShown = 20

/** What a bundle came to, or would; `unheld`: names of what was asked for and is not held. */
export function* cutLines({ say }: Context, report: CutReport, unheld?: BoundedNames): Generator<string> {
  const { id, digest, origin, from, to, versions, objects, bytes, volumes, parity, discs } = report
  if (digest === undefined) {
    for (const version of versions.names) yield version
    if (versions.count > versions.names.length) yield say('cli.ferry.out.of', shown(versions))
  }
  const params = { id, origin, from, to, versions: versions.count, objects, size: size(bytes), volumes, parity }
  yield say(digest === undefined ? 'cli.ferry.out.would' : 'cli.ferry.out.made', { ...params, discs: discs.length })
  if (unheld?.count) yield say('cli.ferry.out.unheld', shown(unheld))
  if (report.withheld !== '') yield say('cli.ferry.out.withheld', { entries: report.withheld })
  if (report.withheldVersions.count > 0) yield say('cli.ferry.out.of', shown(report.withheldVersions))
  if (report.lacking !== '') yield say('cli.ferry.out.lacking', { entries: report.lacking })
  if (report.lackingVersions.count > 0) yield say('cli.ferry.out.of', shown(report.lackingVersions))
  for (const [i, { location, bytes: onDisc }] of discs.entries())
    yield say('cli.ferry.out.disc', { n: i + 1, location: location ?? '-', size: size(onDisc) })
  if (digest !== undefined) yield say('cli.ferry.out.digest', { digest: digest.match(/.{8}/g)?.join(' ') ?? '' })
}

function shown({ count, names }: BoundedNames): { n: number; names: string } {
  const first = names.slice(0, namesShown).join(', ')
  return { n: count, names: count > namesShown ? `${first}, …` : first }
}
