const { console: consoleAtLoad } = globalThis

/** Warns as the host does; workerd has had no process warnings up to some date. */
export function warn(text: string): void {
  if (typeof process.emitWarning === 'function') process.emitWarning(text)
  else consoleAtLoad.warn(`Warning: ${text}`)
}
