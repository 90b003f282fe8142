import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import { environment } from '../environment.ts'
import type { Scene, Stage } from './stage.ts'

const program = fileURLToPath(new URL('../main.ts', import.meta.url))
const desk = fileURLToPath(new URL('./desk.ts', import.meta.url))

/** Who plays: a mirror outside, a centre and a desk inside, which no network leads out of. */
export class Players {
  readonly #stage: Stage
  readonly #root: string
  readonly #wrapper: readonly string[]

  /** `wrapper`: what is put before a command so that it has no network; nothing where the system allows none. */
  constructor(stage: Stage, { root, wrapper }: { root: string; wrapper: readonly string[] }) {
    this.#stage = stage
    this.#root = root
    this.#wrapper = wrapper
  }

  /** Runs goferry outside; gives what it printed. `advice`: what is told where it fails. */
  mirror(args: readonly string[], advice?: MessageKey): Promise<string> {
    return this.#goferry('mirror', [], args, { codes: [0], ...(advice !== undefined && { advice }) })
  }

  /** Runs goferry inside; it must end with one of `codes`. */
  centre(args: readonly string[], codes: readonly number[] = []): Promise<string> {
    return this.#goferry('centre', this.#wrapper, args, { codes: codes.length === 0 ? [0] : codes })
  }

  /** Builds, vets and tests the project in `source` against the centre, with go's verification on. */
  desk(source: string): Promise<string> {
    const data = join(this.#root, 'centre')
    return this.#stage.run({
      command: [...this.#wrapper, process.execPath, desk, data, source, join(this.#root, 'desk')],
      shown: 'goferry up --data centre & go build ./... && go vet ./... && go test ./...',
      folder: source,
      environment,
      codes: [0],
    })
  }

  #goferry(
    data: string,
    wrapper: readonly string[],
    args: readonly string[],
    end: Pick<Scene, 'codes' | 'advice'>,
  ): Promise<string> {
    const all = [...args, '--data', join(this.#root, data)]
    return this.#stage.run({
      command: [...wrapper, process.execPath, program, ...all],
      shown: ['goferry', ...all].join(' ').replaceAll(`${this.#root}/`, ''),
      folder: this.#root,
      environment,
      ...end,
    })
  }
}
