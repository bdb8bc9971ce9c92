import { arch, availableParallelism, cpus, release, type } from 'node:os'

/** What kind of machine this is; nothing that tells which. */
export function machine() {
  const [kernel] = /^\d+\.\d+/.exec(release()) ?? ['']
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    os: `${type()} ${kernel} ${arch()}`
  }
}

/** What times depend on. @param {import('./command-line.js').NodeBinary} binary */
export function conditionsOf({ node, v8 }) {
  return { node, v8, machine: machine(), date: new Date().toISOString() }
}

/** The first line of a report. @param {any} conditions those of {@link conditionsOf} */
export function titleLine({ node, v8, machine: { cpu, cores }, date }) {
  return `Node ${node}, V8 ${v8}, ${cpu}, ${cores} cores, ${date}`
}
