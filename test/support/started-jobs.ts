import { createHook } from 'node:async_hooks'

/** What node:async_hooks calls an argon2 hash that is computed in the thread pool. */
export const argon2Job = 'ARGON2REQUEST'
/** What JavaScript waits for by itself. */
const ownKinds: readonly string[] = ['PROMISE', 'TickObject', 'Microtask', 'Immediate', 'Timeout']

/**
 * The kinds of all asynchronous jobs that this process starts while the work runs: hashes, files, sockets. Says what
 * work is done without a clock, which a busy machine would put wrong.
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
