import { badArgument } from '../errors.ts'
import type { ImportErrorCode, ImportRejectCode, ImportWarningCode } from '../generated/graphql.ts'

/**
 * The values of an enum of the schema by the codes that are stored. Stored codes may be those of another version of the
 * server: they are OTHER, and the API also returns the original.
 */
class StoredCodes<Code extends string> {
  readonly #known: ReadonlyMap<string, Code>

  constructor(codes: Readonly<Record<Exclude<Code, 'other'>, true>>) {
    this.#known = new Map(Object.keys(codes).map((code) => [code.toUpperCase(), code as Code]))
  }

  toEnum(stored: string): Code | 'other' {
    return this.#known.get(stored) ?? 'other'
  }

  /** The stored code, if the enum has no value for it. */
  findOriginal(stored: string): string | null {
    return this.#known.has(stored) ? null : stored
  }
}

export const errorCodes = new StoredCodes<ImportErrorCode>({
  interrupted: true,
  database_lost: true,
  conflict: true,
  disk_full: true,
  source_unreadable: true,
  out_of_memory: true,
  upload_aborted: true,
  target_unwritable: true,
  not_possible: true,
  verification_failed: true,
  internal: true,
})

export const warningCodes = new StoredCodes<ImportWarningCode>({
  missing_value: true,
  missing_date: true,
  invalid_date: true,
  invalid_id: true,
  invalid_characters: true,
  wrong_type: true,
  unknown_value: true,
  value_too_long: true,
  value_out_of_range: true,
  value_approximated: true,
  value_changed: true,
  null_removed: true,
  item_skipped: true,
  owner_differs: true,
  role_not_granted: true,
  duplicate_key: true,
  api_key_taken: true,
  email_renamed: true,
  second_default: true,
  config_unknown: true,
  placeholder_owner: true,
  row_changed: true,
  row_deleted: true,
  row_kept: true,
  not_newer: true,
  message_differs: true,
  api_key_is_digest: true,
  password_unknown_there: true,
})

export const rejectCodes = new StoredCodes<ImportRejectCode>({
  missing_id: true,
  invalid_id: true,
  missing_owner: true,
  invalid_owner: true,
  owner_unknown: true,
  missing_email: true,
  invalid_email: true,
  email_taken: true,
  missing_session: true,
  invalid_session: true,
  session_unknown: true,
  duplicate_id: true,
  id_taken: true,
  empty_file: true,
  not_json: true,
  truncated: true,
  trailing_bytes: true,
  stray_bytes: true,
  broken_record: true,
  record_too_large: true,
  too_deep: true,
  invalid_utf8: true,
  file_changed: true,
  read_failed: true,
  damaged_compression: true,
  expands_too_much: true,
  unsupported_compression: true,
  row_changed: true,
  row_deleted: true,
  row_kept: true,
  not_newer: true,
  message_differs: true,
  missing: true,
  different: true,
  changed_since: true,
  has_dependents: true,
})

/**
 * The stored codes of a filter.
 * @throws AppError BAD_USER_INPUT for OTHER, which stands for codes that are not known.
 */
export function toStoredCodes(codes: readonly ImportRejectCode[], argument: string): readonly string[] {
  const place = codes.indexOf('other')
  if (place !== -1) throw badArgument(`${argument}.${place}`, 'must be a code other than OTHER')
  return codes.map((code) => code.toUpperCase())
}
