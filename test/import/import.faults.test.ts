import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createDatabaseProxy } from '../support/database-proxy.ts'
import { startDedicatedPostgres } from '../support/dedicated-postgres.ts'
import { type Fault, faults } from '../support/fault-injection/faults.ts'
import {
  digestJob,
  digestTables,
  findDatabaseBytes,
  findStaged,
  type JobState,
  listFilledStaging,
  untilNoImportRuns,
} from '../support/fault-injection/import-state.ts'
import {
  type ImportTask,
  importByCommand,
  importByServer,
  untilJob,
} from '../support/fault-injection/importer.ts'
import { type FaultScenario, importToEnd, prepareFaultScenario } from '../support/fault-injection/scenario.ts'
import { mountSmallDisk } from '../support/fault-injection/small-disk.ts'
import { findCount, findSeed } from '../support/random-seed.ts'

/** `FAULT_POINTS=100 FAULT_SEED=1 npm run test:faults` tests 100 points, the same for the same seed. */
const pointCount = findCount('FAULT_POINTS', { full: 4 * faults.length, short: faults.length })
const seed = findSeed('FAULT_SEED')
/**
 * The timeout is for an import that ended before its fault, on a busy machine. Retries are needed because a busy machine
 * can make the importer believe that its connections are lost.
 */
const options = { retry: 2, timeout: 240_000 }
/** No fault may leave an import that never ends. */
const maxHangMs = 60_000

const postgres = await startDedicatedPostgres()
const disk = mountSmallDisk()
let scenario: FaultScenario | undefined

const outcomes = { before: 0, after: 0, resumed: 0 }
afterAll(() => {
  process.stdout.write(
    `Repeat with FAULT_POINTS=${pointCount} FAULT_SEED=${seed}: ${JSON.stringify(outcomes)}\n`,
  )
})

/** When a fault is injected, as a fraction of the import's duration, or of its disk space. */
const fractions = fc
  .sample(fc.noBias(fc.nat(1000)), { numRuns: pointCount, seed })
  .map((fraction) => fraction / 1000)
const points = fractions.flatMap((at, index) => {
  const fault = faults[index % faults.length]
  return fault === undefined ? [] : [{ at, fault, name: fault.name }]
})

test('an undisturbed import is published completely', async () => {
  scenario = await prepareFaultScenario(postgres)
  expect(scenario.job).toMatchObject({ phase: 'completed', isResumed: false })
  expect(scenario.after).not.toEqual(scenario.before)
}, 120_000)

test.each(points)(
  '$name at $at: all or nothing is published, and a repeated import completes',
  options,
  async ({ at, fault }) => {
    const task = await getScenario().createTask()
    await injectFault(task, fault, at)
    const job = await expectAllOrNothing(task)
    if (job.phase !== 'completed') await expectCompletion(task, job)
    await postgres.dropDatabase(task.name)
  },
)

test.skipIf(disk === undefined).each(fractions.filter((_, index) => index % faults.length === 0))(
  'disk full at %f: all or nothing is published, and a repeated import completes',
  options,
  async (at) => {
    await useTablespace()
    const task = await getScenario().createTask('small_disk')
    // Measured first, because the first session of a database also writes.
    await findDatabaseBytes(task.database)
    disk?.fill(at * (await findGrowth()))
    await importByCommand(task).untilOver()
    disk?.empty()
    const job = await expectAllOrNothing(task)
    // There may not even have been space to mark the job as failed.
    if (job.phase === 'failed') expect(job.errorCode).toBe('DISK_FULL')
    if (job.phase !== 'completed') await expectCompletion(task, job)
    await postgres.dropDatabase(task.name)
  },
)

function getScenario(): FaultScenario {
  if (scenario === undefined) throw new Error('The undisturbed import failed.')
  return scenario
}

async function useTablespace(): Promise<void> {
  if (disk === undefined) return
  await postgres
    .runAsAdmin(`create tablespace small_disk location '${disk.directory}'`)
    .catch(() => undefined)
}

/** By how many bytes an undisturbed import grows a database. */
async function findGrowth(): Promise<number> {
  const [earlier, later] = [await getScenario().createTask(), await getScenario().createTask()]
  await importToEnd(later)
  return (await findDatabaseBytes(later.database)) - (await findDatabaseBytes(earlier.database))
}

/** Injects a fault into an import and waits until the import has completely ended. */
async function injectFault(task: ImportTask, fault: Fault, at: number): Promise<void> {
  const proxy = await createDatabaseProxy(task.database)
  const proxiedTask = fault.usesProxy ? { ...task, database: proxy.database } : task
  const importer = fault.by === 'command' ? importByCommand(proxiedTask) : await importByServer(proxiedTask)
  await untilJob(task)
  await sleep(at * getScenario().durationMs)
  const repair = await fault.inject({ postgres, task, importer, proxy })
  await repair()
  const timeout = await Promise.race([importer.untilOver(), sleep(maxHangMs, 'hangs')])
  expect(timeout, importer.program.stdout() + importer.program.stderr()).toBeUndefined()
  await importer.close()
  await proxy.close()
}

/** Expects the database before the import, or after an undisturbed one, in agreement with the job. */
async function expectAllOrNothing(task: ImportTask): Promise<JobState> {
  const { before, after, job: undisturbed, jobTables } = getScenario()
  expect(await untilNoImportRuns(task.database)).toEqual([])
  const job = await untilJob(task)
  const isDone = job.phase === 'completed'
  expect(await digestTables(task.database)).toEqual(isDone ? after : before)
  outcomes[isDone ? 'after' : 'before']++
  if (isDone) {
    expect(job).toMatchObject({ counts: undisturbed.counts, recordsPublished: undisturbed.recordsPublished })
    expect(await digestJob(task.database, job.id)).toEqual(jobTables)
    expect(await listFilledStaging(task.database)).toEqual([])
  }
  return job
}

/** Expects the repeated import to have the result of an undisturbed one, continuing with what was staged. */
async function expectCompletion(task: ImportTask, interrupted: JobState): Promise<void> {
  const { after, jobTables, job: undisturbed } = getScenario()
  const staged = await findStaged(task.database)
  const job = await importToEnd(task)
  expect(job).toMatchObject({ phase: 'completed', errorCode: null, counts: undisturbed.counts })
  expect(job.recordsPublished).toBe(undisturbed.recordsPublished)
  expect(await digestTables(task.database)).toEqual(after)
  expect(await digestJob(task.database, job.id)).toEqual(jobTables)
  expect(await listFilledStaging(task.database)).toEqual([])
  expect(await untilNoImportRuns(task.database)).toEqual([])
  expect(job.isResumed).toBe(staged.jobId !== null)
  if (staged.jobId !== null) expect(job.id).toBe(interrupted.id)
  if (staged.batches > 0) outcomes.resumed++
}
