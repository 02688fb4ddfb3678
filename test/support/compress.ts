import { constants, gzipSync, zstdCompressSync } from 'node:zlib'

/** With a checksum, as the zstd program writes it: without one a changed byte may give other text. */
const compressZstd = (content: string | Buffer) =>
  zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })

/** A file as each program compresses it. */
export const compress = { gzip: gzipSync, zstd: compressZstd }
