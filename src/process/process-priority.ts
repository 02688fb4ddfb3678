import { platform, setPriority } from 'node:os'

/**
 * A thread with this priority gets unused CPU time, and a few percent of a CPU when other threads would use all of it.
 */
export const lowPriority = 15

/** Lowers the priority of the calling thread. Only on Linux, where each thread has its own priority. */
export function lowerThreadPriority(): void {
  if (platform() !== 'linux') return
  try {
    setPriority(lowPriority)
  } catch {
    // Some containers forbid it; the thread then works with the same priority as the others.
  }
}
