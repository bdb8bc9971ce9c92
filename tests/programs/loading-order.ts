import { join } from 'node:path'
import { exercise, isInstalled } from '../support/exercise.js'

// Loads modules in an order, calls install() of each copy of tracescope, and traces:
// `loading-order names import require`. Prints what was seen, whether the shim is installed, and how many installations
// there are.

const NAMED_IMPORT =
  "import { tracingChannel } from 'node:diagnostics_channel'; export const imported = (name) => tracingChannel(name)"

const required = require.resolve('tracescope')

type Tracing = (name: string) => unknown
let tracingChannel: Tracing | undefined
const installations = new Set<unknown>()

const install = ({ install }: any): void => { installations.add(install()) }

const STEPS: Readonly<Record<string, () => unknown>> = {
  'names': async () => { tracingChannel = (await import(`data:text/javascript,${NAMED_IMPORT}`)).imported },
  'import': async () => install(await import('tracescope')),
  'require': () => install(require('tracescope')),
  'require-esm': () => install(require(join(required, '../../esm/index.js'))),
  'import-cjs': async () => install(await import(required)),
  'import-register': () => import('tracescope/register'),
  'require-register': () => require('tracescope/register')
}

async function main(): Promise<void> {
  for (const step of process.argv.slice(2)) await STEPS[step]!()
  const seen = await exercise(tracingChannel)
  process.stdout.write(JSON.stringify({ installed: isInstalled(), installations: installations.size, seen }))
}

void main()
