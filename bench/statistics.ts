/** The middle value, or the mean of the two in the middle; undefined without any. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  const [low, high] = middle
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}
