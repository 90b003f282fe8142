import type { WireError } from '../../core/error-wire.ts'
import type { Item, Progress } from '../../ports/watch.ts'

/** What a process is told: its work, that there is room for more items, that it is to end. */
export type ToWork =
  | { readonly type: 'begin'; readonly name: string; readonly argument: unknown }
  | { readonly type: 'taken' }
  | { readonly type: 'cut' }

/** What a process says: how far it is, what it did, and how it ended. */
export type FromWork =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'item'; readonly item: Item }
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'error'; readonly error: WireError }
