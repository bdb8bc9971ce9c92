// @ts-check
import { GCProfiler, getHeapStatistics } from 'node:v8'

/**
 * What calls did to the heap: how many nanoseconds garbage collections took, and how many bytes were allocated.
 *
 * @typedef {{ collecting: number, allocated: number }} HeapUse
 */

/**
 * Watches the heap from now on. What is allocated is by how much it grows up to each collection and after the last.
 *
 * @returns {() => HeapUse} stops, and says what it has seen
 */
export function watchHeap() {
  const profiler = new GCProfiler()
  profiler.start()
  let used = getHeapStatistics().used_heap_size
  return () => {
    const usedInTheEnd = getHeapStatistics().used_heap_size
    let collecting = 0
    let allocated = 0
    for (const { cost, beforeGC, afterGC } of profiler.stop()?.statistics ?? []) {
      collecting += cost * 1000
      allocated += beforeGC.heapStatistics.usedHeapSize - used
      used = afterGC.heapStatistics.usedHeapSize
    }
    return { collecting, allocated: allocated + usedInTheEnd - used }
  }
}
