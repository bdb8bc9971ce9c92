import type { Scenario, Steps } from './steps.js'

/** Writes a program down for people. */
export function show({ storages, subscribers, steps, timer }: Scenario): string {
  const usesTimers = /"timer"/.test(JSON.stringify([subscribers, steps]))
  return [
    `storages: ${storages.join(', ')}`,
    ...subscribers.flatMap((subscriber, nth) => showParts(`subscriber ${nth}`, subscriber, '')),
    ...showSteps(steps, ''),
    ...usesTimers ? [`timer: ${timer}`] : []
  ].join('\n')
}

/** Writes down what two runs of a program have seen, from where they part. */
export function showDifference(expected: readonly string[], actual: readonly string[]): string[] {
  let same = 0
  while (same < expected.length && expected[same] === actual[same]) same++
  return [
    'What was seen, and the value of each storage then; - expected, + actual:',
    ...expected.slice(0, same).map((line) => `  ${line}`),
    ...expected.slice(same).map((line) => `- ${line}`),
    ...actual.slice(same).map((line) => `+ ${line}`)
  ]
}

function showSteps(steps: Steps, indent: string): string[] {
  return steps.flatMap(({ op, ...parts }) => showParts(op, parts, indent))
}

function showParts(head: string, parts: object, indent: string): string[] {
  const line = [indent + head]
  const below: string[] = []
  for (const [name, part] of Object.entries(parts)) {
    if (!Array.isArray(part)) {
      if (typeof part === 'object' && part !== null) {
        const { op, ...rest } = part
        below.push(...showParts(`${name}${op ? ` ${op}` : ''}`, rest, `${indent}  `))
      } else {
        line.push(`${name} ${part}`)
      }
    } else if (typeof part[0] === 'string') {
      line.push(`${name} [${part.join(', ')}]`)
    } else if (part.length) {
      below.push(`${indent}  ${name}:`)
      for (const { op = 'call', ...rest } of part) below.push(...showParts(op, rest, `${indent}    `))
    }
  }
  return [line.join(' '), ...below]
}
