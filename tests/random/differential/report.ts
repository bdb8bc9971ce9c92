import type { Comparison } from './compare.js'
import { show, type Sequence } from './steps.js'

/** Says for people what a sequence was, and where what was seen is another thing than what was expected. */
export function report(sequence: Sequence, { expected, actual, leftOut }: Comparison): string {
  let same = 0
  while (same < expected.length && expected[same] === actual[same]) same++
  return [
    show(sequence),
    ...leftOut ? [`(${leftOut} times disable was left out)`] : [],
    '',
    'Step, and the value of each storage after it; - expected, + actual:',
    ...expected.slice(0, same).map((line) => `  ${line}`),
    ...expected.slice(same).map((line) => `- ${line}`),
    ...actual.slice(same).map((line) => `+ ${line}`)
  ].join('\n')
}
