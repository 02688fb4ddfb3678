import { AppError } from '../errors.ts'

export interface ConcurrencyLimitOptions {
  /** Tasks that run at the same time. */
  readonly maxRunning: number
  /** Tasks that may wait in each queue. */
  readonly maxWaiting: number
}

/** The queue in which a task waits, and its client. */
export interface QueuePlace<Queue extends string = string> {
  /** Queues take turns, so that a long one does not delay the tasks of another. */
  readonly queue: Queue
  /** Clients of a queue take turns too. */
  readonly client: string
}

export interface ConcurrencyLimit<Queue extends string = string> {
  /** Whether the queue is full. */
  isFull(queue: Queue): boolean
  /**
   * Runs the task when its turn comes. Tasks of one client in one queue start in the order of their arrival.
   * @throws AppError UNAVAILABLE when the queue is full. A full queue rejects the last task of the client with the most
   * waiting tasks, which may be this one.
   */
  run<Result>(place: QueuePlace<Queue>, task: () => Promise<Result>): Promise<Result>
}

interface Waiter {
  start(): void
  refuse(error: AppError): void
}

/** The waiting tasks of one queue by client; the first client in the map is next. */
type Clients = Map<string, Waiter[]>

/** Limits how many expensive tasks run at once, and shares the turns fairly between queues and clients. */
export function createConcurrencyLimit<Queue extends string>({
  maxRunning,
  maxWaiting,
}: ConcurrencyLimitOptions): ConcurrencyLimit<Queue> {
  // The first queue in the map is next. A queue without waiting tasks is not in it.
  const queues = new Map<Queue, Clients>()
  let running = 0

  function wait({ queue, client }: QueuePlace<Queue>): Promise<void> {
    const clients: Clients = queues.get(queue) ?? new Map()
    if (countWaiting(clients) >= maxWaiting) makeRoom(clients, client)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiters = clients.get(client) ?? []
    waiters.push({ start: resolve, refuse: reject })
    clients.set(client, waiters)
    queues.set(queue, clients)
    return promise
  }

  /** Hands the slot directly to the next waiter, so that a new task can't take it. */
  function leave(): void {
    const [next] = queues
    if (next === undefined) {
      running -= 1
      return
    }
    const [queue, clients] = next
    const waiter = takeFirst(clients)
    queues.delete(queue)
    if (clients.size > 0) queues.set(queue, clients)
    waiter?.start()
  }

  return {
    isFull: (queue) => countWaiting(queues.get(queue) ?? new Map()) >= maxWaiting,
    async run(place, task) {
      if (running < maxRunning) running += 1
      else await wait(place)
      try {
        return await task()
      } finally {
        leave()
      }
    },
  }
}

function countWaiting(clients: Clients): number {
  let count = 0
  for (const waiters of clients.values()) count += waiters.length
  return count
}

/** The first task of the first client, which moves to the end. */
function takeFirst(clients: Clients): Waiter | undefined {
  const [first] = clients
  if (first === undefined) return undefined
  const [client, waiters] = first
  const waiter = waiters.shift()
  clients.delete(client)
  if (waiters.length > 0) clients.set(client, waiters)
  return waiter
}

/**
 * Rejects the last task of the client with the most waiting tasks.
 * @throws AppError UNAVAILABLE when no client has more than the newcomer.
 */
function makeRoom(clients: Clients, newcomer: string): void {
  const busy = new AppError('UNAVAILABLE', 'The server is busy. Try again in a moment.')
  let most: Waiter[] = []
  for (const waiters of clients.values()) if (waiters.length > most.length) most = waiters
  const own = clients.get(newcomer)?.length ?? 0
  if (most.length <= own + 1) throw busy
  most.pop()?.refuse(busy)
}
