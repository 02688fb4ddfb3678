/** What an operator must know of an export before the old application runs on it. */
export const exportWarningCodes = {
  API_KEY_IS_DIGEST:
    'API keys are kept as digests alone, and the files have the digests: old keys no longer work. ' +
    'Make new keys in the old application before it serves anybody.',
  PASSWORD_UNKNOWN_THERE:
    'The hash of the password is argon2id, as it was set here or used for a login here, and the old application ' +
    'knows bcrypt alone. The user has to reset the password there.',
} as const
