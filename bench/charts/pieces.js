// @ts-check

/** Powers of ten, in ns up to a microsecond. */
export const NANOSECONDS_AXIS = {
  title: null,
  values: [1, 10, 100, 1000, 1e4, 1e5, 1e6],
  labelExpr: 'datum.value < 1000 ? datum.value + " ns" : datum.value / 1000 + " µs"'
}

/** A title in as many lines as it has commas. */
export const SPLIT_TITLE = 'split(datum.label, ", ")'

/** Major versions. */
export const VERSION_AXIS = { labelAngle: 0, grid: false, ticks: false, labelPadding: 6, minExtent: 0, labelExpr: '"v" + datum.label' }

/** Powers of ten. */
export const BYTES_AXIS = {
  values: [10, 100, 1000, 10_000, 100_000],
  labelExpr: 'datum.value < 1000 ? datum.value + " B" : datum.value / 1000 + " kB"'
}
