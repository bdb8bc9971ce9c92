import { inspect } from 'node:util'

const ON_ONE_LINE = { depth: 6, breakLength: Infinity, compact: true, sorted: true }

/** A span as an agent has reported it. */
export interface Reported {
  readonly id: string
  readonly parent: string | undefined
  readonly name: string
  /** Everything else that is to be compared. */
  readonly details: unknown
}

/**
 * Spans line by line, in the order in which they were reported: the names from the root on instead of ids, and the
 * details.
 */
export function linesOf(spans: readonly Reported[]): string[] {
  const byId = new Map(spans.map((span) => [span.id, span]))
  const pathOf = ({ parent, name }: Reported): string => {
    if (parent === undefined) return name
    const known = byId.get(parent)
    return `${known ? pathOf(known) : 'a parent that was not reported'} > ${name}`
  }
  return spans.map((span) => `span ${pathOf(span)} ${inspect(span.details, ON_ONE_LINE)}`)
}

/** The lines of a stack without Node's own and the shim's: a trace has other frames of its own with and without it. */
export function withoutTraceFrames(stack: string): string {
  return stack.split('\n').filter((line) => !isTraceFrame(line)).join('\n')
}

/** Whether a file, or a line of a stack, is Node's own, the shim's or strict mode's. */
export function isTraceFrame(line: string): boolean {
  return line.includes('node:') || /\/dist\/(esm|cjs)\/(index|register|strict)\.js\b/.test(line)
}
