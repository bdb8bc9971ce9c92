import { assertFunction, invalidArgType, invalidArgValue } from '../errors.js'

/** How a function tells its outcome: by what it returns, by a callback, or by whatever it returns (`'auto'`). */
export type InstrumentKind = 'sync' | 'promise' | 'callback' | 'iterator' | 'auto'

/** Any function or class. */
export type Instrumentable = ((this: any, ...args: any) => any) | (abstract new (...args: any) => any)

/** The arguments of a function or class. */
export type ArgumentsOf<Fn> = Fn extends (this: any, ...args: infer Args) => any ? Args
  : Fn extends abstract new (...args: infer Args) => any ? Args : never

/** What `instrument` takes besides the function. */
export type InstrumentOptions<Fn extends Instrumentable = Instrumentable, ContextType extends object = any> =
  CallbackOptions<Fn, ContextType> | ResultOptions<Fn, ContextType>

export interface ContextOptions<Fn extends Instrumentable, ContextType extends object> {
  /**
   * Makes the context of a call: the message of all its events. It is called only while someone listens; by default a
   * context is a new object without prototype.
   *
   * @param args    the arguments of the call
   * @param thisArg its `this`; `undefined` for a call by `new`
   */
  readonly context?: ((args: ArgumentsOf<Fn>, thisArg: ThisParameterType<Fn>) => ContextType) | undefined
}

interface ResultOptions<Fn extends Instrumentable, ContextType extends object> extends ContextOptions<Fn, ContextType> {
  /** By which trace calls are traced: `'auto'`, the default, is `trace`. */
  readonly kind?: Exclude<InstrumentKind, 'callback'> | undefined
  readonly position?: undefined
}

export interface CallbackOptions<Fn extends Instrumentable, ContextType extends object> extends ContextOptions<Fn, ContextType> {
  readonly kind: 'callback'
  /** Which of the arguments is the callback; negative counts from the end. By default the last. */
  readonly position?: number | undefined
}

const KINDS: readonly string[] = ['sync', 'promise', 'callback', 'iterator', 'auto'] satisfies InstrumentKind[]

/** Throws Node's own kind of `TypeError` for options that are of another type or of no known value. */
export function assertInstrumentOptions(options: unknown): asserts options is InstrumentOptions {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options)
  const { context, kind, position } = options as Record<keyof InstrumentOptions, unknown>
  if (context !== undefined) assertFunction('options.context', context)
  if (kind !== undefined) {
    if (typeof kind !== 'string') throw invalidArgType('options.kind', 'of type string', kind)
    if (!KINDS.includes(kind)) throw invalidArgValue('options.kind', KINDS, kind)
  }
  if (position === undefined) return
  if (typeof position !== 'number') throw invalidArgType('options.position', 'of type number', position)
  if (!Number.isInteger(position)) throw invalidArgValue('options.position', 'an integer', position)
  if (kind !== 'callback') throw invalidArgValue('options.position', "left out unless options.kind is 'callback'", position)
}
