/** Limits for reading a source. Tests pass smaller ones. */
export interface ReadLimits {
  /** Bytes per read. */
  readonly chunkBytes: number
  /** Bytes at the start of a file from which its format is detected. */
  readonly formatBytes: number
  /** A batch ends at whichever of the two limits is reached first. */
  readonly maxBatchBytes: number
  readonly maxBatchRows: number
  /** A longer record is damage; its bytes are scanned to its end but not kept. */
  readonly maxRecordBytes: number
  /** Bytes kept of a damaged range that is longer than `maxRecordBytes`. */
  readonly maxSampleBytes: number
  /** How far bytes outside any record are searched for a bracket or a quote. */
  readonly maxPlainBytes: number
  /** Levels of nesting in a record. */
  readonly maxDepth: number
  /** Bytes of one file that may be scanned a second time to recover the records after a damaged one. */
  readonly maxSalvageBytes: number
  /** Failed attempts of the fast path in one file, after which it is no longer used for that file. */
  readonly maxFailedParses: number
  /** Ratio of a file's decompressed to its compressed size. JSON of one repeated record is near 100. */
  readonly maxExpansion: number
  /** Decompressed size that is allowed for any compressed file, however small. */
  readonly minExpandedBytes: number
}

export const readLimits: ReadLimits = {
  chunkBytes: 256 * 1024,
  formatBytes: 64 * 1024,
  maxBatchBytes: 512 * 1024,
  maxBatchRows: 500,
  maxRecordBytes: 32 * 1024 * 1024,
  maxSampleBytes: 64 * 1024,
  maxPlainBytes: 4096,
  maxDepth: 200,
  maxSalvageBytes: 64 * 1024 * 1024,
  maxFailedParses: 100,
  maxExpansion: 200,
  minExpandedBytes: 64 * 1024 * 1024,
}
