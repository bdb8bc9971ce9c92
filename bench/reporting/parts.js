// @ts-check

/**
 * One bench as a part of the report.
 *
 * @typedef {object} Part
 * @property {string} script
 * @property {string[]} quick what makes it quick
 * @property {Record<'default' | 'quick', number>} seconds how long it takes on one Node, as long as that is not known from a result
 * @property {string} method how it measures, for those who see its results
 * @property {boolean} once it has nothing to do with the version of Node
 */

const QUICK = ['--quick']

/** What the report is made of, the parts that take longest at the end. */
export const PARTS = /** @satisfies {Record<string, Part>} */ ({
  size: {
    script: 'size.js',
    quick: [],
    once: true,
    seconds: { default: 1, quick: 1 },
    method: 'bundled and minified by esbuild, compressed by gzip'
  },
  'load-time': {
    script: 'load-time.js',
    quick: ['--rounds', '11'],
    once: false,
    seconds: { default: 15, quick: 5 },
    method: 'whole processes with and without the preload in turns; the median and the middle half of the rounds'
  },
  closures: {
    script: 'closures.js',
    quick: [],
    once: false,
    seconds: { default: 80, quick: 80 },
    method: 'objects and closures counted by V8 without its optimiser, bytes by the growth of the heap with it; per call'
  },
  growth: {
    script: 'growth.js',
    quick: QUICK,
    once: false,
    seconds: { default: 170, quick: 22 },
    method: 'Node and tracescope in turns within a process, fresh processes for each point; medians, least and most of the rounds'
  },
  server: {
    script: 'server.js',
    quick: QUICK,
    once: false,
    seconds: { default: 700, quick: 150 },
    method: 'servers under the same load in turns, stock and with the shim preloaded; medians and the middle half of the rounds'
  },
  throughput: {
    script: 'throughput.js',
    quick: QUICK,
    once: false,
    seconds: { default: 500, quick: 60 },
    method: 'Node and tracescope in turns within a process, fresh processes for each case; medians, least and most of the rounds'
  }
})

/** @typedef {keyof typeof PARTS} PartName */

export const PART_NAMES = /** @type {PartName[]} */ (Object.keys(PARTS))
