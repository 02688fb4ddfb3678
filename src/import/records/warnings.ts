/** A value that is missing, or that its column can't hold exactly. */
export interface Warning {
  readonly code: WarningCode | LinkWarningCode
  /** JSON pointer within the record. */
  readonly pointer: string
}

/** Reports what happened to the value at the pointer. */
export type Warn = (code: WarningCode, pointer: string) => void

/** Collects a record's warnings, each code once per pointer: a list with a thousand nulls is one warning. */
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

/**
 * Changes to a value that is missing or that its column can't hold exactly. `legacy_records.extra` keeps the exact original.
 */
export const warningCodes = {
  MISSING_VALUE: 'The field is missing; the column has a substitute.',
  MISSING_DATE: "The date is missing; the column has the record's other date, or the start of 1970.",
  INVALID_DATE: 'The value is not a date between 1970 and 9999; the column is empty or has a substitute.',
  INVALID_ID: 'The value is not a UUID; the column is empty.',
  INVALID_CHARACTERS:
    'PostgreSQL text cannot contain NUL characters or unpaired surrogates; they are removed or replaced.',
  WRONG_TYPE: "The value's type differs from the column's; the column has what could be converted.",
  UNKNOWN_VALUE: "The value is not in the column's list of allowed values; the column has the closest one.",
  VALUE_TOO_LONG: 'The text is too long for the column and is truncated.',
  VALUE_OUT_OF_RANGE:
    "The number is outside the column's range; the column has the closest bound, or is empty.",
  VALUE_APPROXIMATED: 'The value is more precise than the column; it is rounded.',
  VALUE_CHANGED: 'The e-mail is stored in lower case, without surrounding whitespace.',
  NULL_REMOVED: 'The list contains null; the column has the other items.',
  ITEM_SKIPPED: "The item can't be stored as a row; it is kept with its list.",
  OWNER_DIFFERS:
    "The record names a different user than the folder it is in; the record's userId is used if it is a UUID.",
  ROLE_NOT_GRANTED: 'A legacy role is never granted; the user has the role "user".',
} as const

export type WarningCode = keyof typeof warningCodes

/** Changes to a record because of other records. `legacy_records` keeps the exact original. */
export const linkWarningCodes = {
  DUPLICATE_KEY: 'An object contains a key twice; the last value is used, and the original bytes are kept.',
  EMAIL_RENAMED:
    'Another account has the e-mail; this user has a substitute, which receives no mail. An export restores the e-mail.',
  API_KEY_TAKEN: 'Another user has the same API key; this user has no working key.',
  SECOND_DEFAULT: 'The owner already has an active default contract; this one is not the default.',
  CONFIG_UNKNOWN: 'The contract does not exist or belongs to another user; the analysis has no contract.',
  PLACEHOLDER_OWNER: 'The owner does not exist; an inactive user was created.',
} as const

type LinkWarningCode = keyof typeof linkWarningCodes

/** Why a record can't be imported. */
export interface Rejection {
  readonly code: string
  /** JSON pointer within the record; '' for the whole record. */
  readonly pointer: string
  /** The problem and the fix; never contains a secret. */
  readonly message: string
}

/** Why a record can't be decoded, and how to fix it. */
export const rejectionCodes = {
  MISSING_ID: 'The record has no id. Give it a UUID.',
  INVALID_ID: 'The id is not a UUID. Give the record a UUID.',
  MISSING_OWNER: "The record names no user, and its file is not in a user's folder. Set userId.",
  INVALID_OWNER: 'The userId is not a UUID. Set it to the id of a user.',
  MISSING_EMAIL: 'The user has no e-mail address. Add one.',
  INVALID_EMAIL: 'The e-mail is not an address of at most 255 characters. Correct it.',
  MISSING_SESSION: 'The message names no chat session. Set sessionId.',
  INVALID_SESSION: 'The sessionId is not a UUID. Set it to the id of a chat session.',
} as const

export type RejectionCode = keyof typeof rejectionCodes

/** The rejection with this code, at a pointer within the record. */
export function reject(code: RejectionCode, pointer: string): Rejection {
  return { code, pointer, message: rejectionCodes[code] }
}
