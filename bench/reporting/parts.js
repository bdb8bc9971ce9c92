/**
 * What the report is made of, by the name of the bench, those that take longest at the end: what makes it quick, how it
 * measures, and whether it has nothing to do with the version of Node.
 *
 * @type {Record<string, { quick: string[], method: string, once?: true }>}
 */
export const PARTS = {
  size: { quick: [], once: true, method: 'bundled and minified by esbuild, compressed by gzip' },
  'load-time': { quick: ['--rounds', '11'], method: 'processes with and without the preload in turns; middle half' },
  closures: {
    quick: [], method: 'objects and closures by V8 without its optimiser, bytes with it by how the heap grows'
  },
  growth: { quick: ['--quick'], method: 'both in turns within a process, fresh ones for each point; least and most' },
  server: { quick: ['--quick'], method: 'stock servers and those with the shim under load in turns; middle half' },
  throughput: { quick: ['--quick'], method: 'both in turns within a process, fresh ones for each case; least and most' }
}

export const PART_NAMES = Object.keys(PARTS)
