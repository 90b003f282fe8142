import { trimSpace } from './white-space.ts'

/**
 * The text of comment lines, one a line, without `//` and the white
 * space at both ends; `''` (a blank line) is left out.
 */
export function commentText(comments: readonly string[]): string {
  return comments
    .filter(comment => comment !== '')
    .map(comment => trimSpace(comment.slice(2)))
    .join('\n')
}

/** Whether the comment beside a require says `// indirect`, or `// indirect; ` and more: x/mod's `isIndirect`. */
export function isIndirect(suffix: string): boolean {
  return suffix === 'indirect' || /^indirect;\p{White_Space}/u.test(suffix)
}

/**
 * The message of the first paragraph of `comment` that begins with `Deprecated:`, up to the end of the paragraph;
 * `''` where there is none: x/mod's `parseDeprecation`.
 */
export function deprecation(comment: string): string {
  return /(?:^|\n\n)Deprecated: *(.*?)(?:$|\n\n)/s.exec(comment)?.[1] ?? ''
}
