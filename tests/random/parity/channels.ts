import dc from 'node:diagnostics_channel'
import { EVENTS, TRACED } from './steps.js'

// All programs use the same channels, one after another: some versions of Node abort when a process has made a thousand.

const diagnosticsChannel: any = dc

/** What a program may name by accident: see `garbage.ts`. */
const OTHER_NAMES = ['text', '', 'value']

/** The tracing channels of every program, by the kinds in {@link TRACED}. */
export const tracingChannels: readonly any[] = TRACED.map(newTracingChannel)

const channels: readonly any[] = [
  ...tracingChannels.flatMap((traced) => EVENTS.map((event) => traced[event])),
  ...OTHER_NAMES.map((name) => diagnosticsChannel.channel(name))
]

function newTracingChannel(kind: typeof TRACED[number]): any {
  if (kind === 'named') return diagnosticsChannel.tracingChannel(kind)
  const channels = Object.fromEntries(EVENTS.map((event) => [event, diagnosticsChannel.channel(`${kind}:${event}`)]))
  if (kind === 'shared') Object.assign(channels, { end: channels['start'], asyncEnd: channels['asyncStart'], error: channels['asyncStart'] })
  return diagnosticsChannel.tracingChannel(channels)
}

/** Takes from the channels all that a program has left on them. */
export function resetChannels(): void {
  for (const channel of channels) {
    delete channel.publish
    delete channel.runStores
    for (const subscriber of channel._subscribers ?? []) channel.unsubscribe(subscriber)
    for (const store of channel._stores?.keys() ?? []) channel.unbindStore(store)
    // One that was subscribed to with what is no function is active on some hosts, with nobody there.
    channel.subscribe(nobody)
    channel.unsubscribe(nobody)
  }
}

function nobody(): void {}
