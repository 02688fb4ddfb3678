import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client'
import { batches, connectionWaits, mails, repeatedTasks, statements } from '../../process/measurements.ts'
import { nameStatement } from './statement-name.ts'

/** The current numbers of connections of a pool. */
export interface PoolCounts {
  readonly total: number
  readonly idle: number
  /** Requests waiting for a connection. */
  readonly waiting: number
}

/** The state of the running import job. */
export interface JobProgress {
  readonly phase: string
  readonly bytesRead: number
  readonly bytesTotal: number
  readonly recordsPublished: number
  readonly rejects: number
}

/** What metrics read when they are collected. */
export interface ServerState {
  readonly pools: () => Readonly<Record<string, PoolCounts>>
  /** Estimated bytes of the documents and plans that are cached, by share. */
  readonly queryCacheBytes: () => Readonly<Record<string, number>>
  /** Bytes of requests in progress. */
  readonly heldBytes: () => number
  /** Undefined if this process runs no job. */
  readonly importProgress: () => JobProgress | undefined
}

const statementBucketsSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 15]
const sizeBuckets = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

/** Database, caches, imports and repeated tasks. @returns a function that stops the observation. */
export function observeServer(registry: Registry, state: ServerState): () => void {
  const stops = [
    observeStatements(registry),
    observeBatches(registry),
    observeTasks(registry),
    observeMails(registry),
  ]
  observePools(registry, state)
  observeMemory(registry, state)
  observeImport(registry, state)
  return () => {
    for (const stop of stops) stop()
  }
}

function observeStatements(registry: Registry): () => void {
  const durations = new Histogram({
    name: 'database_statement_duration_seconds',
    help: 'Time from sending a statement to its result, by verb and first table.',
    labelNames: ['statement'],
    buckets: statementBucketsSeconds,
    registers: [registry],
  })
  return statements.subscribe(({ text, durationMs }) => {
    durations.observe({ statement: nameStatement(text) }, durationMs / 1000)
  })
}

function observePools(registry: Registry, { pools }: ServerState): void {
  const registers = [registry]
  new Gauge({
    name: 'database_connections',
    help: 'Open connections to the database by pool and state.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, { total, idle }] of Object.entries(pools())) {
        this.set({ pool, state: 'idle' }, idle)
        this.set({ pool, state: 'busy' }, total - idle)
      }
    },
  })
  new Gauge({
    name: 'database_connections_waited_for',
    help: 'Requests waiting for a database connection, by pool.',
    labelNames: ['pool'],
    registers,
    collect() {
      for (const [pool, { waiting }] of Object.entries(pools())) this.set({ pool }, waiting)
    },
  })
}

function observeBatches(registry: Registry): () => void {
  const registers = [registry]
  const waits = new Histogram({
    name: 'database_connection_wait_seconds',
    help: 'Time that requests waited for a connection of the pool.',
    buckets: statementBucketsSeconds,
    registers,
  })
  const keys = new Histogram({
    name: 'database_batch_keys',
    help: 'Keys in a statement that loads rows by keys.',
    buckets: sizeBuckets,
    registers,
  })
  const requests = new Histogram({
    name: 'database_batch_requests',
    help: 'Requests that share a statement that loads rows by keys.',
    buckets: sizeBuckets,
    registers,
  })
  const stops = [
    connectionWaits.subscribe((ms) => waits.observe(ms / 1000)),
    batches.subscribe((batch) => {
      keys.observe(batch.keys)
      requests.observe(batch.requests)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function observeTasks(registry: Registry): () => void {
  const registers = [registry]
  const durations = new Histogram({
    name: 'repeated_task_duration_seconds',
    help: 'Duration of the runs of repeated tasks by task and outcome.',
    labelNames: ['task', 'outcome'],
    buckets: statementBucketsSeconds,
    registers,
  })
  const lastSuccess = new Gauge({
    name: 'repeated_task_last_success_timestamp_seconds',
    help: 'Unix time of the last successful run of a repeated task.',
    labelNames: ['task'],
    registers,
  })
  return repeatedTasks.subscribe(({ name: task, durationMs, isSuccessful }) => {
    durations.observe({ task, outcome: isSuccessful ? 'success' : 'failure' }, durationMs / 1000)
    if (isSuccessful) lastSuccess.setToCurrentTime({ task })
  })
}

function observeMails(registry: Registry): () => void {
  const counter = new Counter({
    name: 'mails_total',
    help: 'E-mails by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  return mails.subscribe(({ isSent }) => counter.inc({ outcome: isSent ? 'sent' : 'failed' }))
}

function observeMemory(registry: Registry, { queryCacheBytes, heldBytes }: ServerState): void {
  const registers = [registry]
  new Gauge({
    name: 'graphql_query_cache_bytes',
    help: 'Estimated memory of cached documents and plans, by share.',
    labelNames: ['share'],
    registers,
    collect() {
      for (const [share, bytes] of Object.entries(queryCacheBytes())) this.set({ share }, bytes)
    },
  })
  new Gauge({
    name: 'graphql_held_bytes',
    help: 'Bytes of rows and responses of the requests in progress.',
    registers,
    collect() {
      this.set(heldBytes())
    },
  })
}

function observeImport(registry: Registry, { importProgress }: ServerState): void {
  const registers = [registry]
  new Gauge({
    name: 'import_running',
    help: '1 for the phase of the import job that this process runs.',
    labelNames: ['phase'],
    registers,
    collect() {
      this.reset()
      const progress = importProgress()
      if (progress !== undefined) this.set({ phase: progress.phase }, 1)
    },
  })
  const numbers = {
    import_read_bytes: ['Bytes read by the running import job.', 'bytesRead'],
    import_source_bytes: ['Bytes of the source of the running import job.', 'bytesTotal'],
    import_published_records: ['Records published by the running import job.', 'recordsPublished'],
    import_rejects: ['Rejects of the running import job.', 'rejects'],
  } as const
  for (const [name, [help, member]] of Object.entries(numbers)) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(importProgress()?.[member] ?? 0)
      },
    })
  }
}
