import { show, showDifference } from '../world/show.js'
import type { Comparison } from './compare.js'
import type { Sequence } from './sequence.js'

/** Says for people what a sequence was, and where what was seen is another thing than what was expected. */
export function report(sequence: Sequence, { expected, actual, leftOut }: Comparison): string {
  return [
    show(sequence),
    ...sequence.firstOpenedFirst ? ['at the end: scopes disposed from the first'] : [],
    ...leftOut ? [`(${leftOut} times disable was left out)`] : [],
    '',
    ...showDifference(expected, actual)
  ].join('\n')
}
