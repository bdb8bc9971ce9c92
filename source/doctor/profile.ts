import type { Session } from 'node:inspector'
import { hostModule } from '../host/host-module.js'
import type { ProfileNode } from './samples.js'

// V8's sampling profiler of this thread. It answers at once.

/** Opens a session; throws where Node was built without an inspector, or the process has no permission for it. */
export function connect(): Session {
  const { Session } = hostModule('node:inspector') as typeof import('node:inspector')
  const session = new Session()
  session.connect()
  return session
}

/** Has a sample taken each so many microseconds. */
export function start(session: Session, interval: number): void {
  post(session, 'Profiler.enable')
  post(session, 'Profiler.setSamplingInterval', { interval })
  post(session, 'Profiler.start')
}

/** Returns what was sampled, and how many samples were taken, idle ones included. */
export function stop(session: Session): { nodes: readonly ProfileNode[], taken: number } {
  const { profile: { nodes } } = post(session, 'Profiler.stop') as { profile: { nodes: ProfileNode[] } }
  post(session, 'Profiler.disable')
  return { nodes, taken: nodes.reduce((total, { hitCount = 0 }) => total + hitCount, 0) }
}

function post(session: Session, method: string, params?: object): unknown {
  let answer: { error: Error | null, result?: unknown } | undefined
  session.post(method, params, (error, result) => { answer = { error, result } })
  if (answer === undefined || answer.error) throw answer?.error ?? new Error(`V8 has not answered ${method}`)
  return answer.result
}

/** The CPU time of this process, in microseconds. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
