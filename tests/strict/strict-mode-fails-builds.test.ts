import './errors.js'
import './failing.js'

// What strict mode makes of exit codes, of the stacks that V8 gives, and of test runners: `strict-mode` has what it
// reports.
