import { runExportJob } from './export/run-export.ts'
import type { ImportRequest } from './job.store.ts'
import type { ImportRun } from './job-run.ts'
import { runRevert } from './revert/run-revert.ts'
import { runImport } from './run-import.ts'
import { runVerify } from './verify/run-verify.ts'

/**
 * What a job does, by its operation. Each ends its job as completed, in the transaction that holds all its writes; when
 * it throws, nothing that it wrote is there.
 */
export const operations: Readonly<Record<ImportRequest['operation'], (run: ImportRun) => Promise<void>>> = {
  import: runImport,
  retry: runImport,
  verify: runVerify,
  revert: runRevert,
  export: runExportJob,
}
