/** A sum of SHA-256 values modulo 2^256: the digest of a set of records, whatever their order. */
export interface Digest {
  sum: bigint
}

const modulus = 1n << 256n
const hexDigits = 64

/** Of no record at all. */
export function createDigest(): Digest {
  return { sum: 0n }
}

/** @param sha256 64 hexadecimal digits. */
export function addToDigest(digest: Digest, sha256: string): void {
  const sum = digest.sum + BigInt(`0x${sha256}`)
  digest.sum = sum < modulus ? sum : sum - modulus
}

/** 64 hexadecimal digits. */
export function digestText({ sum }: Digest): string {
  return sum.toString(16).padStart(hexDigits, '0')
}
