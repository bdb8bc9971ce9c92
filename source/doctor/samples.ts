/** A node of V8's CPU profile: a function in one place of the tree of calls, and how many samples were taken in it. */
export interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string, readonly url: string }
  readonly hitCount?: number
  readonly children?: readonly number[]
}

/** Numbers of samples, or parts of all of them. */
export interface Samples {
  /** In all, but for those in which nothing was done. */
  readonly busy: number
  /** In Node's code, in calls that are counted, and in what goes on of them later. */
  readonly counted: number
  /**
   * In Node's contexts and channels where the program calls them by itself: `publish`, `getStore`, `hasSubscribers`.
   */
  readonly other: number
  /** In the doctor's own code. */
  readonly counting: number
}

/** Where Node enters stores and publishes. */
const FILES =
  /^node:(?:async_hooks|diagnostics_channel|internal\/async_context_frame|internal\/async_local_storage\/.*)$/

/** What the host calls of a trace once its function has returned, and the scopes that a program disposes. */
const CONTINUATIONS = /^(?:|resolve|reject|onResolve|onReject|wrappedCallback|dispose)$/

/** Sorts the samples of a profile by whose code they were taken in. */
export function sortSamples(nodes: readonly ProfileNode[], isDoctor: (url: string) => boolean): Samples {
  const parents = new Map<number, ProfileNode>()
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node)
  const isNode = ({ callFrame: { url } }: ProfileNode): boolean => FILES.test(url)
  const samples = { busy: 0, counted: 0, other: 0, counting: 0 }
  for (const node of nodes) {
    const { callFrame: { functionName, url }, hitCount = 0 } = node
    if (hitCount === 0 || functionName === '(idle)') continue
    samples.busy += hitCount
    if (isDoctor(url)) samples.counting += hitCount
    if (!isNode(node)) continue
    // The function of Node's that somebody else has called.
    let called = node
    let caller = parents.get(called.id)
    while (caller !== undefined && isNode(caller)) caller = parents.get((called = caller).id)
    // What the doctor asks before a counted call Node asks itself next. Whoever is first waits for memory: that is
    // Node's.
    const isByDoctor = caller !== undefined && isDoctor(caller.callFrame.url)
    samples[isByDoctor || CONTINUATIONS.test(called.callFrame.functionName) ? 'counted' : 'other'] += hitCount
  }
  return samples
}
