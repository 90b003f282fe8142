/**
 * Bytes of a zip file at most, and of its files unpacked: 500 MiB (x/mod
 * zip: MaxZipFile; the go command has no other limit for toolchains).
 */
export const maxZipBytes = 500 * 2 ** 20

/** Bytes of the root's go.mod or LICENSE at most: 16 MiB (x/mod zip: MaxGoMod, MaxLICENSE). */
export const maxRootFileBytes = 16 * 2 ** 20

/** Files and folders at most; the largest public modules have about 30,000. Bounds the memory that names take. */
export const maxEntries = 200_000

/** Bytes of the central directory at most: 32 MiB, 160 for each of `maxEntries`. */
export const maxDirectoryBytes = 32 * 2 ** 20

/** Bytes of a name at most: Linux opens no longer path (PATH_MAX), so that Go could not unpack the file. */
export const maxNameBytes = 4096
