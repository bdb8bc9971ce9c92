import { mayBeDebugged } from './environment.js'
import { util } from './host/host-module.js'

/** Prints a line on stderr if NODE_DEBUG names tracescope. */
export function debug(line: string): void {
  if (mayBeDebugged()) util().debuglog('tracescope')('%s', line)
}
