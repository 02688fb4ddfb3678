/** Tables of which the plan knows nothing. */
export const ownTables = {
  account_codes: 'what proves that somebody reads an e-mail, as digests',
  account_security: 'which tokens an account has ended, and when it was closed',
  tier_quotas: 'analyses a month for each tier',
  analysis_leases: 'workers’ claims on analyses',
  idempotency_keys: 'what retried calls have done before',
  import_jobs: 'what was imported, when, with what options, and how it ended',
  import_progress: 'how far a job got',
  import_rejects: 'records that could not become rows, with their text',
  legacy_records: 'what the ten tables can not hold of an imported record, and where it stood',
  import_files: 'the proof of an import, file for file',
  import_undo: 'what an import replaced, to be restored when it is reverted',
  'staging.records': 'what becomes legacy_records when an import is published',
  'staging.job': 'whose the staging is',
  'staging.files': 'the files of the job in the staging, and which of them are read',
  'staging.batches': 'what is staged as a whole, and what became of its records',
  'staging.uploads': 'uploaded files, in pieces',
} as const
