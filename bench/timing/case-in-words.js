import { conditionsInWords } from '../shared/conditions-in-words.js'

/** @typedef {import('./cases.js').TimedCase} TimedCase */

/** What an API is called, where its name does not say it. */
const TITLES = {
  mixed: 'mixed, 40 channels in turn',
  instrument0: 'instrument, no arguments; node: the function itself',
  instrument2: 'instrument, 2 arguments; node: the function itself',
  instrument5: 'instrument, 5 arguments; node: the function itself'
}

/** What the host's own is that the shim replaces, where it has another name. */
const REPLACED = {
  withScope: 'als.run', run: 'als.run', runCurrent: 'als.run with the current value', enterWith: 'als.enterWith'
}

/** The API of a case, with what there is around its calls. @param {TimedCase} timedCase */
export function sectionOf({ api, install, inFlight, ambient }) {
  const title = TITLES[api] ?? api
  return [
    install ? `${REPLACED[api] ?? title}, Node's own with the shim${install.storages ? ' and storages' : ''}` : title,
    inFlight && `${inFlight} in flight`,
    ambient > 0 && `${ambient} ambient ${ambient === 1 ? 'store' : 'stores'}`
  ].filter(Boolean).join(', ')
}

/** A case in words: what `--rows` looks in. @param {TimedCase} timedCase */
export function titleOf(timedCase) {
  return `${sectionOf(timedCase)}, ${conditionsInWords({ ...timedCase, ambient: 0 })}`
}
