/** An agent, as the programs that run under it know it. */
export interface Agent {
  /** Opens a span on every trace of a channel, bound to the agent's own storage. */
  trace(channel: string): void
  /** Runs something in a span of its own. */
  within<T>(name: string, fn: () => T): T
  /** The name of the active span. */
  active(): string | undefined
  /** What the agent has reported in this process, line by line. */
  finish(): Promise<string[]>
}

const KEY = Symbol.for('tracescope.tests.agent')
const registry = globalThis as { [KEY]?: Agent }

/** Called by the agent's preload. */
export function provideAgent(agent: Agent): void {
  registry[KEY] = agent
}

/** The agent that was preloaded. */
export function preloadedAgent(): Agent {
  return registry[KEY]!
}
