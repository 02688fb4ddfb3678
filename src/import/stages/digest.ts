/** The sum of SHA-256 hashes modulo 2^256, eight words of 32 bits, the highest first: the same in whatever order. */
export type Digest = Uint32Array

const words = 8
const hexDigitsPerWord = 8
const wordSize = 2 ** 32

/** The digest of no record. */
export function createDigest(): Digest {
  return new Uint32Array(words)
}

/** Adds a record's SHA-256, 64 hexadecimal digits, to the digest, in place. */
export function addToDigest(digest: Digest, sha256: string): void {
  let carry = 0
  for (let word = words - 1; word >= 0; word--) {
    const start = word * hexDigitsPerWord
    const added = Number.parseInt(sha256.slice(start, start + hexDigitsPerWord), 16)
    const sum = (digest[word] ?? 0) + added + carry
    digest[word] = sum
    carry = sum >= wordSize ? 1 : 0
  }
}

/** The digest's 32 bytes. */
export function toDigestBytes(digest: Digest): Buffer {
  const bytes = Buffer.alloc(digest.byteLength)
  for (const [index, word] of digest.entries()) {
    bytes.writeUInt32BE(word, index * Uint32Array.BYTES_PER_ELEMENT)
  }
  return bytes
}
