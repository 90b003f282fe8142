import { posix } from 'node:path'
import type { Offence } from './offence.ts'
import type { Tree } from './tree.ts'

const english = 'README.md'
const chinese = 'README.zh-CN.md'

/** A README that the other language does not follow in headings and commands, and links to files that are not there. */
export async function check(tree: Tree): Promise<Offence[]> {
  return [...parity(tree), ...tree.files(/\.md$/).flatMap(file => deadLinks(tree, file))]
}

function parity(tree: Tree): Offence[] {
  const [ours, theirs] = [outline(tree.text(english)), outline(tree.text(chinese))]
  const at = ours.findIndex((item, i) => item !== theirs[i])
  if (at === -1 && ours.length === theirs.length) return []
  const [here, there] = at === -1 ? ['the end', theirs[ours.length]] : [ours[at], theirs[at] ?? 'the end']
  return [{ file: chinese, says: `differs from ${english}: ${there}, where that has ${here}` }]
}

/** The levels of the headings and the lines of the `sh` blocks, in their order; what `#` adds to a command may differ. */
function outline(markdown: string): string[] {
  const items: string[] = []
  let fence: string | undefined
  for (const line of markdown.split('\n')) {
    const [, mark] = /^```(\w*)/.exec(line) ?? []
    if (mark !== undefined) fence = fence === undefined ? mark : undefined
    else if (fence === 'sh') items.push(`command ${line.replace(/(^|\s+)#.*$/, '')}`)
    else if (fence === undefined && /^#+ /.test(line)) items.push(`heading of level ${line.indexOf(' ')}`)
  }
  return items
}

function deadLinks(tree: Tree, file: string): Offence[] {
  return tree
    .text(file)
    .split('\n')
    .flatMap((line, i) =>
      [...line.matchAll(/\]\(([^)#:\s]+)(#[^)]*)?\)/g)]
        .map(([, target = '']) => posix.join(posix.dirname(file), target))
        .filter(target => !tree.has(target))
        .map(target => ({ file, line: i + 1, says: `links to ${target}, which is not there` })),
    )
}
