import { createRandom, type Purpose, purposes, type Random } from './random.ts'

/** How many records of each kind there are. */
export interface RecordCounts {
  readonly users: number
  readonly contracts: number
  readonly analyses: number
  readonly chat_sessions: number
  readonly chat_messages: number
}

/** What every record of a tree is made from. */
export interface World {
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

/** A world with this part of the full size; at least one record of each kind. */
export function createWorld(seed: number, scale: number): World {
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

/** The numbers that a record's content is made from. */
export function randomOf({ seed }: World, purpose: Purpose, index: number): Random {
  return createRandom(seed, purposes.indexOf(purpose), index)
}

/** The id of a record, known wherever another refers to it. */
export function idOf({ seed }: World, purpose: Purpose, index: number): string {
  return createRandom(seed, purposes.length + purposes.indexOf(purpose), index).uuid()
}

/** The user that a contract or a session belongs to: each has some, the first ones in turn. */
export function ownerOf(world: World, purpose: 'contract' | 'session', index: number): number {
  const { users } = world.counts
  return index < users
    ? index
    : createRandom(world.seed, -1 - purposes.indexOf(purpose), index).between(0, users - 1)
}

const firstDay = Date.parse('2023-03-01T00:00:00.000Z')
const spanMs = Date.parse('2025-10-01T00:00:00.000Z') - firstDay

/** When a record was made, in milliseconds: the application appends, so times rise with the index. */
export function createdAt(random: Random, index: number, count: number): number {
  return firstDay + Math.floor((spanMs * index) / count) + random.between(0, 60_000)
}

/** A time as the application writes it. */
export function toTime(ms: number): string {
  return new Date(ms).toISOString()
}

/** An Ethereum address. */
export function addressOf(random: Random): string {
  return `0x${random.hex(40)}`
}

export const chains = ['ethereum', 'ethereum', 'lisk', 'starknet'] as const
