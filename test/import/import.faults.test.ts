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
import { findSeed } from '../support/random-seed.ts'

/** `FAULT_POINTS=100 FAULT_SEED=1 npm test -- import/faults` for many points, and for the same ones again. */
const pointCount = Number(process.env.FAULT_POINTS ?? faults.length)
const seed = findSeed('FAULT_SEED')
/**
 * An import that no fault met in time has to end by itself, and a busy machine takes it long. It may also seem to the
 * importer that its connections have vanished: hence the retries.
 */
const options = { retry: 2, timeout: 240_000 }
/** Nothing that goes wrong may leave an import that never ends. */
const maxHangMs = 60_000

const postgres = await startDedicatedPostgres()
const disk = mountSmallDisk()
let stage: FaultScenario | undefined

const outcomes = { before: 0, after: 0, resumed: 0 }
afterAll(() => {
  process.stdout.write(`FAULT_POINTS=${pointCount} FAULT_SEED=${seed}: ${JSON.stringify(outcomes)}\n`)
})

/** When a fault strikes, as a part of the time that an import takes, or of the room. */
const parts = fc.sample(fc.noBias(fc.nat(1000)), { numRuns: pointCount, seed }).map((part) => part / 1000)
const points = parts.flatMap((at, index) => {
  const fault = faults[index % faults.length]
  return fault === undefined ? [] : [{ at, fault, name: fault.name }]
})

test('undisturbed, an import is there as a whole', async () => {
  stage = await prepareFaultScenario(postgres)
  expect(stage.job).toMatchObject({ phase: 'completed', isResumed: false })
  expect(stage.after).not.toEqual(stage.before)
}, 120_000)

test.each(points)('$name at $at: all or nothing, and all in the end', options, async ({ at, fault }) => {
  const task = await getStage().createTask()
  await strike(task, fault, at)
  const job = await expectAllOrNothing(task)
  if (job.phase !== 'completed') await expectAllInTheEnd(task, job)
  await postgres.dropDatabase(task.name)
})

test.skipIf(disk === undefined).each(parts.filter((_, index) => index % faults.length === 0))(
  'the disk is full at %f: all or nothing, and all in the end',
  options,
  async (at) => {
    await useTablespace()
    const task = await getStage().createTask('small_disk')
    // The first session of a database writes, too.
    await findDatabaseBytes(task.database)
    disk?.fill(at * (await findGrowth()))
    await importByCommand(task).untilOver()
    disk?.empty()
    const job = await expectAllOrNothing(task)
    // Not even that the job failed may have found room.
    if (job.phase === 'failed') expect(job.errorCode).toBe('DISK_FULL')
    if (job.phase !== 'completed') await expectAllInTheEnd(task, job)
    await postgres.dropDatabase(task.name)
  },
)

function getStage(): FaultScenario {
  if (stage === undefined) throw new Error('The undisturbed import failed.')
  return stage
}

async function useTablespace(): Promise<void> {
  if (disk === undefined) return
  await postgres
    .runAsAdmin(`create tablespace small_disk location '${disk.directory}'`)
    .catch(() => undefined)
}

/** By how much an undisturbed import makes a database larger. */
async function findGrowth(): Promise<number> {
  const [earlier, later] = [await getStage().createTask(), await getStage().createTask()]
  await importToEnd(later)
  return (await findDatabaseBytes(later.database)) - (await findDatabaseBytes(earlier.database))
}

/** Imports, and has something go wrong meanwhile. When it returns, nothing of the import goes on. */
async function strike(task: ImportTask, fault: Fault, at: number): Promise<void> {
  const gate = await createDatabaseProxy(task.database)
  const reached = fault.isBehindGate ? { ...task, database: gate.database } : task
  const importer = fault.by === 'command' ? importByCommand(reached) : await importByServer(reached)
  await untilJob(task)
  await sleep(at * getStage().durationMs)
  const mend = await fault.strike({ postgres, task, importer, gate })
  await mend()
  const isOver = await Promise.race([importer.untilOver(), sleep(maxHangMs, 'hangs')])
  expect(isOver, importer.program.stdout() + importer.program.stderr()).toBeUndefined()
  await importer.close()
  await gate.close()
}

/** The database is as it was, or as it is after an undisturbed import, and the job tells which. */
async function expectAllOrNothing(task: ImportTask): Promise<JobState> {
  const { before, after, job: undisturbed, kept } = getStage()
  expect(await untilNoImportRuns(task.database)).toEqual([])
  const job = await untilJob(task)
  const isDone = job.phase === 'completed'
  expect(await digestTables(task.database)).toEqual(isDone ? after : before)
  outcomes[isDone ? 'after' : 'before']++
  if (isDone) {
    expect(job).toMatchObject({ counts: undisturbed.counts, recordsPublished: undisturbed.recordsPublished })
    expect(await digestJob(task.database, job.id)).toEqual(kept)
    expect(await listFilledStaging(task.database)).toEqual([])
  }
  return job
}

/** The same import once more does what an undisturbed one does. What was staged of it is gone on with. */
async function expectAllInTheEnd(task: ImportTask, interrupted: JobState): Promise<void> {
  const { after, kept, job: undisturbed } = getStage()
  const staged = await findStaged(task.database)
  const job = await importToEnd(task)
  expect(job).toMatchObject({ phase: 'completed', errorCode: null, counts: undisturbed.counts })
  expect(job.recordsPublished).toBe(undisturbed.recordsPublished)
  expect(await digestTables(task.database)).toEqual(after)
  expect(await digestJob(task.database, job.id)).toEqual(kept)
  expect(await listFilledStaging(task.database)).toEqual([])
  expect(await untilNoImportRuns(task.database)).toEqual([])
  expect(job.isResumed).toBe(staged.jobId !== null)
  if (staged.jobId !== null) expect(job.id).toBe(interrupted.id)
  if (staged.batches > 0) outcomes.resumed++
}
