/** Columns of which a verification does not notice damage, with the reason. Also in docs/importing.md. */
export const unnoticedColumns: Readonly<Record<string, string>> = {
  'analyses.queued_at': 'set when a user refreshes the analysis, which no source contains',
  'import_rejects.created_at': 'the time of saving, which no source contains',
  'import_rejects.imported_by': 'changes when a retry or a take-over imports the record',
  'legacy_records.deleted_at': 'changes when the row is deleted through the API',
  'legacy_records.imported_at': 'the time of publishing, which no source contains',
  'legacy_records.previous_jobs': 'changes when a later import writes the record',
  'legacy_records.system_change': 'changes with a switch-over',
  'legacy_records.was_running': 'only decides whether a switch-over ends the analysis',
}
