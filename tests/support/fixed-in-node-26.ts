import type { Transcripts } from './transcripts.js'

/** Bugs of 26.10 that are shared by nobody here, with what is done instead. */
export const FIXED: Readonly<Transcripts> = {
  // A frozen default context makes traceCallback throw there; a new object is passed.
  callbackWithoutContext: [
    'start null{}',
    'asyncStart null{result: "result"}',
    'asyncEnd null{result: "result"}',
    'end null{result: "result"}',
    'traceCallback gave from the callback'
  ]
}
