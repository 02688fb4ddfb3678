import DataLoader from 'dataloader'
import type { Database } from '../database/connection.ts'
import { manyByParent, oneByKey, pagesByParent } from '../database/loaders.ts'
import { createPageRequest } from '../database/pagination.ts'
import type { ImportJobFilesArgs, ImportJobRejectsArgs, ImportRejectFilter } from '../generated/graphql.ts'
import { toStoredCodes } from './codes.ts'
import { countImportFiles, importFileSortKeys, listImportFiles } from './file.store.ts'
import { findImportJobs } from './job.store.ts'
import { maxRawTextBytes } from './reject.rules.ts'
import {
  countImportRejects,
  countImportRejectsByCode,
  findRejectBeginnings,
  importRejectSortKeys,
  listImportRejects,
  type RejectFilter,
  type RejectKey,
} from './reject.store.ts'

const filePagesByJob = pagesByParent({
  createRequest: (args: ImportJobFilesArgs) =>
    createPageRequest(args, { field: 'number', direction: 'asc' }, importFileSortKeys),
  list: (db, jobs, { page }) => listImportFiles(db, jobs, page),
  count: countImportFiles,
  parentIdOf: (row) => row.jobId,
})
const rejectPagesByJob = pagesOfRejects('rejects')
const refusalPagesByJob = pagesOfRejects('refusals')
const rejectCountsByJob = manyByParent(countImportRejectsByCode, ({ jobId }) => jobId)

/** Loaders of jobs, which only administrators can see, and of the files and rejects of a loaded job. */
export function createImportLoaders(db: Database, isAdmin: boolean) {
  return {
    importJobById: oneByKey(
      async (ids) => (isAdmin ? findImportJobs(db, ids) : []),
      (row) => row.id,
    ),
    filePagesByJob: filePagesByJob(db),
    rejectPagesByJob: rejectPagesByJob(db),
    refusalPagesByJob: refusalPagesByJob(db),
    rejectCountsByJob: rejectCountsByJob(db),
    rejectBeginning: createBeginningLoader(db),
  }
}

function pagesOfRejects(set: NonNullable<RejectFilter['set']>) {
  return pagesByParent({
    createRequest(args: ImportJobRejectsArgs) {
      toRejectFilter(args.filter, set)
      return createPageRequest(args, { field: 'number', direction: 'asc' }, importRejectSortKeys)
    },
    list: (db, jobs, { args, page }) => listImportRejects(db, jobs, toRejectFilter(args.filter, set), page),
    count: (db, jobs, { filter }) => countImportRejects(db, jobs, toRejectFilter(filter, set)),
    parentIdOf: (row) => row.jobId,
  })
}

/** @throws AppError BAD_USER_INPUT */
function toRejectFilter(
  filter: ImportRejectFilter | null | undefined,
  set: RejectFilter['set'],
): RejectFilter {
  const { kinds, codes } = filter ?? {}
  return {
    ...(kinds && { kinds }),
    ...(codes && { codes: toStoredCodes(codes, 'filter.codes') }),
    ...(set && { set }),
  }
}

function createBeginningLoader(db: Database): DataLoader<RejectKey, Buffer, string> {
  const keyOf = ({ jobId, number }: RejectKey) => `${jobId} ${number}`
  return new DataLoader(
    async (keys) => {
      const rows = await findRejectBeginnings(db, keys, maxRawTextBytes)
      const beginnings = new Map(rows.map((row) => [keyOf(row), row.beginning]))
      return keys.map((key) => beginnings.get(keyOf(key)) ?? Buffer.alloc(0))
    },
    { cacheKeyFn: keyOf },
  )
}
