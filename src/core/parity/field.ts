/**
 * The field of 256 elements, GF(2^8). A byte stands for a polynomial, its bit n for the coefficient of x^n. A sum
 * and a difference are an exclusive or; a product is taken modulo x^8 + x^4 + x^3 + x^2 + 1.
 */
const MODULUS = 0x11d

/** The product of two bytes: for each bit of `b`, `a` times that power of x. */
export function multiply(a: number, b: number): number {
  let product = 0
  for (let power = a, bits = b; bits > 0; bits >>= 1) {
    if (bits & 1) product ^= power
    power <<= 1
    if (power & 0x100) power ^= MODULUS
  }
  return product
}

/** The quotient of two bytes; 0 where `b` is 0. */
export function divide(a: number, b: number): number {
  // b^255 is 1, hence b^254 = b^2 b^4 b^8 … b^128 is the inverse of b.
  let quotient = a
  for (let square = multiply(b, b), n = 0; n < 7; n++, square = multiply(square, square))
    quotient = multiply(quotient, square)
  return quotient
}
