/** Whether the host knows `using` itself. The tests are compiled for hosts that don't. */
export const hostHasUsing = compiles('using nothing = null')

/** Whether the host has `DisposableStack`. */
export const hostHasDisposableStack = 'DisposableStack' in globalThis

/** Has the host compile a function with `using` in it, as `new Function` takes it: its parameters, then its body. */
export function compileUsing(...parametersAndBody: string[]): (...args: any[]) => unknown {
  return new Function(...parametersAndBody) as (...args: any[]) => unknown
}

function compiles(body: string): boolean {
  try {
    return typeof new Function(`{ ${body} }`) === 'function'
  } catch {
    return false
  }
}
