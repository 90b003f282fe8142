/**
 * The domain of the module paths of toolchains that are not Go's own, each vendor's under its label. Nobody can have
 * `.invalid` (RFC 2606): no upstream has such a module, and the go command asks for none.
 */
export const vendorDomain = 'toolchain.invalid'

/** Labels that would pass for Go's own. */
const taken = ['go', 'golang', 'dl', 'official', 'rebuilt']

/** Whether `label` may name the channel of a vendor: lower-case letters, digits and hyphens, a letter first. */
export function isVendorLabel(label: string): boolean {
  return /^[a-z][a-z0-9-]{1,31}$/.test(label) && !taken.includes(label)
}

/** The module path of the toolchains of the vendor with this label. */
export function vendorPath(label: string): string {
  return `${vendorDomain}/${label}`
}

/** The label of the vendor whose module path this is; undefined for any other path. */
export function vendorOf(path: string): string | undefined {
  const [domain, label = '', ...rest] = path.split('/')
  if (domain !== vendorDomain || rest.length > 0) return undefined
  return isVendorLabel(label) ? label : undefined
}
