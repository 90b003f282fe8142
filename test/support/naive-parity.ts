/**
 * Parity files as docs/parity-format.md says, in the slowest way: polynomials as lists of coefficients, divided by
 * hand; quotients by trying. Shares nothing with core/parity.
 */
export function naiveParity(data: readonly Uint8Array[], count: number): Uint8Array[] {
  const length = Math.max(0, ...data.map(file => file.length))
  return Array.from({ length: count }, (_, i) => {
    const factors = data.map((_, j) => coefficient(i, j))
    return Uint8Array.from({ length }, (_, p) =>
      data.reduce((sum, file, j) => sum ^ naiveProduct(factors[j] ?? 0, file[p] ?? 0), 0),
    )
  })
}

/** The product of two bytes in GF(2^8). */
export function naiveProduct(a: number, b: number): number {
  const known = products.get((a << 8) | b)
  if (known !== undefined) return known
  // Of degree 14 at most: the coefficient of x^n at n.
  const terms = Array.from({ length: 15 }, (_, n) => {
    let term = 0
    for (let i = 0; i <= n; i++) term += bit(a, i) * bit(b, n - i)
    return term % 2
  })
  // x^8 = x^4 + x^3 + x^2 + 1, from the top down.
  for (let n = 14; n >= 8; n--)
    if (terms[n] === 1) for (const lower of [n, n - 4, n - 5, n - 6, n - 8]) terms[lower] = 1 - (terms[lower] ?? 0)
  const product = terms.reduce((byte, term, n) => byte + term * 2 ** n, 0)
  products.set((a << 8) | b, product)
  return product
}

const products = new Map<number, number>()

function bit(byte: number, at: number): number {
  return at < 8 ? Math.floor(byte / 2 ** at) % 2 : 0
}

/** The number whose product with 255 ^ i ^ j is 255 ^ j. */
function coefficient(i: number, j: number): number {
  const found = Array.from({ length: 256 }, (_, byte) => byte).filter(c => naiveProduct(c, 255 ^ i ^ j) === (255 ^ j))
  return found.length === 1 ? (found[0] ?? 0) : Number.NaN
}
