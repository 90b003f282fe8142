import { GoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import { originOf } from './checkpoint.ts'
import type { ClientWorld, ProbedNode } from './world.ts'

/** Longer for one file of a few hundred bytes is slow, in milliseconds. */
const slowMs = 2000
/** A certificate that ends sooner is spoken of. */
const certificateDays = 21

/** Whether the node of GOPROXY answers, is one, how fast, and for how long its certificate is good. */
export async function checkNodeReach(world: ClientWorld): Promise<Finding[]> {
  const { node, webProxy } = world
  if (node === undefined) return []
  const reached = await reach(world, node)
  if (webProxy === undefined) return reached
  const subject = `${webProxy.variable}=${webProxy.url} (environment)`
  return [...reached, { code: 'web-proxy', subject, params: { host: new URL(node.url).hostname } }]
}

async function reach({ clock }: ClientWorld, node: ProbedNode): Promise<Finding[]> {
  const subject = node.url
  try {
    const { status, body, tookMs, certificateEnds } = await node.checkpoint()
    const days = certificateEnds === undefined ? undefined : Math.floor((certificateEnds - clock.now()) / 86_400_000)
    const findings: Finding[] = []
    if (status !== 200 || originOf(body) === undefined)
      findings.push({ code: 'node-other', subject, params: { status } })
    if (tookMs > slowMs) findings.push({ code: 'node-slow', subject, params: { ms: Math.round(tookMs) } })
    if (days !== undefined && days < certificateDays)
      findings.push({ code: 'certificate-ends', subject, params: { days } })
    return findings.length > 0 ? findings : [{ code: 'node-answers', subject, params: { ms: Math.round(tookMs) } }]
  } catch (error) {
    if (!(error instanceof GoferryError)) throw error
    return [{ code: error.reason?.startsWith('tls-') ? 'certificate-bad' : 'node-unreachable', subject, error }]
  }
}
