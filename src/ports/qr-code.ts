import type { QrModules } from '../core/ferry/label.ts'

/**
 * The QR code of `text` (UTF-8, at most 2,331 bytes), which can be read with a tenth of it spoiled: the same for the
 * same text. Throws `too-large`.
 */
export type QrCode = (text: string) => QrModules
