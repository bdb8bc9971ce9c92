import type { Witness } from './witness.js'

/** Has what only the process hears of written down, by whoever is the witness at that time. */
export function listenToProcess(): { witness?: Witness } {
  const listener: { witness?: Witness } = {}
  process.on('uncaughtException', (error, origin) => listener.witness?.add(origin, error))
  process.on('unhandledRejection', (reason, promise) => listener.witness?.add('unhandledRejection', reason, promise))
  process.on('rejectionHandled', (promise) => listener.witness?.add('rejectionHandled', promise))
  // What strict mode reports, where it is preloaded, is counted by the matrix.
  process.on('warning', ({ name, message }) => {
    if (name !== 'TracescopeWarning') listener.witness?.add('warning', name, message)
  })
  return listener
}
