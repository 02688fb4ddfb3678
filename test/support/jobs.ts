import type { Connection } from '../../src/database/connection.ts'
import type { ImportJobRow } from '../../src/import/import-job.store.ts'
import { createRequest, type ImportRequest } from '../../src/import/import-request.ts'
import type { ImportInput } from '../../src/import/import-run.ts'
import { createTestRunner, getJob } from './imports.ts'

/** Does something with a job, and returns the job that did it when it has ended. */
export async function runJob(
  connection: Connection,
  operation: ImportRequest['operation'],
  ofJobId: string,
  asked: Partial<ImportRequest> & { readonly input?: ImportInput } = {},
): Promise<ImportJobRow> {
  const { input, ...request } = asked
  const runner = createTestRunner(connection)
  const jobId = await runner.start(
    createRequest({ source: 'tables', ...request, operation, ofJobId, startedById: null }),
    input,
  )
  await runner.untilEnded(jobId)
  return getJob(connection, jobId)
}

/** The rejects of a job, in their order. */
export async function listRejects({ pool }: Connection, jobId: string) {
  const { rows } = await pool.query(
    'select kind, file, line::int, pointer, code, message from import_rejects where job_id = $1 order by number',
    [jobId],
  )
  return rows
}
