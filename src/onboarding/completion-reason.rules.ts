import type { IndexingCompletionReason } from '../generated/graphql.ts'

/** The texts that triggers, syncs and sweeps store. An imported onboarding may have any other text. */
export const completionReasons: ReadonlyMap<string, IndexingCompletionReason> = new Map([
  ['completed', 'completed'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
  ['stopped by user', 'stopped_by_user'],
  ['nothing new', 'nothing_new'],
  ['cycle limit reached', 'cycle_limit'],
])

/** OTHER for a text that is none of `completionReasons`. */
export function toCompletionReason(reason: string | null): IndexingCompletionReason | null {
  return reason === null ? null : (completionReasons.get(reason) ?? 'other')
}
