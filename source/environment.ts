// The environment variables of tracescope, and the only place where the environment is read. What is mistyped is a process warning,
// once in a process, and counts as not set: nobody's program ends for it.

import { warn } from './host/warn.js'
import { changesBetween } from './nearest.js'
import { Object } from './primordials.js'
import { claimCheckOfEnvironment } from './registry.js'

/** The values of each variable, and what is used when it has none of them. */
const VARIABLES = {
  TRACESCOPE: { values: ['on', 'off'], otherwise: 'on' },
  TRACESCOPE_BEHAVIOUR: { values: ['host', 'node26'], otherwise: 'host' },
  TRACESCOPE_CONTEXT: { values: ['portable', 'resource', 'frame'], otherwise: 'what this host has' },
  TRACESCOPE_STORAGES: { values: ['0', '1'], otherwise: '0' },
  TRACESCOPE_STRICT: { values: ['warn', 'throw', 'exit', 'enterWith'], otherwise: 'warn', several: true }
} as const

type Variables = typeof VARIABLES
type Name = keyof Variables

const NAMES = Object.keys(VARIABLES) as Name[]

/** A variable that has any value: it names a file. */
const DOCTOR = 'TRACESCOPE_DOCTOR'
const ALL_NAMES: readonly string[] = [...NAMES, DOCTOR]

/** The file that the doctor writes its report to, if it is not to print it. */
export function doctorFile(): string | undefined {
  return read(DOCTOR) || undefined
}

/** The value of a variable, or `undefined` where it is not set, is empty, or has none of its values. */
export function variable<Of extends Name>(name: Of): Variables[Of]['values'][number] | undefined {
  const value = read(name)
  return isValueOf(name, value) ? value : undefined
}

/** The values of a variable that may have several, with commas between; none where it is not set, is empty, or has another among them. */
export function choices<Of extends 'TRACESCOPE_STRICT'>(name: Of): ReadonlyArray<Variables[Of]['values'][number]> {
  const value = read(name)
  return value && areValuesOf(name, value) ? parts(value) as Array<Variables[Of]['values'][number]> : []
}

function parts(value: string): string[] {
  return value.split(',').map((part) => part.trim())
}

function areValuesOf(name: Name, value: string): boolean {
  return 'several' in VARIABLES[name] ? parts(value).every((part) => isValueOf(name, part)) : isValueOf(name, value)
}

function isValueOf<Of extends Name>(name: Of, value: string | undefined): value is Variables[Of]['values'][number] {
  return (VARIABLES[name].values as readonly unknown[]).includes(value)
}

/** Whether NODE_DEBUG may ask for the lines of tracescope: only `debuglog` knows, and it is loaded for nobody else. */
export function mayBeDebugged(): boolean {
  return /tracescope|\*/i.test(read('NODE_DEBUG') ?? '')
}

/** Deno has permissions for the environment, asks for them on a terminal, and throws where it was not given any. */
interface Permissions {
  querySync(permission: { name: 'env', variable?: string }): { readonly state: string }
}

function mayRead(variable?: string): boolean {
  const { permissions } = (globalThis as { Deno?: { permissions?: Permissions } }).Deno ?? {}
  return permissions === undefined || permissions.querySync({ name: 'env', ...variable !== undefined && { variable } }).state === 'granted'
}

function read(name: string): string | undefined {
  return mayRead(name) ? process.env[name] : undefined
}

/** Warns of values that there are not, and of names that are nearly those of variables. */
function check(): void {
  for (const name of NAMES) {
    const value = read(name)
    if (!value || areValuesOf(name, value)) continue
    const { values, otherwise } = VARIABLES[name]
    const several = 'several' in VARIABLES[name] ? ', or several of them with commas between' : ''
    warn(`${name} must be one of ${values.join(', ')}${several}; it is '${value}', and ${otherwise} is used`)
  }
  if (!mayRead()) return
  for (const name of Object.keys(process.env)) {
    const meant = name.startsWith('TRACESCOPE_') ? nearest(name) : undefined
    if (meant !== undefined) warn(`${name} is no variable of tracescope: did you mean ${meant}?`)
  }
}

const MOST_TYPOS = 2

/** The variable that was meant by a name, if it is none. */
function nearest(name: string): string | undefined {
  if (ALL_NAMES.includes(name)) return undefined
  const upper = name.toUpperCase()
  const meant = ALL_NAMES.find((known) => known !== 'TRACESCOPE' && changesBetween(upper, known) <= MOST_TYPOS)
  // On Windows names in small letters are the same.
  return meant === upper && read(meant) === read(name) ? undefined : meant
}

// Each entry of the package has a copy of this module, and each format its own.
if (claimCheckOfEnvironment()) check()
