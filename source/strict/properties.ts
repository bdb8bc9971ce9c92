import { isProxy } from 'node:util/types'

/** A property where it is found, or that there is none, or that nobody can say: a proxy would have to be asked. */
export type Found = { readonly owner: object, readonly descriptor: PropertyDescriptor } | 'none' | 'unknown'

/** Looks for a property as a read would, and calls nobody's code. */
export function find(value: object, key: PropertyKey): Found {
  for (let owner: object | null = value; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (isProxy(owner)) return 'unknown'
    const descriptor = Object.getOwnPropertyDescriptor(owner, key)
    if (descriptor !== undefined) return { owner, descriptor }
  }
  return 'none'
}

/** Whether a value may have a method: what a getter gives is not known. */
export function mayHaveMethod(value: unknown, key: PropertyKey): boolean {
  if (value === undefined || value === null) return false
  const found = find(Object(value), key)
  return typeof found === 'string'
    ? found === 'unknown'
    : found.descriptor.get !== undefined || typeof found.descriptor.value === 'function'
}
