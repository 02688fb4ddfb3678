import type { ImportJobRow } from '../../src/import/import-job.store.ts'

const createdAt = new Date('2026-01-01T00:00:00Z')

/** An import that took two and a half seconds, of nothing. */
export const endedJob: ImportJobRow = {
  id: '6f0c1a52-6f0a-4d6e-9a53-0c8f0a1d2b3c',
  operation: 'import',
  ofJobId: null,
  source: 'directory',
  startedById: null,
  phase: 'completed',
  directory: 'data',
  layout: 'auto',
  dryRun: false,
  onConflict: 'skip',
  includeBackups: true,
  orphans: 'quarantine',
  onDamage: 'salvage',
  verify: true,
  counts: {},
  warnings: {},
  skippedPaths: [],
  bytesRead: '0',
  bytesTotal: '0',
  recordsPublished: '0',
  errorCode: null,
  errorMessage: null,
  createdAt,
  startedAt: createdAt,
  readingFinishedAt: null,
  heartbeatAt: null,
  resumedAt: null,
  finishedAt: new Date('2026-01-01T00:00:02.500Z'),
  revertedAt: null,
}
