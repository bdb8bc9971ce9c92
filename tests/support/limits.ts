import type { Transcripts } from './transcripts.js'

/**
 * Limits that docs/differences.md names: what is seen instead of what the host does, where there are async context
 * frames.
 */
export const LIMITS: Readonly<Transcripts> = {
  // A trace leaves the very frame current that was, not a copy of it: `disable` takes the storage out for all who have
  // it.
  disabledInTheFrameAroundTheTrace: [
    'disabled in outside, outside: undefined undefined',
    'disabled in outside, before: undefined undefined',
    'disabled in outside, transform: undefined undefined',
    'disabled in before, outside: undefined undefined',
    'disabled in before, before: undefined undefined',
    'disabled in before, transform: undefined undefined',
    'disabled in transform, outside: undefined undefined',
    'disabled in transform, before: undefined undefined',
    'disabled in transform, transform: undefined undefined'
  ]
}

/** Whether a transcript is what a limit makes of it. */
export function isLimit(name: string, lines: readonly string[] | undefined): boolean {
  return LIMITS[name] !== undefined && LIMITS[name].join('\n') === lines?.join('\n')
}
