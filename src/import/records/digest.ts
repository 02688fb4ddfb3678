/** A digest of a set of records in any order: the sum of their SHA-256 hashes modulo 2^256. */
export interface Digest {
  sum: bigint
}

const modulus = 1n << 256n
const hexDigits = 64

/** The digest of an empty set. */
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
