import { requireAdmin } from '../auth/viewer.ts'
import { requireUuid } from '../database/ids.ts'
import { createPage } from '../database/page.ts'
import { createPageRequest } from '../database/pagination.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import {
  calculateProgress,
  calculateRecordRate,
  createExportRequest,
  createImportRequest,
  estimateRemaining,
  listCounts,
  listSkippedPaths,
  listWarnings,
} from './import-job.rules.ts'
import { countImportJobs, importJobSortKeys, listImportJobs } from './import-job.store.ts'
import { calculateRate } from './import-time.rules.ts'
import { toRawText } from './raw-text.rules.ts'
import { createUploadIntake, untilReceived } from './upload/upload-intake.ts'

export const importResolvers = {
  Query: {
    importJob: async (_root, { id }, { viewer, loaders }) => {
      requireAdmin(viewer)
      return requireFound(await loaders.importJobById.load(requireUuid(id, 'id')), 'Import')
    },
    importJobs: async (_root, pageArguments, { viewer, db }) => {
      requireAdmin(viewer)
      const page = createPageRequest(pageArguments, { field: 'created_at' }, importJobSortKeys)
      return createPage(await listImportJobs(db, page), page, () => countImportJobs(db))
    },
  },
  Mutation: {
    importLegacyData: async (_root, { input }, { viewer, imports, loaders }) => {
      const { id } = requireAdmin(viewer)
      const request = createImportRequest(input, id)
      const uploads = createUploadIntake(input.files, request)
      const jobId = await imports.start(request, uploads === undefined ? {} : { uploads })
      await untilReceived(uploads, imports.untilEnded(jobId), jobId)
      return { job: requireFound(await loaders.importJobById.load(jobId), 'Import') }
    },
    exportLegacyData: async (_root, { input }, { viewer, imports, loaders }) => {
      const { id } = requireAdmin(viewer)
      const jobId = await imports.start(createExportRequest(input, id))
      return { job: requireFound(await loaders.importJobById.load(jobId), 'Import') }
    },
    cancelImport: async (_root, { id }, { viewer, imports, loaders }) => {
      requireAdmin(viewer)
      const job = requireFound(await loaders.importJobById.load(requireUuid(id, 'id')), 'Import')
      await imports.cancel(job.id)
      return { job: requireFound(await loaders.importJobById.clear(job.id).load(job.id), 'Import') }
    },
  },
  ImportJob: {
    startedBy: async ({ startedById }, _args, { loaders }) =>
      startedById === null ? null : ((await loaders.userById.load(startedById)) ?? null),
    counts: ({ counts }) => listCounts(counts),
    warnings: ({ warnings }) => listWarnings(warnings),
    skippedPaths: ({ skippedPaths }) => listSkippedPaths(skippedPaths),
    about: async ({ ofJobId }, _args, { loaders }) =>
      ofJobId === null ? null : ((await loaders.importJobById.load(ofJobId)) ?? null),
    bytesPerSecond: (job) => calculateRate(job),
    recordsPerSecond: (job) => calculateRecordRate(job),
    progress: (job) => calculateProgress(job),
    remainingSeconds: (job) => estimateRemaining(job),
    files: ({ id }, args, { loaders }) => loaders.filePagesByJob.load({ id, userId: id }, args),
    // A job has no owner: only administrators see any.
    rejects: ({ id }, args, { loaders }) => loaders.rejectPagesByJob.load({ id, userId: id }, args),
    rejectsByCode: ({ id }, _args, { loaders }) => loaders.rejectCountsByJob.load({ id, userId: id }),
  },
  ImportReject: {
    rawText: async (reject, _args, { loaders }) => toRawText(await loaders.rejectBeginning.load(reject)),
    importedBy: async ({ importedById }, _args, { loaders }) =>
      importedById === null ? null : ((await loaders.importJobById.load(importedById)) ?? null),
  },
  ImportFileConnection: { totalCount: (page) => page.countAll() },
  ImportRejectConnection: { totalCount: (page) => page.countAll() },
  ImportJobConnection: { totalCount: (page) => page.countAll() },
} satisfies Resolvers
