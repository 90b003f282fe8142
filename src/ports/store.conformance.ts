import { describe } from 'node:test'
import type { Store } from './store.ts'
import { keys, moving, reading } from './store-reading.conformance.ts'
import { derived, immutable, staging } from './store-writing.conformance.ts'

/**
 * Holds an adapter to the contract of `Store`. `make` gives a fresh, empty store. `tellsCurrent`: whether its blobs can
 * tell without waiting that they are still current.
 */
export function storeConformance(name: string, make: () => Promise<Store>, { tellsCurrent = true } = {}): void {
  describe(`store: ${name}: staging`, () => staging(make))
  describe(`store: ${name}: immutable keys`, () => immutable(make))
  describe(`store: ${name}: derived keys`, () => derived(make))
  describe(`store: ${name}: reading and listing`, () => reading(make, tellsCurrent))
  describe(`store: ${name}: moving and removing`, () => moving(make))
  describe(`store: ${name}: keys`, () => keys(make))
}
