import { platform, setPriority } from 'node:os'

/** A thread with this priority gets the time that others leave, and a few percent of a processor when others would take all. */
export const lowPriority = 15

/** Lets the other threads of the process go first. Only on Linux, where each thread has its own priority. */
export function lowerThreadPriority(): void {
  if (platform() !== 'linux') return
  try {
    setPriority(lowPriority)
  } catch {
    // Some containers forbid it; the thread then works with the same priority as the others.
  }
}
