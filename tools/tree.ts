import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const left = new Set(['node_modules', '.git', '.cache', 'coverage'])

/** The project's files as the checks see them: paths relative to `root` with `/`; each is read and parsed once. */
export class Tree {
  readonly root: string
  readonly #sources = new Map<string, ts.SourceFile>()
  #paths: string[] | undefined

  constructor(root: string) {
    this.root = root
  }

  /** The paths of all files that match `pattern`, sorted. What is installed, cached or git's own is left out. */
  files(pattern = /^/): string[] {
    this.#paths ??= walk(this.root, '').sort()
    return this.#paths.filter(path => pattern.test(path))
  }

  /** The TypeScript files below `folders` (all where none is given) that are no tests. */
  sources(...folders: string[]): string[] {
    return this.files(/\.tsx?$/).filter(path => !isTest(path) && (folders.length === 0 || startsIn(path, folders)))
  }

  /** Whether there is a file or folder at `path`. */
  has(path: string): boolean {
    return existsSync(join(this.root, path))
  }

  /** The file's bytes; none where there is no such file. */
  bytes(path: string): Buffer {
    return this.has(path) ? readFileSync(join(this.root, path)) : Buffer.alloc(0)
  }

  /** The file as text, or '' where there is none. */
  text(path: string): string {
    return this.bytes(path).toString('utf8')
  }

  /** The syntax tree of a TypeScript file, with parents set. */
  source(path: string): ts.SourceFile {
    const known = this.#sources.get(path)
    if (known) return known
    const source = ts.createSourceFile(path, this.text(path), ts.ScriptTarget.Latest, true)
    this.#sources.set(path, source)
    return source
  }
}

/** Whether `path` is a test or the shared suite of a port: what rules of the product's code do not bind. */
export function isTest(path: string): boolean {
  return /\.(test|conformance)\.tsx?$/.test(path)
}

/** The line of `node`, counted from 1. */
export function lineOf(node: ts.Node): number {
  const source = node.getSourceFile()
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
}

/** `root` and every node below it, each parent before its children. */
export function nodes(root: ts.Node): ts.Node[] {
  const found: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(root)
  return found
}

function startsIn(path: string, folders: readonly string[]): boolean {
  return folders.some(folder => path.startsWith(`${folder}/`))
}

function walk(root: string, below: string): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap(entry => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) return left.has(entry.name) ? [] : walk(root, path)
    return entry.isFile() && !entry.name.endsWith('.tmp') ? [path] : []
  })
}
