import { createHook } from 'node:async_hooks'

/** The async_hooks type of an argon2 hash in the thread pool. */
export const argon2Job = 'ARGON2REQUEST'
/** Asynchronous resources of JavaScript itself. */
const ownKinds: readonly string[] = ['PROMISE', 'TickObject', 'Microtask', 'Immediate', 'Timeout']

/**
 * The async_hooks types of all jobs that this process starts during the work, such as hashes, files and sockets. They
 * show what work is done without measuring time, which would depend on the machine's load.
 */
export async function listStartedJobs(work: () => Promise<unknown>): Promise<string[]> {
  const kinds: string[] = []
  const hook = createHook({
    init: (_id, kind) => {
      if (!ownKinds.includes(kind)) kinds.push(kind)
    },
  })
  hook.enable()
  try {
    await work()
  } finally {
    hook.disable()
  }
  return kinds
}
