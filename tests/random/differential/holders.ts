import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { runKeepsOthers } from '../../support/host.js'
import type { Holders as HoldersOfContexts } from '../world/ground.js'

/**
 * Who holds which context: each continuation that has yet to run, each snapshot, and each caller whose context comes
 * back when a call in another context is over. See `compare.ts` for what it is needed for.
 */
export class Holders implements HoldersOfContexts {
  readonly #frames = new Map<number, unknown>()
  #count = 0

  /** Someone holds the current context from now on. Gives the number to {@link release} them by. */
  hold(): number {
    const holder = this.#count++
    const frame = currentFrame()
    if (frame !== undefined) this.#frames.set(holder, frame)
    return holder
  }

  release(holder: number): void {
    this.#frames.delete(holder)
  }

  /**
   * Makes a call of the host's `run`. Where that puts the whole context back, who calls it holds his own until then.
   */
  duringRun<T>(call: () => T): T {
    if (RUN_KEEPS_OTHERS) return call()
    const caller = this.hold()
    try {
      return call()
    } finally {
      this.release(caller)
    }
  }

  /**
   * Who holds the frame that is current: the very object, which `disable` would change. Nobody where there are no
   * frames.
   */
  ofCurrentFrame(): number[] {
    const frame = currentFrame()
    if (frame === undefined) return []
    return [...this.#frames].filter(([, held]) => changedWith(held) === changedWith(frame)).map(([holder]) => holder)
  }
}

/** The frame that changes with another one. A view of several stores shares the frame of the call, once it was made. */
function changedWith(frame: any): unknown {
  return frame.own ?? frame
}

const RUN_KEEPS_OTHERS = runKeepsOthers()
const frameSymbol = findFrameSymbol()

/** The AsyncContextFrame that is current: an AsyncResource carries the one that it was made in. */
function currentFrame(): unknown {
  return frameSymbol && (new AsyncResource('context-ways') as any)[frameSymbol]
}

function findFrameSymbol(): symbol | undefined {
  if ('_enable' in AsyncLocalStorage.prototype) return undefined
  const resource = new AsyncLocalStorage().run(1, () => new AsyncResource('context-ways'))
  return Object.getOwnPropertySymbols(resource).find(({ description }) => description === 'context_frame')
}
