import nodeModule from 'node:module'

/**
 * A module of the host, loaded when it is needed: what few programs come to would be most of what the package loads.
 */
export function hostModule(name: string): any {
  if (process.getBuiltinModule) return process.getBuiltinModule(name)
  // Node 20.13 has none. By another name than webpack looks for, which would follow it, and warn that it can't.
  const { createRequire: requireFrom } = nodeModule
  return requireFrom(process.execPath)(name)
}

/**
 * `node:util`, loaded when there is something to show: importing it has the host load streams and worker_threads, too,
 * which is 4 ms of every start.
 */
export function util(): typeof import('node:util') {
  return hostModule('node:util')
}
