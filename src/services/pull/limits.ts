/** Bytes of an upstream's `.info` at most. */
export const infoLimit = 1 << 20
/** Bytes of an upstream's version list at most: the longest public ones are below 100 KiB. */
export const listLimit = 4 << 20
/** Bytes of a lookup, a signed head or a tile of a checksum database at most; a full tile has 8 KiB. */
export const databaseLimit = 64 << 10
