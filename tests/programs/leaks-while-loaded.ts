import { AsyncLocalStorage } from 'node:async_hooks'

// Leaks a scope that is never disposed while the module is loaded, and ends the process; in strict mode. Prints the
// codes of what was warned of until then, as JSON.

const { withScope }: typeof import('tracescope') = require('tracescope')
const codes: string[] = []
process.on('warning', ({ code }: any) => codes.push(code))

async function leak(): Promise<void> {
  using _ = withScope(new AsyncLocalStorage(), 'value')
  await new Promise(() => {})
}

void leak()
setTimeout(() => {
  process.stdout.write(JSON.stringify(codes))
  process.exit()
}, 1)
