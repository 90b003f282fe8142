/**
 * What Go builds for, by system: `go tool dist list` of go1.26, and what releases since 1.21 built for besides
 * (freebsd/riscv64, openbsd/mips64, windows/arm).
 */
const processors: Readonly<Record<string, string>> = {
  aix: 'ppc64',
  android: '386 amd64 arm arm64',
  darwin: 'amd64 arm64',
  dragonfly: 'amd64',
  freebsd: '386 amd64 arm arm64 riscv64',
  illumos: 'amd64',
  ios: 'amd64 arm64',
  js: 'wasm',
  linux: '386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x',
  netbsd: '386 amd64 arm arm64',
  openbsd: '386 amd64 arm arm64 mips64 ppc64 riscv64',
  plan9: '386 amd64 arm',
  solaris: 'amd64',
  wasip1: 'wasm',
  windows: '386 amd64 arm arm64',
}

/** Whether Go builds for `text`: `linux/arm64`. */
export function isBuildPlatform(text: string): boolean {
  const [os = '', arch = '', ...rest] = text.split('/')
  return rest.length === 0 && Object.hasOwn(processors, os) && processors[os]?.split(' ').includes(arch) === true
}
