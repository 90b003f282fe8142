import ts from 'typescript'
import { lineOf, nodes, type Tree } from './tree.ts'

/** A message of the catalogue, read from its source. */
export interface Message {
  readonly key: string
  readonly en: string
  readonly zh: string
  /** The docstring of the entry as one line, '' where it has none: for an error code, when it happens. */
  readonly when: string
  readonly file: string
  readonly line: number
}

/** Where each area of messages has its file. */
export const messagesFolder = 'src/core/messages/'

/** The messages that the object literals of `file` hold, in their order; a text that is no plain string is read as ''. */
export function messagesOf(tree: Tree, file: string): Message[] {
  const found: Message[] = []
  for (const node of nodes(tree.source(file))) {
    if (!ts.isPropertyAssignment(node) || !ts.isObjectLiteralExpression(node.initializer)) continue
    const texts = node.initializer
    found.push({
      key: nameOf(node.name),
      en: textOf(texts, 'en'),
      zh: textOf(texts, 'zh'),
      when: docOf(node),
      file,
      line: lineOf(node),
    })
  }
  return found
}

/** The whole catalogue: the messages of all areas. */
export function allMessages(tree: Tree): Message[] {
  const areas = tree.sources('src').filter(file => file.startsWith(messagesFolder))
  return areas.flatMap(file => messagesOf(tree, file))
}

function textOf(texts: ts.ObjectLiteralExpression, lang: string): string {
  const property = texts.properties.find(one => one.name && nameOf(one.name) === lang)
  if (!property || !ts.isPropertyAssignment(property)) return ''
  return ts.isStringLiteralLike(property.initializer) ? property.initializer.text : ''
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText()
}

function docOf(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node)
  const text = doc && ts.isJSDoc(doc) ? ts.getTextOfJSDocComment(doc.comment) : ''
  return (text ?? '').replace(/\s+/g, ' ').trim()
}
