import type { Warning } from './record-type.ts'

/** Notes what became of the value at the pointer. */
export type Warn = (code: WarningCode, pointer: string) => void

/** Collects a record's warnings, each code once a place: a list with a thousand nulls is one warning. */
export function createWarnings(): { readonly warn: Warn; list(): Warning[] } {
  const warnings: Warning[] = []
  const known = new Set<string>()
  return {
    warn(code, pointer) {
      const name = `${code} ${pointer}`
      if (!known.has(name)) warnings.push({ code, pointer })
      known.add(name)
    },
    list: () => warnings,
  }
}

/** What may become of a value on its way into a column. The exact original is always in `legacy_records.extra`. */
export const warningCodes = {
  MISSING_VALUE: 'The field is missing; the column has a substitute.',
  MISSING_DATE: 'The date is missing; the column has the other date of the record, or the start of 1970.',
  INVALID_DATE: 'The value is no date of the years 1970 to 9999; the column is empty or has a substitute.',
  INVALID_ID: 'The value is no UUID; the column is empty.',
  INVALID_CHARACTERS:
    'PostgreSQL can hold neither a NUL nor half of a surrogate pair; they are left out or replaced.',
  WRONG_TYPE: 'The value has another type than the column; what can be read as that type is in the column.',
  UNKNOWN_VALUE: 'The column has a list of allowed values; the nearest of them is in it.',
  VALUE_TOO_LONG: 'The text is longer than the column; its beginning is in the column.',
  VALUE_OUT_OF_RANGE: 'The number is beyond the column; the nearest bound is in it, or it is empty.',
  VALUE_APPROXIMATED: 'The value is finer than the column; it is rounded.',
  VALUE_CHANGED: 'The e-mail is stored in lower case, without blanks around it.',
  NULL_REMOVED: 'The list holds null; the column has the other items.',
  ITEM_SKIPPED: "The item can't have a row of its own; it is kept with its list.",
  OWNER_DIFFERS:
    'The record is in the folder of another user than it names; its own userId counts if it is a UUID.',
  ROLE_NOT_GRANTED: 'The legacy role grants nothing; the user has the role "user".',
} as const

export type WarningCode = keyof typeof warningCodes

/** Why a record can't be a row, and what would mend it. */
export const rejectionCodes = {
  MISSING_ID: 'The record has no id. Give it a UUID.',
  INVALID_ID: 'The id is not a UUID. Give the record one.',
  MISSING_OWNER: 'The record names no user, and its file is in the folder of none. Set userId.',
  INVALID_OWNER: 'The userId is not a UUID. Set it to the id of a user.',
  MISSING_EMAIL: 'The user has no e-mail address. Add one.',
  INVALID_EMAIL: 'The e-mail is not an address of at most 255 characters. Correct it.',
  MISSING_SESSION: 'The message names no chat session. Set sessionId.',
  INVALID_SESSION: 'The sessionId is not a UUID. Set it to the id of a chat session.',
} as const

export type RejectionCode = keyof typeof rejectionCodes

/** What is changed in a record for the sake of others. The exact original is always in `legacy_records`. */
export const linkWarningCodes = {
  DUPLICATE_KEY: 'A name stands twice in an object; the last value counts, and the bytes are kept.',
  API_KEY_TAKEN: 'Another user has the same API key; this user has none that works.',
  SECOND_DEFAULT: 'The owner has another active default contract; this one is no default.',
  CONFIG_UNKNOWN: 'The contract does not exist or belongs to another user; the analysis has none.',
  PLACEHOLDER_OWNER: 'The owner is not among the users; an inactive one was made.',
} as const
