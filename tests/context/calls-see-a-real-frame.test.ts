import t from 'tap'
import { contextBackend } from 'tracescope'
import { runProgram } from '../support/run-program.js'

// While the stores of a channel are entered, a transform sees a view of the context: an object that is no copy.
// Subscribers, what is called and what follows it see a real frame: code of the host that reads it natively shall meet
// no view.

t.test('views are seen by transforms alone', { skip: contextBackend === 'frame' ? false : 'no frames' }, async (t) => {
  const seen: string[] = runProgram('frames-seen', [], ['--expose-internals'])
  t.same(seen, ['kept', 'seen', 'last fails'].flatMap((name) => [
    `${name}, transform 0: none`, `${name}, transform 1: view`, `${name}, transform 2: view`,
    `${name}, start: Map of 3`, `${name}, call: Map of 3`, `${name}, after the call: none`,
    `${name}, transform 0: none`, `${name}, transform 1: view`, `${name}, transform 2: view`,
    `${name}, start: Map of 3`, `${name}, after an await: Map of 3`
  ]))
})
