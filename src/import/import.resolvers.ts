import { requireAdmin, type Viewer } from '../auth/viewer.ts'
import { createPage, createPageRequest } from '../database/pagination.ts'
import { requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type {
  Resolvers,
  RetryRejectsInput,
  RevertImportInput,
  TakeOverRefusalsInput,
  VerifyImportInput,
} from '../generated/graphql.ts'
import { errorCodes, rejectCodes, warningCodes } from './codes.ts'
import type { createImportLoaders } from './import.loaders.ts'
import {
  calculateProgress,
  calculateRate,
  calculateRecordRate,
  createExportRequest,
  createImportRequest,
  createRetry,
  createRevert,
  createSwitchOver,
  createTakeOver,
  createVerification,
  estimateRemaining,
  listCounts,
  listDocumentCounts,
  listRenamedUsers,
  listSkippedPaths,
  listWarnings,
  type OperationOnJob,
} from './import.rules.ts'
import { countImportJobs, type ImportJobRow, importJobSortKeys, listImportJobs } from './job.store.ts'
import { checkRejectRange, maxResponseBytes, toMaskedLine, toRawText } from './reject.rules.ts'
import { listRejectsWithBytes } from './reject.store.ts'
import type { ImportRunner } from './runner.ts'
import { createUploadIntake, waitUntilReceived } from './source/receive-uploads.ts'

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
    exportRejects: async (_root, { jobId, first, after }, { viewer, loaders, db }) => {
      requireAdmin(viewer)
      const job = requireFound(await loaders.importJobById.load(requireUuid(jobId, 'jobId')), 'Import')
      checkRejectRange({ first, after })
      const limits = { maxBytes: maxResponseBytes, maxBytesEach: maxResponseBytes }
      const rejects = await listRejectsWithBytes(db, { jobId: job.id, first, after, ...limits })
      const last = rejects.at(-1)
      return {
        ndjson: rejects.map(toMaskedLine).join(''),
        count: rejects.length,
        next: last?.hasNext === true ? last.number : null,
      }
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
    retryRejects: startOnImport<RetryRejectsInput>(createRetry),
    verifyImport: startOnImport<VerifyImportInput>(createVerification),
    revertImport: startOnImport<RevertImportInput>(createRevert),
    takeOverRefusals: startOnImport<TakeOverRefusalsInput>(createTakeOver),
    switchOverAnalyses: async (_root, _args, { viewer, imports, loaders }) => {
      const { id } = requireAdmin(viewer)
      const jobId = await imports.start(createSwitchOver(id))
      return { job: requireFound(await loaders.importJobById.load(jobId), 'Import') }
    },
    cancelImport: async (_root, { input }, { viewer, imports, loaders }) => {
      requireAdmin(viewer)
      const job = requireFound(
        await loaders.importJobById.load(requireUuid(input.jobId, 'input.jobId')),
        'Import',
      )
      await imports.cancel(job.id)
      return { job: requireFound(await loaders.importJobById.clear(job.id).load(job.id), 'Import') }
    },
  },
  ImportJob: {
    startedBy: async ({ startedById }, _args, { loaders }) =>
      startedById === null ? null : ((await loaders.userById.load(startedById)) ?? null),
    counts: ({ counts }) => listCounts(counts),
    documents: ({ counts }) => listDocumentCounts(counts),
    warnings: ({ warnings }) =>
      listWarnings(warnings).map((warning) => ({
        ...warning,
        code: warningCodes.toEnum(warning.code),
        originalCode: warningCodes.findOriginal(warning.code),
      })),
    errorCode: ({ errorCode }) => (errorCode === null ? null : errorCodes.toEnum(errorCode)),
    originalErrorCode: ({ errorCode }) => (errorCode === null ? null : errorCodes.findOriginal(errorCode)),
    skippedPaths: ({ skippedPaths }) => listSkippedPaths(skippedPaths),
    renamedUsers: ({ renamedUsers }) => listRenamedUsers(renamedUsers),
    sourceJob: async ({ ofJobId }, _args, { loaders }) =>
      ofJobId === null ? null : ((await loaders.importJobById.load(ofJobId)) ?? null),
    bytesPerSecond: (job) => calculateRate(job),
    recordsPerSecond: (job) => calculateRecordRate(job),
    progress: (job) => toPercent(calculateProgress(job)),
    estimatedRemainingSeconds: (job) => estimateRemaining(job),
    // A job has no owner, because only administrators see jobs; its id takes the owner's place.
    files: ({ id }, args, { loaders }) => loaders.filePagesByJob.load({ id, userId: id }, args),
    rejects: ({ id }, args, { loaders }) => loaders.rejectPagesByJob.load({ id, userId: id }, args),
    refusals: ({ id }, args, { loaders }) => loaders.refusalPagesByJob.load({ id, userId: id }, args),
    rejectsByCode: ({ id }, _args, { loaders }) => loaders.rejectCountsByJob.load({ id, userId: id }),
  },
  ImportReject: {
    code: ({ code }) => rejectCodes.toEnum(code),
    originalCode: ({ code }) => rejectCodes.findOriginal(code),
    rawText: async (reject, _args, { loaders }) => toRawText(await loaders.rejectBeginning.load(reject)),
    importedBy: async ({ importedById }, _args, { loaders }) =>
      importedById === null ? null : ((await loaders.importJobById.load(importedById)) ?? null),
  },
  ImportRejectCount: {
    code: ({ code }) => rejectCodes.toEnum(code),
    originalCode: ({ code }) => rejectCodes.findOriginal(code),
  },
  ImportFileConnection: { totalCount: (page) => page.countAll() },
  ImportRejectConnection: { totalCount: (page) => page.countAll() },
  ImportJobConnection: { totalCount: (page) => page.countAll() },
} satisfies Resolvers

function toPercent(share: number | null): number | null {
  return share === null ? null : share * 100
}

interface StartContext {
  readonly viewer: Viewer | null
  readonly imports: ImportRunner
  readonly loaders: Pick<ReturnType<typeof createImportLoaders>, 'importJobById'>
}

/** Returns a resolver that starts an operation on an earlier import, as a new job. */
function startOnImport<Input extends { readonly jobId: string }>(
  create: (job: ImportJobRow, input: Omit<Input, 'jobId'>, startedById: string) => OperationOnJob,
) {
  return async (
    _root: unknown,
    { input }: { readonly input: Input },
    { viewer, imports, loaders }: StartContext,
  ) => {
    const { id } = requireAdmin(viewer)
    const earlier = await loaders.importJobById.load(requireUuid(input.jobId, 'input.jobId'))
    const operation = create(requireFound(earlier, 'Import'), input, id)
    const jobId = await imports.start(operation.request, operation.input)
    return { job: requireFound(await loaders.importJobById.load(jobId), 'Import') }
  }
}
