/** How much of a source is held at once. Tests pass smaller ones. */
export interface ReadLimits {
  /** Bytes asked of the file at once. */
  readonly chunkBytes: number
  /** Bytes at the start of a file that tell its format. */
  readonly formatBytes: number
  /** A batch ends at whichever comes first. */
  readonly maxBatchBytes: number
  readonly maxBatchRows: number
  /** A longer record is damage, followed to its end without being held. */
  readonly maxRecordBytes: number
  /** What is kept of a stretch that is longer than a record may be. */
  readonly maxSampleBytes: number
  /** How far bytes that belong to no record are searched for a bracket or a quote. */
  readonly maxPlainBytes: number
  /** Levels of nesting that a record may have. */
  readonly maxDepth: number
  /** Bytes of one file that may be looked at a second time to salvage the records behind a damaged one. */
  readonly maxSalvageBytes: number
  /** Stretches of one file that may turn out to be no record, until each byte of the others is followed. */
  readonly maxSurprises: number
  /** How many times its own size a compressed file may expand to. JSON of one record over and over is near 100. */
  readonly maxExpansion: number
  /** What any compressed file may expand to, however small it is. */
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
  maxSurprises: 100,
  maxExpansion: 200,
  minExpandedBytes: 64 * 1024 * 1024,
}
