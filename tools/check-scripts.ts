import { join } from 'node:path'
import type { Offence } from './offence.ts'
import { run } from './program.ts'
import type { Tree } from './tree.ts'

/** Shell scripts that `sh -n` does not accept, and Go files that gofmt would write otherwise. */
export async function check(tree: Tree): Promise<Offence[]> {
  const scripts = tree.files(/(^|\/)[^.]*$|\.sh$|^\.ci\//).filter(file => /^#!\/bin\/sh\b/.test(tree.text(file)))
  const broken = await Promise.all(scripts.map(file => parsed(tree, file)))
  return [...broken.flat(), ...(await unformatted(tree))]
}

async function parsed(tree: Tree, file: string): Promise<Offence[]> {
  const { code, stderr } = await run('sh', ['-n', join(tree.root, file)], tree.root)
  return code === 0 ? [] : [{ file, says: `sh -n: ${stderr.trim()}` }]
}

async function unformatted(tree: Tree): Promise<Offence[]> {
  const files = tree.files(/\.go$/)
  if (files.length === 0) return []
  const { code, stdout, stderr } = await run('gofmt', ['-l', ...files], tree.root)
  if (code !== 0) return [{ file: 'test/oracle', says: `gofmt: ${stderr.trim()}` }]
  return stdout.split('\n').flatMap(file => (file === '' ? [] : [{ file, says: 'not as gofmt writes it' }]))
}
