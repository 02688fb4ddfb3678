import { setFlagsFromString } from 'node:v8'

/** Of what is in use, until what is not is collected. */
const growthPercent = 50

/**
 * Keeps the process small and quick under load. Of its own accord V8 lets the heap grow several times over before it
 * looks for what can go. And when much of what some line makes has survived for a while, such as rows of many requests
 * at once, it makes all that comes from there where only full collections look: in some processes, two of four in one run,
 * each request then cost a third more, until they ended. The room of large texts, such as whole results, is given back at
 * once instead of after eight seconds without use, which under load never come.
 */
export function tuneGarbageCollection(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`)
  setFlagsFromString('--no-allocation-site-pretenuring')
  setFlagsFromString('--no-large-page-pool')
}
