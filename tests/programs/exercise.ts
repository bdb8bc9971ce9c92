import { exercise, isInstalled } from '../support/exercise.js'

// Traces in every way on the host's own channels, and prints what was seen and whether the shim is installed.

void exercise().then((seen) => process.stdout.write(JSON.stringify({ installed: isInstalled(), seen })))
