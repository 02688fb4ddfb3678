/** Numbers that look random and are the same for the same beginning. */
export interface Random {
  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** True this often, from 0 to 1. */
  chance(share: number): boolean
  pick<Choice>(choices: readonly [Choice, ...Choice[]]): Choice
  /** Lower-case hexadecimal digits. */
  hex(length: number): string
  /** A version 4 UUID. */
  uuid(): string
}

/** What a stream of numbers is for: two purposes never share one. */
export const purposes = ['user', 'contract', 'analysis', 'session', 'message', 'id'] as const
export type Purpose = (typeof purposes)[number]

const mixingSteps = 12
const wordDigits = 8

/**
 * Every record has numbers of its own, from the seed, its kind and its index: any record can be made again without
 * those before it. The generator is Chris Doty-Humphrey's sfc32.
 */
export function createRandom(seed: number, purpose: number, index: number): Random {
  let [a, b, c, counter] = [seed | 0, purpose | 0, index | 0, 1]
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let step = 0; step < mixingSteps; step++) next()
  const between = (low: number, high: number) => low + (next() % (high - low + 1))
  const hex = (length: number) => {
    let digits = ''
    while (digits.length < length) digits += next().toString(16).padStart(wordDigits, '0')
    return digits.slice(0, length)
  }
  return {
    between,
    chance: (share) => next() < share * 2 ** 32,
    pick: (choices) => choices[between(0, choices.length - 1)] ?? choices[0],
    hex,
    uuid: () => toUuid(hex(32)),
  }
}

function toUuid(digits: string): string {
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`
}
