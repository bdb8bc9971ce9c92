/** After how many microticks a promise is settled. */
export async function ticksUntilSettled(promise: PromiseLike<unknown>): Promise<number> {
  let settled = false
  const settle = (): void => { settled = true }
  promise.then(settle, settle)
  let ticks = 0
  for (; !settled; ticks++) await null
  return ticks
}
