/** The number of records of each kind. */
export interface RecordCounts {
  readonly users: number
  readonly contracts: number
  readonly analyses: number
  readonly chat_sessions: number
  readonly chat_messages: number
}

/** The parameters from which all records of a tree are generated. */
export interface Dataset {
  readonly seed: number
  readonly counts: RecordCounts
}

const fullCounts: RecordCounts = {
  users: 5_000,
  contracts: 25_000,
  analyses: 250_000,
  chat_sessions: 50_000,
  chat_messages: 1_000_000,
}

/** A dataset with this share of the full size, and at least one record of each kind. */
export function createDataset(seed: number, scale: number): Dataset {
  const share = (count: number) => Math.max(1, Math.round(count * scale))
  return {
    seed,
    counts: {
      users: share(fullCounts.users),
      contracts: share(fullCounts.contracts),
      analyses: share(fullCounts.analyses),
      chat_sessions: share(fullCounts.chat_sessions),
      chat_messages: share(fullCounts.chat_messages),
    },
  }
}

/** The random numbers for a record's content. */
export function randomOf({ seed }: Dataset, purpose: Purpose, index: number): Random {
  return createRandom(seed, purposes.indexOf(purpose), index)
}

/** The id of a record, computed wherever another record refers to it. */
export function idOf({ seed }: Dataset, purpose: Purpose, index: number): string {
  return createRandom(seed, purposes.length + purposes.indexOf(purpose), index).uuid()
}

/** The owner of a contract or a session. The first ones belong to one user each, so that every user has some. */
export function ownerOf(dataset: Dataset, purpose: 'contract' | 'session', index: number): number {
  const { users } = dataset.counts
  return index < users
    ? index
    : createRandom(dataset.seed, -1 - purposes.indexOf(purpose), index).between(0, users - 1)
}

const firstDay = Date.parse('2023-03-01T00:00:00.000Z')
const spanMs = Date.parse('2025-10-01T00:00:00.000Z') - firstDay

/** The creation time of a record in milliseconds. The application appends records, so times rise with the index. */
export function createdAt(random: Random, index: number, count: number): number {
  return firstDay + Math.floor((spanMs * index) / count) + random.between(0, 60_000)
}

/** A time in the application's format. */
export function toTime(ms: number): string {
  return new Date(ms).toISOString()
}

/** An Ethereum address. */
export function addressOf(random: Random): string {
  return `0x${random.hex(40)}`
}

export const chains = ['ethereum', 'ethereum', 'lisk', 'starknet'] as const

/** Pseudo-random values, the same for the same arguments of `createRandom`. */
export interface Random {
  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** True with this probability. */
  chance(share: number): boolean
  pick<Choice>(choices: readonly [Choice, ...Choice[]]): Choice
  /** Lower-case hexadecimal digits. */
  hex(length: number): string
  /** A version 4 UUID. */
  uuid(): string
}

/** The purposes of random numbers. Each purpose has its own stream. */
const purposes = ['user', 'contract', 'analysis', 'session', 'message', 'id'] as const
type Purpose = (typeof purposes)[number]

const mixingSteps = 12
const wordDigits = 8

/**
 * Every record has its own stream, seeded by the seed, its kind and its index, so that it can be generated without the
 * records before it. The generator is Chris Doty-Humphrey's sfc32.
 */
function createRandom(seed: number, purpose: number, index: number): Random {
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
