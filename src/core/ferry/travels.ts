import type { Without } from './bundle-header.ts'
import { WITHOUT } from './format-header.ts'
import { inRanges } from './id-ranges.ts'

/** Whether the blob that entry `id` of the segment names is in the stream. */
export function travels(without: Without, id: number): boolean {
  return !WITHOUT.some(why => inRanges(without[why], id))
}
