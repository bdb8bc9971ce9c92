// @ts-check

export const loop = 'sumOf'

/** The events of a trace that succeeds: those that get a subscriber. */
export const events = ['start', 'end', 'asyncStart', 'asyncEnd']

/** A thenable that does its work when it is consumed. */
class Lazy {
  /** @param {(value: number) => void} done */
  then(done) {
    done(1)
  }
}

/** @type {import('./prepare-calls.js').MakeCall} */
export const tracescope = ({ tracing }) => (i) => {
  tracing.trace(makeLazy, {}).then(consume, consume)
  return i
}

function makeLazy() {
  return new Lazy()
}

function consume() {}
