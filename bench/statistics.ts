/** The middle value, or the mean of the two middle values; undefined for an empty list. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other)
  const low = sorted[(sorted.length - 1) >> 1]
  const high = sorted[sorted.length >> 1]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}

/** Latencies in milliseconds. */
export interface Latencies {
  readonly requests: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** Nearest-rank percentiles; NaN for an empty list. */
export function summarizeLatencies(tookMs: readonly number[]): Latencies {
  const sorted = tookMs.toSorted((one, other) => one - other)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
  return { requests: sorted.length, p50: rank(0.5), p99: rank(0.99), max: rank(1) }
}
