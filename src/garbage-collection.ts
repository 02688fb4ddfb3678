import { setFlagsFromString } from 'node:v8'

/** Of what is in use, until what is not is collected. */
const growthPercent = 50

/**
 * Keeps the process small under load: of its own accord V8 lets the heap grow several times over before it looks for
 * what can go. Answers are short-lived, so to look more often costs little. It looks in the thread that needs the
 * memory, for helpers take the processors from PostgreSQL and gain nothing with a heap this small. Only from here on:
 * as an option of the command line the second flag would let the heap grow.
 */
export function tuneGarbageCollection(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`)
  setFlagsFromString('--single-threaded-gc')
}
