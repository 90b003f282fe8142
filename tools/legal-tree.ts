import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { errorsPage, errorsReference } from './gen-reference.ts'
import { Tree } from './tree.ts'

const project = join(import.meta.dirname, '..')
const taken = ['biome.json', 'tsconfig.json', '.gitignore', 'src/core/messages/text.ts']

/** The least project that every check accepts, beside what it takes over from this one. */
const files: Readonly<Record<string, string>> = {
  'package.json': '{\n  "name": "small",\n  "type": "module"\n}\n',
  'package-lock.json': '{ "packages": {} }\n',
  'knip.json': '{ "entry": ["src/main/main.ts", "src/**/*.test.ts"], "project": ["src/**/*.ts"] }\n',
  'docs/dependencies.md': '# Dependencies\n',
  'README.md': '# Small\n\n```sh\n./goferry up   # starts\n```\n',
  'README.zh-CN.md': '# 小\n\n```sh\n./goferry up   # 启动\n```\n',
  goferry: '#!/bin/sh\nexec true\n',
  'src/core/messages/errors.ts': `import type { Text } from './text.ts'

/** Messages. */
export const errorTexts = {
  /** Something is lost. */
  lost: { en: '{subject} is lost', zh: '{subject} 丢失' },
} as const satisfies Record<string, Text>
`,
  'src/main/main.ts': `import { errorTexts } from '../core/messages/errors.ts'
import { fill, printable } from '../core/messages/text.ts'

process.stdout.write(fill(errorTexts.lost, 'en', { subject: printable('a key') }))
`,
}

/** A legal project in a folder of its own, with `planted` files over it; ended by `using`, which removes it. */
export class LegalTree extends Tree implements Disposable {
  constructor(planted: Readonly<Record<string, string>> = {}) {
    super(mkdtempSync(join(tmpdir(), 'goferry-check-')))
    for (const path of taken) cpSync(join(project, path), join(this.root, path), { recursive: true })
    symlinkSync(join(project, 'node_modules'), join(this.root, 'node_modules'))
    this.#write(files)
    this.#write({ [errorsPage]: errorsReference(new Tree(this.root)) })
    this.#write(planted)
  }

  #write(texts: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true })
      writeFileSync(join(this.root, path), text)
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true })
  }
}
