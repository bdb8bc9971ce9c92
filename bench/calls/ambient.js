import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Gives a function that calls another where a number of storages have a value: those of others in a real program.
 *
 * @returns {<T>(fn: () => T) => T}
 */
export function ambient(count) {
  const storages = Array.from({ length: count }, () => new AsyncLocalStorage())
  return (fn) => storages.reduce((inner, storage, i) => () => storage.run(i, inner), fn)()
}
