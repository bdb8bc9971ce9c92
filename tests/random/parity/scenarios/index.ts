import type { Witness } from '../witness.js'
import * as args from './arguments.js'
import * as contexts from './contexts.js'
import * as lists from './lists.js'
import * as stacks from './stacks.js'
import * as surface from './surface.js'
import * as timing from './timing.js'

/** Something that is done with the host, or looked at; what can be seen of it goes to the witness. */
export type HandWritten = (witness: Witness) => unknown

/** The scenarios that are about the host alone, by name. Those that hold for the API, too, are in `tests/scenarios`. */
export const handWritten: Readonly<Record<string, HandWritten>> = {
  ...args, ...contexts, ...lists, ...stacks, ...surface, ...timing
}
