import fc from 'fast-check'
import type { RecordKind } from '../../../src/import/records/record-type.ts'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/json/json-value.ts'
import { analysis, logLines, quickIndex } from '../../fixtures/make-legacy/analyses.ts'
import { answer, components, question, session, sessionId } from '../../fixtures/make-legacy/chat.ts'
import { competitor, contract, contractId, flatContract } from '../../fixtures/make-legacy/contracts.ts'
import { numberText } from '../../fixtures/make-legacy/json-text.ts'
import type { Json } from '../../fixtures/make-legacy/seeded.ts'
import { onboarded, user, userId } from '../../fixtures/make-legacy/users.ts'
import { analysisOf, contractOf, messageOf, sessionOf, userOf } from '../../support/random-legacy/records.ts'
import { anyJson } from '../../support/random-legacy/values.ts'
import { toRecord } from './decoding.ts'

const createdAt = '2025-03-01T10:00:00.123Z'
const owner = 'amara.okafor'
const ids = { users: [userId(owner)], contracts: [contractId('Swap')], sessions: [sessionId('chat')] }

const typical: Readonly<Record<RecordKind, readonly Json[]>> = {
  users: [
    user(owner, createdAt, { onboarding: onboarded('Swap', { deploymentBlock: 7, currentStep: 'Done' }) }),
  ],
  contracts: [
    contract(owner, 'Swap', createdAt, { competitors: [competitor('Rival', createdAt)] }),
    flatContract('Orchard', createdAt, { userId: userId(owner) }),
  ],
  analyses: [
    analysis(owner, 'Swap', 'first', createdAt, { logs: logLines(createdAt, ['One', 'Two']) }),
    analysis(owner, 'Swap', 'second', createdAt, { logs: ['One', 'Two'] }),
    quickIndex(owner, 'Swap', 'third', createdAt),
  ],
  chat_sessions: [session(owner, 'Swap', 'chat', createdAt)],
  chat_messages: [
    question('chat', 'first', 'Who comes back?', createdAt),
    answer('chat', 'second', 'Half of them.', createdAt, { components: [components.chart] }),
  ],
}

const random: Readonly<Record<RecordKind, fc.Arbitrary<Json>>> = {
  users: userOf(userId(owner)),
  contracts: contractOf(contractId('Swap'), ids),
  analyses: analysisOf(contractId('analysis'), ids),
  chat_sessions: sessionOf(sessionId('chat'), ids),
  chat_messages: messageOf(contractId('message'), ids),
}

/** Wrong values that a person or a faulty program may write into a field. */
const wrongValues: readonly Json[] = [
  ...['', ' ', '0', '-1', 'true', 'null', '\u0000', '\ud83d', 'x'.repeat(600), '🐋'.repeat(600)],
  ...[0, -1, 0.5, -0.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e300, 1_746_511_566, 1_746_511_566_060],
  ...['1e400', '1e200000', '1e-20000', '9223372036854775808', '0.123456789123'].map(numberText),
  ...[null, true, false, [], {}, [null], [[]], { '': null }, { ['__proto__']: { admin: true } }],
  ...['2025-05-06', '2025-02-30', '1969-12-31', '2025-05-06T06:06:06.060789+02:00', 'anonymous'],
]
const wrongValue: fc.Arbitrary<Json> = fc.oneof(anyJson, fc.constantFrom(...wrongValues))
/** Fields without which a record is rejected, so its other fields are not tested. */
const identity = new Set(['id', 'userId', 'sessionId', 'email'])

/** Typical records of the kind with the same wrong value in every field at once, for each wrong value. */
export function wrongRecords(kind: RecordKind): JsonObject[] {
  return typical[kind].flatMap((record) =>
    wrongValues.map((value) => replaceFields(toRecord(record), toRecord({ value }).value ?? null)),
  )
}

function replaceFields(record: JsonObject, wrong: JsonValue): JsonObject {
  const members = Object.entries(record).map(([key, member]): [string, JsonValue] => {
    if (identity.has(key)) return [key, member]
    return [key, isJsonObject(member) ? replaceFields(member, wrong) : wrong]
  })
  return Object.fromEntries(members)
}

/** A record of the kind as in a hand-edited file; some of them are rejected. */
export function wrongRecord(kind: RecordKind): fc.Arbitrary<JsonObject> {
  const changes = fc.array(fc.tuple(fc.nat(), fc.option(wrongValue, { nil: undefined })), { maxLength: 4 })
  const changed = fc
    .tuple(fc.constantFrom(...typical[kind]), changes)
    .map(([record, list]) => list.reduce(changeSomewhere, toRecord(record)))
  return fc.oneof(changed, random[kind].map(toRecord))
}

/** The record with another value at its n-th member, or without it. */
function changeSomewhere(record: JsonObject, [n, value]: [number, Json | undefined]): JsonObject {
  const places = listPlaces(record)
  const place = places[n % Math.max(places.length, 1)] ?? ['unknown']
  const replacement = value === undefined ? undefined : toRecord({ value }).value
  const changed = replaceAt(record, place, replacement) ?? {}
  return isJsonObject(changed) ? changed : record
}

function listPlaces(value: JsonValue): string[][] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, member]) => [
    [key],
    ...listPlaces(member).map((inner) => [key, ...inner]),
  ])
}

function replaceAt(
  value: JsonValue,
  [key, ...inner]: readonly string[],
  replacement: JsonValue | undefined,
): JsonValue | undefined {
  if (key === undefined) return replacement
  if (!isJsonObject(value) && !isJsonArray(value)) return value
  const members = Object.entries(value).flatMap(([name, member]): [string, JsonValue][] => {
    const kept = name === key ? replaceAt(member, inner, replacement) : member
    return kept === undefined ? [] : [[name, kept]]
  })
  return isJsonArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members)
}
