import type { MessageKey } from '../core/messages/catalogue.ts'
import type { Params } from '../core/messages/text.ts'

/** What the demonstration is to be of. */
export interface DemoRequest {
  /** `MODULE@VERSION`: its source is the project. */
  readonly project: string
  /** An absolute path where all of it lies afterwards; undefined for a temporary folder that is removed. */
  readonly folder: string | undefined
}

/** What the demonstration shows, as it goes on. */
export type DemoEvent =
  | { readonly kind: 'step'; readonly n: number; readonly of: number; readonly title: string }
  | { readonly kind: 'command'; readonly line: string }
  | { readonly kind: 'output'; readonly line: string }
  | { readonly kind: 'ended'; readonly code: number; readonly seconds: number }

/** What shows the whole loop on one machine. */
export interface DemoAccess {
  /**
   * Carries the closure of a real project from a mirror over a gap into a centre, and builds it there; then shows what
   * is refused. Throws `go-failed`, `incomplete` where a step does not end as it must, and what the folder throws.
   */
  demonstrate(
    request: DemoRequest,
    say: (key: MessageKey, params?: Params) => string,
    show: (event: DemoEvent) => void,
    signal: AbortSignal,
  ): Promise<void>
}
