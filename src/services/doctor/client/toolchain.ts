import { GoferryError } from '../../../core/errors.ts'
import { parseGoMod } from '../../../core/modfile/gomod.ts'
import { parseGoWork } from '../../../core/modfile/gowork.ts'
import { compareGoVersions, type GoVersion, parseGoVersion } from '../../../core/toolchain/go-version.ts'
import type { Finding } from '../finding.ts'
import { judge } from './go-version.ts'
import type { ClientWorld } from './world.ts'

/** The most of a list of toolchains that is read: there are some thousand versions of all platforms. */
const listLimit = 4 << 20

/** Whether the go of this machine builds the project, or which other one it fetches, and whether the node has that. */
export async function checkToolchain(world: ClientWorld): Promise<Finding[]> {
  const { go } = world
  const have = go.values['GOVERSION'] ?? ''
  const setting = go.values['GOTOOLCHAIN'] ?? ''
  const [name = '', suffix = ''] = setting.split('+')
  const fetches = [name, suffix].some(word => word === 'auto' || word === 'path')
  const started = /^go\d/.test(name) ? name : have
  const wish = wishOf(world)
  if ('code' in wish) return [wish]
  const wanted = fetches ? newest(started, wish.toolchain, wish.go) : started
  const subject = go.project?.file ?? `GOTOOLCHAIN=${setting}`
  if (isNewer(wish.go, wanted)) {
    const params = { wanted: wish.go.replace(/^go/, ''), have: started, value: setting }
    return [{ code: 'toolchain-local', subject, params }]
  }
  if (wanted === have) return [{ code: 'toolchain', subject: wanted }]
  const findings = [await fetchable(world, wanted, subject)]
  const verdict = judge(wanted)
  return verdict.code === 'go-version' ? findings : [...findings, verdict]
}

/** What go.work or go.mod ask for, as names of toolchains; `''` for nothing. */
function wishOf({ go: { project } }: ClientWorld): { readonly go: string; readonly toolchain: string } | Finding {
  if (project === undefined) return { go: '', toolchain: '' }
  try {
    const parse = project.file.endsWith('go.work') ? parseGoWork : parseGoMod
    const { go, toolchain } = parse(project.file, project.bytes)
    // A language version is no release: the first one of it is meant.
    const release = go !== undefined && /^1\.(2[1-9]|[3-9]\d|\d{3,})$/.test(go) ? `${go}.0` : go
    return {
      go: release === undefined ? '' : `go${release}`,
      toolchain: toolchain === 'default' ? '' : (toolchain ?? ''),
    }
  } catch (error) {
    if (!(error instanceof GoferryError)) throw error
    return { code: 'project-malformed', subject: project.file, error }
  }
}

function newest(...names: readonly string[]): string {
  return names.reduce((best, name) => (isNewer(name, best) ? name : best))
}

function isNewer(name: string, than: string): boolean {
  const [version, other]: (GoVersion | undefined)[] = [parseGoVersion(name), parseGoVersion(than)]
  return version !== undefined && other !== undefined && compareGoVersions(version, other) > 0
}

/** Whether go can take the toolchain `name` from its cache or from the node. */
async function fetchable({ go, node, files }: ClientWorld, name: string, subject: string): Promise<Finding> {
  const { GOMODCACHE = '', GOHOSTOS = '', GOHOSTARCH = '' } = go.values
  const version = `v0.0.1-${name}.${GOHOSTOS}-${GOHOSTARCH}`
  const cached = `${GOMODCACHE}/cache/download/golang.org/toolchain/@v/${version}.ziphash`
  const fine: Finding = { code: 'toolchain', subject: name }
  if ((await files.read(cached, 1024)) !== undefined || node === undefined) return fine
  const { status, body } = await node.get('golang.org/toolchain/@v/list', listLimit)
  const isListed = status === 200 && Buffer.from(body).toString().split('\n').includes(version)
  const params = { wanted: name.replace(/^go/, ''), module: `golang.org/toolchain@${version}` }
  return isListed ? fine : { code: 'toolchain-absent', subject, params }
}
