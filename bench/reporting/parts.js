/**
 * What the report is made of, by the name of the bench, those that take longest at the end: what makes it quick, how it
 * measures, whether it has nothing to do with the version of Node, and the bench that measures it on other hosts
 * instead.
 *
 * @type {Record<string, { quick: string[], method: string, once?: true, ofHosts?: string }>}
 */
export const PARTS = {
  size: { quick: [], once: true, method: 'bundled and minified by esbuild, compressed by gzip' },
  'load-time': { quick: ['--rounds', '11'], method: 'processes with and without the preload in turns; middle half' },
  closures: {
    quick: [], method: 'objects and closures by V8 without its optimiser, bytes with it by how the heap grows'
  },
  hosts: {
    quick: ['--quick'], ofHosts: 'throughput',
    method: 'all sides in turns within a process, fresh ones for each row; least and most'
  },
  growth: { quick: ['--quick'], method: 'both in turns within a process, fresh ones for each point; least and most' },
  server: { quick: ['--quick'], method: 'stock servers and those with the shim under load in turns; middle half' },
  throughput: { quick: ['--quick'], method: 'both in turns within a process, fresh ones for each case; least and most' }
}

export const PART_NAMES = Object.keys(PARTS)
