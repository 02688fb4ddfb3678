import {
  addressOf,
  chains,
  createdAt,
  type Dataset,
  idOf,
  ownerOf,
  type Random,
  randomOf,
  toTime,
} from './dataset.ts'
import { proseOf } from './prose.ts'

/** Concurrent chats, whose messages alternate in the file. */
const openSessions = 40
const componentShare = 0.3

interface MessageRecord {
  readonly content: string
  readonly [name: string]: unknown
}

/** A record of chat_sessions.json. */
export function sessionRecord(dataset: Dataset, index: number): object {
  const random = randomOf(dataset, 'session', index)
  const { chat_sessions: sessions, chat_messages: messages } = dataset.counts
  const created = createdAt(random, index, sessions)
  const last = toTime(created + random.between(60, 90_000) * 1000)
  const name = `Protocol ${random.hex(6)}`
  return {
    id: idOf(dataset, 'session', index),
    userId: idOf(dataset, 'user', ownerOf(dataset, 'session', index)),
    contractAddress: addressOf(random),
    contractChain: random.pick(chains),
    contractName: name,
    title: `${name}: who comes back?`,
    isActive: random.chance(0.9),
    messageCount: Math.round(messages / sessions),
    lastMessageAt: last,
    metadata: {},
    createdAt: toTime(created),
    updatedAt: last,
  }
}

/** A record of chat_messages.json with 300 to 700 characters; answers have metadata and some have components. */
export function messageRecord(dataset: Dataset, index: number): MessageRecord {
  const random = randomOf(dataset, 'message', index)
  const { chat_sessions: sessions, chat_messages: messages } = dataset.counts
  const first = Math.floor((index * Math.max(1, sessions - openSessions)) / messages)
  const session = Math.min(sessions - 1, first + random.between(0, openSessions))
  const isAnswer = index % 2 === 1
  return {
    id: idOf(dataset, 'message', index),
    sessionId: idOf(dataset, 'session', session),
    role: isAnswer ? 'assistant' : 'user',
    content: proseOf(random, random.between(300, 690)),
    components: isAnswer && random.chance(componentShare) ? componentsOf(random) : [],
    metadata: isAnswer ? metadataOf(random) : {},
    isStreaming: false,
    createdAt: toTime(createdAt(random, index, messages)),
  }
}

function metadataOf(random: Random): object {
  return {
    model: random.pick(['gemini-2.5-flash', 'gemini-2.5-pro']),
    processingTime: random.between(900, 9000),
    tokens: random.between(200, 3000),
    ...(random.chance(0.1) ? { fallback: true, reason: 'rate limit' } : {}),
  }
}

function componentsOf(random: Random): object[] {
  return [
    {
      type: 'metric_card',
      title: 'Total value locked',
      data: { value: random.between(1, 900) * 1e18, unit: 'wei', change: random.between(-90, 90) / 10 },
    },
    {
      type: 'chart',
      title: 'Volume per day',
      xAxis: 'day',
      yAxis: 'volume',
      data: ['2025-03-01', '2025-03-02', '2025-03-03'].map((day) => ({
        day,
        volume: random.between(0, 1e9),
      })),
    },
  ]
}
