import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { partPath } from '../../src/core/goproxy/part-path.ts'
import { parseGoSum } from '../../src/core/sumdb/go-sum-file.ts'
import { type LinkSpeed, SlowLink } from '../link/slow-link.ts'
import { withPeak } from '../measure/peak.ts'
import { endedChildrenSeconds } from '../measure/processes.ts'
import type { LinkRow, LinkTool } from '../results.ts'
import { entryEnvironment, entryPoint } from '../servers/goferry-server.ts'
import { startNginxAt } from '../servers/nginx-server.ts'
import { clear, emptyClient, subfolder } from '../world/clients.ts'
import { loadedFiles } from '../world/files.ts'
import type { World } from '../world/world.ts'

/** Runs a tool at the far end of a line, with nothing of an earlier run; gives the most memory that it had. */
type Download = (link: SlowLink, url: string, place: string) => Promise<number>

/** How much of a slow line is used by whoever fetches the project over it, and by one large file. */
export async function measureLink(world: World): Promise<LinkRow[]> {
  if (!(await SlowLink.isPossible())) {
    world.say('slow lines are left out: this machine does not let us make one (root, TUN, network namespaces)')
    return []
  }
  const folder = subfolder(world.folder, 'link')
  const rows: LinkRow[] = []
  for (const [i, speed] of world.plan.links.speeds.entries()) {
    const place = subfolder(folder, String(i))
    const link = await SlowLink.open(place, speed)
    try {
      const nginx = await startNginxAt(join(place, 'nginx'), world.tree, link.address)
      try {
        rows.push(...(await measureSpeed(world, link, nginx.url, place)))
      } finally {
        await nginx.stop()
      }
    } finally {
      await link.close()
    }
  }
  return rows
}

async function measureSpeed(world: World, link: SlowLink, url: string, place: string): Promise<LinkRow[]> {
  const tools = downloads(world, place)
  const { megabits, roundTripMilliseconds }: LinkSpeed = link.speed
  const rows: LinkRow[] = []
  for (let round = 0; round < world.plan.links.rounds; round++)
    for (const [tool, run] of Object.entries(tools) as [LinkTool, Download][]) {
      world.say(`${megabits} Mbit/s, ${roundTripMilliseconds} ms, ${round + 1}/${world.plan.links.rounds}: ${tool}`)
      const before = { sent: link.sentBytes(), cpu: endedChildrenSeconds(), at: performance.now() }
      const peakBytes = await run(link, url, join(place, `${round}`))
      const wallSeconds = (performance.now() - before.at) / 1000
      const [wireBytes, cpuSeconds] = [link.sentBytes() - before.sent, endedChildrenSeconds() - before.cpu]
      rows.push({ tool, round, megabits, roundTripMilliseconds, wallSeconds, cpuSeconds, wireBytes, peakBytes })
    }
  return rows
}

function downloads(world: World, place: string): Record<LinkTool, Download> {
  const { zip30 } = loadedFiles(world.tree)
  const settings = join(place, 'settings.yaml')
  writeFileSync(settings, `sumdb: ${world.node.key}\n`)
  const goSum = join(place, 'go.sum')
  writeFileSync(goSum, heldLines(world))
  return {
    curl: (link, url) => run(link, ['curl', '-sSf', '-o', '/dev/null', `${url}/${zip30.path}`]),
    'go mod download': async (link, url) => {
      const client = emptyClient(url)
      try {
        return await run(link, ['go', 'mod', 'download'], { cwd: world.project, env: client.environment })
      } finally {
        await clear(client)
      }
    },
    'goferry add': async (link, url, data) => {
      const source = ['--from', goSum, '--upstream', url]
      const command = [entryPoint, 'add', ...source, '--data', data, '--config', settings, '--json']
      try {
        return await run(link, command, { env: entryEnvironment() })
      } finally {
        await rm(data, { recursive: true })
      }
    },
  }
}

async function run(link: SlowLink, command: readonly string[], options = {}): Promise<number> {
  const { code, stdout, stderr, peakBytes } = await withPeak([...link.inside, ...command], options)
  assert.equal(code, 0, `${stdout.slice(-2000)}${stderr.slice(-2000)}`)
  return peakBytes
}

/** Of the project's go.sum the lines whose files the node has: what `go mod download` takes. */
function heldLines({ project, tree }: World): string {
  const file = join(project, 'go.sum')
  const lines = parseGoSum(file, readFileSync(file, 'utf8'))
  const held = lines.filter(line => existsSync(join(tree, partPath(line, line.part))))
  return held
    .map(({ path, version, part, h1 }) => `${path} ${version}${part === 'mod' ? '/go.mod' : ''} ${h1}\n`)
    .join('')
}
