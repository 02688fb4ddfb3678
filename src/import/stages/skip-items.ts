import type { SourceItem } from './record.ts'

/** The batches of a file without the first of its items: those that an earlier run has staged. */
export async function* skipItems(
  batches: AsyncIterable<readonly SourceItem[]>,
  count: number,
): AsyncGenerator<readonly SourceItem[]> {
  let toSkip = count
  for await (const batch of batches) {
    const rest = batch.slice(toSkip)
    toSkip = Math.max(0, toSkip - batch.length)
    if (rest.length > 0) yield rest
  }
}
