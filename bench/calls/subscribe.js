let published = 0

/**
 * The last message. In a program that runs some message is always alive; where none is, a garbage collection takes V8's
 * notion of their shape along, and the optimised code of all that is called with them.
 */
let last

/** Gives each event a subscriber of its own. @param {string[]} events */
export function subscribeTo(tracing, events) {
  for (const event of events) tracing[event].subscribe((message) => {
    published++
    last = message
  })
}
