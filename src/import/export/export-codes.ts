/** What an operator must know of an export before the old application runs on it. */
export const exportWarningCodes = {
  API_KEY_IS_DIGEST:
    'API keys are kept as digests alone, and the files have the digests: old keys no longer work. ' +
    'Make new keys in the old application before it serves anybody.',
} as const
