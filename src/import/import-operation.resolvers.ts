import { requireAdmin } from '../auth/viewer.ts'
import { requireUuid } from '../database/ids.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { createRetry, createReversion, createVerification } from './import-operation.rules.ts'
import { maxAnswerBytes, requireRange, toMaskedLine } from './reject-ndjson.rules.ts'
import { listRejectsWithBytes } from './reject-text.store.ts'

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
      const { request, input: what } = createReversion(requireFound(about, 'Import'), input, id)
      const jobId = await imports.start(request, what)
      return { job: requireFound(await loaders.importJobById.load(jobId), 'Import') }
    },
  },
} satisfies Resolvers
