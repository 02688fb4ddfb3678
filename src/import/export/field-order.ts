import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.ts'
import type { RecordKind } from '../stages/record.ts'

/** The fields of each kind in the order in which the application writes them. */
const fieldOrder: Readonly<Record<RecordKind, readonly string[]>> = {
  users: [
    ...['id', 'email', 'password', 'name', 'tier', 'apiKey', 'isActive', 'emailVerified'],
    ...['usage', 'onboarding', 'preferences', 'createdAt', 'updatedAt', 'lastLogin'],
  ],
  contracts: [
    ...[
      'id',
      'userId',
      'name',
      'description',
      'targetContract',
      'competitors',
      'rpcConfig',
      'analysisParams',
    ],
    ...['tags', 'isActive', 'isDefault', 'lastAnalyzed', 'analysisCount', 'createdAt', 'updatedAt'],
  ],
  analyses: [
    ...[
      'id',
      'userId',
      'configId',
      'contractAddress',
      'chain',
      'analysisType',
      'status',
      'progress',
      'results',
    ],
    ...[
      'metadata',
      'errorMessage',
      'logs',
      'completedAt',
      'createdAt',
      'updatedAt',
      'lastUpdate',
      'currentStep',
    ],
  ],
  chat_sessions: [
    ...[
      'id',
      'userId',
      'contractAddress',
      'contractChain',
      'contractName',
      'title',
      'isActive',
      'messageCount',
    ],
    ...['lastMessageAt', 'metadata', 'createdAt', 'updatedAt'],
  ],
  chat_messages: ['id', 'sessionId', 'role', 'content', 'components', 'metadata', 'isStreaming', 'createdAt'],
}

/**
 * The record with its fields in the application's order, and all others behind them in their own. The chains of
 * `rpcConfig`, which are rows without an order, stand as the application has them: by name.
 */
export function inWrittenOrder(record: JsonObject, kind: RecordKind): JsonObject {
  const known: [string, JsonValue][] = []
  for (const key of fieldOrder[kind]) {
    const value = Object.hasOwn(record, key) ? record[key] : undefined
    if (value !== undefined) known.push([key, key === 'rpcConfig' ? byName(value) : value])
  }
  const names = new Set(known.map(([key]) => key))
  const others = Object.entries(record).filter(([key]) => !names.has(key))
  // Object.fromEntries makes own properties, of `__proto__` too.
  return Object.fromEntries([...known, ...others])
}

function byName(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}
