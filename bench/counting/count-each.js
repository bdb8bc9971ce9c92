// @ts-check
import { availableParallelism } from 'node:os'
import { count } from './count.js'
import { Progress } from '../terminal/progress.js'

/**
 * Counts what a call of each subject takes, several at a time: counts do not depend on what else the machine does.
 *
 * @template {import('./subject.js').Subject} Subject
 * @param {string} title
 * @param {string} node the Node binary
 * @param {Subject[]} subjects
 * @returns {Promise<Array<Subject & Omit<import('./count.js').Counts, 'sites'>>>}
 */
export async function countEach(title, node, subjects) {
  const progress = new Progress(title, subjects.length)
  /** @type {any[]} */
  const rows = []
  const waiting = [...subjects.entries()]
  await Promise.all(Array.from({ length: availableParallelism() }, countNext))
  progress.end()
  return rows

  async function countNext() {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, subject] = next
      const { sites, ...counts } = await count(subject, node)
      rows[index] = { ...subject, ...counts }
      progress.step(Object.values(subject).join(' '))
    }
  }
}
