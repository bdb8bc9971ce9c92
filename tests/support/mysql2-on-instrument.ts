import { instrument, type Instrumentable } from 'tracescope'

// What mysql2's lib/tracing.js is for, with the contexts that are made where it is used there, on `instrument`.

const server = ({ socketPath, host, port }: any) => socketPath
  ? { serverAddress: socketPath, serverPort: undefined }
  : { serverAddress: host || 'localhost', serverPort: port || 3306 }

const place = (config: any) => ({ database: config.database || '', ...server(config) })

type Callback = (...args: any[]) => void

/** For `(callback, command)`, methods of a connection. */
const traceCommand = (name: string) => (fn: (this: any, callback: Callback, command: any) => any): typeof fn =>
  instrument(name, fn, {
    kind: 'callback',
    position: 0,
    context: ([, { sql, values }], { config }) => ({ query: sql, values, ...place(config) })
  })
export const traceQuery = traceCommand('mysql2:query')
export const traceExecute = traceCommand('mysql2:execute')

/** For `(config)`, which gives a promise. */
export const traceConnect = <Fn extends Instrumentable>(fn: Fn): Fn => instrument('mysql2:connect', fn, {
  kind: 'promise',
  context: ([config]: any) => ({ ...place(config), user: config.user || '' })
})

/** For `(callback)`, a method of a pool. */
export const tracePoolConnect = (fn: (this: any, callback: Callback) => any): typeof fn =>
  instrument('mysql2:pool:connect', fn, {
    kind: 'callback',
    position: 0,
    context: (_, { config }) => place(config)
  })
