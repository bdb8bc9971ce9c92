// What runs in a process that child.js has started.

/** What the process was started for. */
export const readPlan = () => JSON.parse(process.argv[2])

/** Says that the process is ready, and answers the orders of the one that has started it, until that one goes. */
export function answerOrders(answer, ready = {}) {
  process.on('message', async (order) => process.send?.(await answer(order) ?? 'done'))
  process.once('disconnect', () => process.exit())
  process.send?.(ready)
}
