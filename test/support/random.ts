/** Random choices, determined by a seed. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number
  chance(probability: number): boolean
  /** At least 0, less than the limit. */
  below(limit: number): number
  /** @throws Error when there are no items. */
  pick<Item>(items: readonly Item[]): Item
  pickSome<Item>(items: readonly Item[]): Item | undefined
}

/** Mulberry32: small, fast, and good enough to choose among inputs. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new Error('There is nothing to pick from.')
      return items[below(items.length)] as (typeof items)[number]
    },
    pickSome: (items) => items[below(items.length)],
  }
}

/** The FNV-1a hash of a text. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
