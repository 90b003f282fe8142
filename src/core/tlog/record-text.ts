/**
 * Whether `text` can be a record of a checksum database: lines, the last one ended too, none blank, no control
 * character below U+0020 but the line end, no lone surrogate (Go: tlog.isValidRecordText).
 */
export function isRecordText(text: string): boolean {
  return text.endsWith('\n') && !text.includes('\n\n') && isNoteText(text)
}

/** Whether `text` is well-formed Unicode without control characters below U+0020 other than the line end. */
export function isNoteText(text: string): boolean {
  return text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text)
}
