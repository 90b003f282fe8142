/** The name of the key that signs the bundles of the log `log`: never that of the log itself. */
export function bundleKeyName(log: string): string {
  return `bundle.${log}`
}
