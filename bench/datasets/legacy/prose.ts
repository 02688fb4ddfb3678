import type { Random } from './dataset.ts'

const words = [
  ...[
    'wallets',
    'deposits',
    'the',
    'of',
    'users',
    'came',
    'back',
    'within',
    'a',
    'week',
    'volume',
    'fell',
    'by',
  ],
  ...[
    'half',
    'from',
    'Friday',
    'to',
    'Sunday',
    'gas',
    'cost',
    'per',
    'swap',
    'is',
    'above',
    'that',
    'other',
    'pools',
  ],
  ...[
    'retention',
    'grows',
    'where',
    'first',
    'transaction',
    'was',
    'paid',
    'for',
    'largest',
    'holders',
    'moved',
  ],
  ...[
    'liquidity',
    'between',
    'contracts',
    'and',
    'approval',
    'step',
    'loses',
    'new',
    'most',
    'daily',
    'active',
  ],
  ...[
    'bridge',
    'fees',
    'rose',
    'while',
    'staking',
    'rewards',
    'stayed',
    'flat',
    'since',
    'last',
    'month',
    'which',
  ],
] as const
/** Quotes and backslashes that JSON escapes, and characters of two to four bytes. */
const rareWords = ['“churn”', 'naïve', '≈38\u202f%', '"whales"', 'C:\\exports', '🚀', '→', 'Zürich'] as const
const rareShare = 0.02
const sentenceWords = 14

/** Paragraphs of sentences, at least `length` characters in all. */
export function proseOf(random: Random, length: number): string {
  let text = ''
  for (let count = 1; text.length < length; count++) {
    text += random.chance(rareShare) ? random.pick(rareWords) : random.pick(words)
    const isEnd = count % sentenceWords === 0
    text += isEnd ? (count % (4 * sentenceWords) === 0 ? '.\n\n' : '. ') : ' '
  }
  return `${text.trimEnd()}.`
}
