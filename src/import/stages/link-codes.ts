/** What is changed in a record for the sake of others. The exact original is always in `legacy_records`. */
export const linkWarningCodes = {
  DUPLICATE_KEY: 'A name stands twice in an object; the last value counts, and the bytes are kept.',
  API_KEY_TAKEN: 'Another user has the same API key; this user has none that works.',
  SECOND_DEFAULT: 'The owner has another active default contract; this one is no default.',
  CONFIG_UNKNOWN: 'The contract does not exist or belongs to another user; the analysis has none.',
  PLACEHOLDER_OWNER: 'The owner is not among the users; an inactive one was made.',
} as const

export type LinkWarningCode = keyof typeof linkWarningCodes
