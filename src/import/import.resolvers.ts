import { requireAdmin } from '../auth/viewer.ts'
import { createPage, createPageRequest } from '../database/pagination.ts'
import { requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import {
  calculateProgress,
  calculateRate,
  calculateRecordRate,
  createExportRequest,
  createImportRequest,
  createRetry,
  createRevert,
  createVerification,
  estimateRemaining,
  listCounts,
  listSkippedPaths,
  listWarnings,
} from './import.rules.ts'
import { countImportJobs, importJobSortKeys, listImportJobs } from './job.store.ts'
import { maxAnswerBytes, requireRange, toMaskedLine, toRawText } from './reject.rules.ts'
import { listRejectsWithBytes } from './reject.store.ts'
import { createUploadIntake, waitUntilReceived } from './source/uploads.ts'

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
      await waitUntilReceived(uploads, imports.untilEnded(jobId), jobId)
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

/** What is done with an import once it has ended: each a job of its own. Administrators only. */
export const importOperationResolvers = {
  Query: {
    exportRejects: async (_root, { jobId, first, after }, { viewer, loaders, db }) => {
      requireAdmin(viewer)
      const job = requireFound(await loaders.importJobById.load(requireUuid(jobId, 'jobId')), 'Import')
      requireRange({ first, after })
      const size = { maxBytes: maxAnswerBytes, maxBytesEach: maxAnswerBytes }
      const rejects = await listRejectsWithBytes(db, { jobId: job.id, first, after, ...size })
      const last = rejects.at(-1)
      return {
        ndjson: rejects.map(toMaskedLine).join(''),
        count: rejects.length,
        next: last?.hasNext === true ? last.number : null,
      }
    },
  },
  Mutation: {
    retryRejects: async (_root, { input }, { viewer, imports, loaders }) => {
      const { id } = requireAdmin(viewer)
      const about = await loaders.importJobById.load(requireUuid(input.jobId, 'input.jobId'))
      const { request, input: what } = createRetry(requireFound(about, 'Import'), input, id)
      const jobId = await imports.start(request, what)
      return { job: requireFound(await loaders.importJobById.load(jobId), 'Import') }
    },
    verifyImport: async (_root, { input }, { viewer, imports, loaders }) => {
      const { id } = requireAdmin(viewer)
      const about = await loaders.importJobById.load(requireUuid(input.jobId, 'input.jobId'))
      const { request, input: what } = createVerification(requireFound(about, 'Import'), input, id)
      const jobId = await imports.start(request, what)
      return { job: requireFound(await loaders.importJobById.load(jobId), 'Import') }
    },
    revertImport: async (_root, { input }, { viewer, imports, loaders }) => {
      const { id } = requireAdmin(viewer)
      const about = await loaders.importJobById.load(requireUuid(input.jobId, 'input.jobId'))
      const { request, input: what } = createRevert(requireFound(about, 'Import'), input, id)
      const jobId = await imports.start(request, what)
      return { job: requireFound(await loaders.importJobById.load(jobId), 'Import') }
    },
  },
} satisfies Resolvers
