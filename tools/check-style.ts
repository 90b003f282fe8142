import type { Offence } from './offence.ts'
import { installed, run } from './program.ts'
import type { Tree } from './tree.ts'

/** Format and lint: what biome reports under biome.json, warnings too. */
export async function check(tree: Tree): Promise<Offence[]> {
  const args = ['check', '--reporter=github', '--max-diagnostics=none', '--error-on-warnings']
  const biome = await run(installed(tree.root, 'biome'), args, tree.root)
  if (biome.code === 0) return []
  const offences = biome.stdout.split('\n').flatMap(line => {
    const [, title, file, at, says] = /^::\w+ title=([^,]*),file=([^,]*),line=(\d+).*?::(.*)$/.exec(line) ?? []
    if (!file) return []
    return [{ file: file.replace(`${tree.root}/`, ''), line: Number(at), says: `${title}: ${says}` }]
  })
  return offences.length > 0 ? offences : [{ file: 'biome.json', says: `biome failed: ${biome.stdout}${biome.stderr}` }]
}
