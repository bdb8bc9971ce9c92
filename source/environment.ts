// The environment variables of tracescope, and the only place where the environment is read. What is mistyped counts as
// not set. `tracescope/register` has a copy of this in its file: it needs nothing else.

/** The values of each variable, and what is used when it has none of them. */
export const VARIABLES = {
  TRACESCOPE: { values: ['on', 'off'], otherwise: 'on' },
  TRACESCOPE_BEHAVIOUR: { values: ['host', 'node26'], otherwise: 'host' },
  TRACESCOPE_CONTEXT: { values: ['portable', 'resource', 'frame'], otherwise: 'what this host has' },
  TRACESCOPE_STORAGES: { values: ['0', '1'], otherwise: '0' },
  TRACESCOPE_STRICT: { values: ['warn', 'throw', 'exit', 'enterWith'], otherwise: 'warn', several: true }
} as const

type Variables = typeof VARIABLES
export type Name = keyof Variables

/** A variable that has any value: it names a file. */
export const DOCTOR = 'TRACESCOPE_DOCTOR'

/** The file that the doctor writes its report to, if it is not to print it. */
export function doctorFile(): string | undefined {
  return read(DOCTOR) || undefined
}

/** The value of a variable, or `undefined` where it is not set, is empty, or has none of its values. */
export function variable<Of extends Name>(name: Of): Variables[Of]['values'][number] | undefined {
  const value = read(name)
  return isValueOf(name, value) ? value : undefined
}

/**
 * The values of a variable that may have several, with commas between; none where it is not set, is empty, or has
 * another among them.
 */
export function choices<Of extends 'TRACESCOPE_STRICT'>(name: Of): ReadonlyArray<Variables[Of]['values'][number]> {
  const value = read(name)
  return value && areValuesOf(name, value) ? parts(value) as Array<Variables[Of]['values'][number]> : []
}

function parts(value: string): string[] {
  return value.split(',').map((part) => part.trim())
}

/** Whether a variable may have this value. */
export function areValuesOf(name: Name, value: string): boolean {
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

/** Whether the host lets a variable be read, or all of them. */
export function mayRead(variable?: string): boolean {
  const { permissions } = (globalThis as { Deno?: { permissions?: Permissions } }).Deno ?? {}
  return permissions === undefined ||
    permissions.querySync({ name: 'env', ...variable !== undefined && { variable } }).state === 'granted'
}

/** The value of a variable as it stands. */
export function read(name: string): string | undefined {
  return mayRead(name) ? process.env[name] : undefined
}
