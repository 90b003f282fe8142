import ts from 'typescript'
import type { Offence } from './offence.ts'
import { run } from './program.ts'
import { isTest, lineOf, nodes, type Tree } from './tree.ts'

/** What no file may hold: names of this machine's registries, bare errors, loose ends, tests that do not run or that sleep. */
export async function check(tree: Tree): Promise<Offence[]> {
  const code = tree.files(/\.tsx?$/)
  return [
    ...(await registryNames(tree)),
    ...code.flatMap(file => looseEnds(tree, file)),
    ...code.flatMap(file => nodes(tree.source(file)).flatMap(node => faultsOf(file, node))),
    ...environmentReaders(tree),
  ]
}

/** Registries are named by the settings of the machine that builds, never by the project. Their names are not shown. */
async function registryNames(tree: Tree): Promise<Offence[]> {
  const npm = await run('npm', ['config', 'get', 'registry'], tree.root)
  const go = await run('go', ['env', 'GOPROXY'], tree.root)
  const urls = [...npm.stdout.matchAll(/https?:\/\/\S+/g), ...go.stdout.matchAll(/https?:\/\/[^\s,|]+/g)]
  const hosts = urls.map(([url]) => new URL(url).hostname).filter(host => !/^(localhost|127\.|\[)/.test(host))
  return tree.files().flatMap(file => {
    const bytes = tree.bytes(file)
    return hosts.some(host => bytes.includes(host)) ? [{ file, says: 'names the host of a package registry' }] : []
  })
}

const loose = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|nocheck)/

function looseEnds(tree: Tree, file: string): Offence[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, tree.text(file))
  const found: Offence[] = []
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const comment = token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia
    const [word] = (comment && loose.exec(scanner.getTokenText())) || []
    const line = tree.source(file).getLineAndCharacterOfPosition(scanner.getTokenStart()).line + 1
    if (word) found.push({ file, line, says: `${word} in a comment: do it, or file an issue` })
  }
  return found
}

function faultsOf(file: string, node: ts.Node): Offence[] {
  const offence = (says: string): Offence[] => [{ file, line: lineOf(node), says }]
  if (isBareError(node)) return offence('a bare Error: throw a GoferryError with a code')
  if (isTest(file) || file.startsWith('test/')) {
    if (isSilenced(node)) return offence('a test that is skipped, left to do or run alone')
    if (isSleep(node)) return offence('a test that sleeps: wait for the event itself')
  }
  return []
}

function isBareError(node: ts.Node): boolean {
  return (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'Error'
}

/** `it.skip(…)`, `t.todo(…)`, `describe.only(…)`, or the options `{ skip: true }`, `{ todo: … }`, `{ only: … }` of a test. */
function isSilenced(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false
  if (/^(it|test|describe|suite|t|context)\.(skip|todo|only)$/.test(node.expression.getText())) return true
  if (!/^(it|test|describe|suite)$/.test(node.expression.getText())) return false
  const options = node.arguments.filter(ts.isObjectLiteralExpression).flatMap(one => [...one.properties])
  return options.some(({ name }) => name !== undefined && /^(skip|todo|only)$/.test(name.getText()))
}

/** `setTimeout(resolve, n)` inside a promise, or the timer that is a promise. */
function isSleep(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return /timers\/promises/.test(node.moduleSpecifier.getText())
  if (!ts.isCallExpression(node)) return false
  const [first] = node.arguments
  const name = node.expression.getText()
  return name === 'Atomics.wait' || (name === 'setTimeout' && first !== undefined && ts.isIdentifier(first))
}

/** The environment is read in one file of src at most; everything else takes settings. */
function environmentReaders(tree: Tree): Offence[] {
  const readers = tree.sources('src').flatMap(file => {
    const read = nodes(tree.source(file)).find(isEnvironment)
    return read ? [{ file, line: lineOf(read), says: 'reads the environment, which one file of src alone may do' }] : []
  })
  return readers.length > 1 ? readers : []
}

function isEnvironment(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.getText() === 'process.env'
}
