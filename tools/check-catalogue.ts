import ts from 'typescript'
import { allMessages, type Message, messagesFolder } from './messages.ts'
import type { Offence } from './offence.ts'
import { nodes, type Tree } from './tree.ts'

/** Messages without one of the two languages, whose places differ, that stand there twice, or that no code uses. */
export async function check(tree: Tree): Promise<Offence[]> {
  const messages = allMessages(tree)
  const used = literals(tree)
  const seen = new Set<string>()
  return messages.flatMap(message => {
    const faults = faultsOf(message)
    if (seen.has(message.key)) faults.push('stands in the catalogue twice')
    if (!used.has(message.key)) faults.push('is used nowhere in src')
    seen.add(message.key)
    return faults.map(fault => ({ file: message.file, line: message.line, says: `message '${message.key}' ${fault}` }))
  })
}

function faultsOf(message: Message): string[] {
  const faults: string[] = []
  if (message.en === '') faults.push('has no English text (a plain string)')
  if (message.zh === '') faults.push('has no Chinese text (a plain string)')
  if (places(message.en) !== places(message.zh)) faults.push('has other {places} in Chinese than in English')
  return faults
}

function places(text: string): string {
  const names = [...text.matchAll(/\{(\w+)(?::[^:{}]*:[^:{}]*)?\}/g)].map(([, name]) => name)
  return [...new Set(names)].sort().join()
}

/** Every string that src writes out, the catalogue itself apart, and the names of properties (`errorTexts.internal`). */
function literals(tree: Tree): Set<string> {
  const found = new Set<string>()
  for (const file of tree.sources('src').filter(path => !path.startsWith(messagesFolder))) {
    for (const node of nodes(tree.source(file))) {
      if (ts.isStringLiteralLike(node) && !ts.isLiteralTypeNode(node.parent)) found.add(node.text)
      if (ts.isPropertyAccessExpression(node)) found.add(node.name.text)
    }
  }
  return found
}
