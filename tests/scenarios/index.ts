import type { Implementation } from '../support/implementation.js'
import type { Transcript } from '../support/transcript.js'
import * as callbacks from './callbacks.js'
import * as promises from './promises.js'
import * as scopes from './scopes.js'
import * as storages from './storages.js'
import * as severalStores from './several-stores.js'
import * as stores from './stores.js'
import * as subscribers from './subscribers.js'
import * as sync from './sync.js'
import * as transforms from './transforms.js'
import * as twoErrors from './two-errors.js'

/** Something a program does with tracing channels; all that it can observe goes into the transcript. */
export type Scenario = (implementation: Implementation, transcript: Transcript) => unknown

/** All scenarios, by name. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...callbacks, ...promises, ...scopes, ...severalStores, ...storages, ...stores, ...subscribers, ...sync,
  ...transforms, ...twoErrors
}
