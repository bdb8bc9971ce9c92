import { type BySide, type Counted, type CountedCalls, type Diagnosis, sum } from './diagnosis.js'
import type { Sampled } from './sampler.js'

/** So many seconds: a process that took less has spent most of it on its start. */
export const TOO_LITTLE = 1

/** What nobody will notice. */
const WORTH = 0.005

/** The sentence that says what it comes to. */
export function sentenceOf({ cpuSeconds, shares, failure, channels, storages }: Diagnosis): string {
  if (
    channels.length + storages.length === 0
  ) return 'Nobody has entered a store or made a trace by what Node has for it.'
  if (shares === undefined) return `What that costs can't be said: ${failure}.`
  const { node, shimSaves, storagesSave } = shares
  const both = shimSaves > MORE && storagesSave > MORE
  const words = `About ${percent(node)} of this process's CPU time went into entering stores and publishing; ` +
    `tracescope/register would ${saves(shimSaves)}, ` +
    `with TRACESCOPE_STORAGES=1 ${both ? percent(Math.max(0, storagesSave)) : saves(storagesSave)}.`
  if (cpuSeconds < TOO_LITTLE) {
    return `${words} That is of ${cpuSeconds.toFixed(2)} s, most of which the start took: ` +
      'let the process work for longer.'
  }
  return Math.max(shimSaves, storagesSave) < WORTH
    ? `${words} Not worth it: below ${percent(WORTH)} nobody will notice.`
    : words
}

/** Less than this is a loss that is printed. */
const MORE = -0.0005

function saves(share: number): string {
  if (share > MORE) return `save ${percent(Math.max(0, share))}`
  return `cost ${percent(-share)} more`
}

function percent(share: number): string {
  if (share === 0) return '0 %'
  return share < 0.0005 ? 'less than 0.1 %' : `${(share * 100).toFixed(1)} %`
}

/** What is printed: a table by channel and storage, what counting took, and the sentence. */
export function textOf(diagnosis: Diagnosis): string {
  const { node, pid, cpuSeconds, channels, storages, inAll, sampled, counting, shares } = diagnosis
  const lines = [`tracescope/doctor: process ${pid}, Node ${node}, ${cpuSeconds.toFixed(2)} s of CPU time`]
  const rows = [
    ...channels.flatMap((channel) =>
      rowsOf(channel, channel.subscribers > 0 ? [`${channel.subscribers} subscribed`] : [])),
    ...storages.flatMap((storage) => rowsOf(storage, [
      ...storage.storages > 1 ? [`${storage.storages} storages`] : [],
      ...storage.ownMethods.length > 0 ? [`own ${storage.ownMethods.join(', ')}`] : []
    ]))
  ].sort((a, b) => b.cost - a.cost || b.calls - a.calls)
  if (rows.length > 0) {
    lines.push('', ...table([
      HEAD, ...rows.map(({ cells }) => cells), ...inAll ? [['in all', '', '', '', ...costs(inAll, 1)]] : []
    ]), '')
  }
  if (inAll) {
    lines.push('Nanoseconds and bytes a call, measured on this machine just now, ' +
      'of Node, the shim, and the shim with storages.')
  }
  if (sampled && shares) lines.push(wordsOf(sampled))
  if (counting !== undefined && shares) {
    lines.push(`Counting took about ${(counting / 1e6).toFixed(1)} ms, ${percent(shares.counting)} of the rest. ` +
      'Worker threads are not counted.')
  }
  lines.push(sentenceOf(diagnosis))
  return lines.join('\n') + '\n'
}

/** The rows are of calls measured by themselves; the sentence is of the process, where they take longer. */
function wordsOf({ samples, other, counting }: Sampled): string {
  const others = percent(other / (1 - counting))
  return `The sentence goes by ${samples.toLocaleString('en')} samples that V8 took. ` +
    `${others} were in publish, getStore and others that the program calls by itself: ` +
    'the shim leaves them as they are.'
}

const HEAD =
  ['channel or storage', 'calls', 'context', 'stores', 'Node', 'shim', 'storages', 'Node in all', 'shim', 'storages']

interface Row {
  readonly cells: readonly string[]
  readonly cost: number
  readonly calls: number
}

/** A row for each kind of call, live or not. */
function rowsOf({ name, calls }: Counted, notes: readonly string[]): Row[] {
  const groups = new Map<string, CountedCalls[]>()
  for (const counted of calls) {
    const title = `${counted.kind}${counted.live ? '' : ', nobody listens'}`
    const group = groups.get(title)
    if (group === undefined) groups.set(title, [counted])
    else group.push(counted)
  }
  if (groups.size === 0) {
    return [{
      cells: [[name, ...notes].join(', '), 'none by itself', '', '', '', '', '', '', '', ''], cost: 0, calls: 0
    }]
  }
  return [...groups].map(([title, group]) => {
    const times = group.reduce((total, { calls }) => total + calls, 0)
    const inAll = sum(group)
    return {
      cells: [
        [name, ...notes].join(', '), `${times.toLocaleString('en')} ${title}`,
        range(group.map(({ contextSize }) => contextSize)),
        storesIn(group), ...group[0]!.each ? costs(inAll, times) : []
      ],
      cost: inAll.node.nanoseconds,
      calls: times
    }
  })
}

/**
 * The stores that the calls entered: `2 + 1 t + 1 own`, of which one by a transform and one with methods of its own.
 */
function storesIn(group: readonly CountedCalls[]): string {
  const of = (name: keyof CountedCalls['stores']): string => range(group.map(({ stores }) => stores[name]))
  const [plain, transformed, own] = [of('plain'), of('transformed'), of('own')]
  return [plain, transformed === '0' ? '0' : `${transformed} by transform`, own === '0' ? '0' : `${own} of its own`]
    .filter((part) => part !== '0').join(' + ')
}

function range(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
  return least === most ? String(least) : `${least}–${most}`
}

const SIDES = ['node', 'shim', 'storages'] as const

/** For each call, unless it is about all of them, and in all. */
function costs(inAll: BySide, times: number): string[] {
  const each = SIDES.map((side) => {
    const { nanoseconds, bytes } = inAll[side]
    return times === 1 ? '' : `${Math.round(nanoseconds / times)} ns ${Math.round(bytes / times)} B`
  })
  return [...each, ...SIDES.map((side) => `${(inAll[side].nanoseconds / 1e6).toFixed(1)} ms`)]
}

function table(rows: ReadonlyArray<readonly string[]>): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)))
  return rows.map((cells) => HEAD.map((_, column) => {
    const cell = cells[column] ?? ''
    return column < 4 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)
  }).join('  ').trimEnd())
}
