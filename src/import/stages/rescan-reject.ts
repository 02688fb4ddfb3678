import { hash } from 'node:crypto'
import { decodePointer } from '../../json/pointer.ts'
import { scanChunks } from './read-records.ts'
import type { Damage, SourceItem } from './record.ts'
import { isDamageCode } from './refuse-damage.ts'
import type { StoredReject } from './reject.store.ts'

const [opening, closing] = [Buffer.from('['), Buffer.from(']')]
/** The record that a pointer leads to, or into. */
const recordPointer = /^\/[^/]*/
const isIndex = /^\d+$/

/** A reject's bytes as the record that they are, at the place where they stood, or else as the damage that they are. */
export async function rescanReject(reject: StoredReject, signal: AbortSignal): Promise<SourceItem> {
  const { number: index, line, offset, raw } = reject
  const pointer = recordPointer.exec(reject.pointer)?.[0] ?? ''
  const items: SourceItem[] = []
  // The only record of a list: nothing else can be taken for a format.
  for await (const batch of scanChunks(toChunks(raw), signal)) items.push(...batch)
  const [item] = items
  if (item !== undefined && 'record' in item && items.length === 1) {
    return { record: { ...item.record, line, offset, index, pointer, key: findKey(pointer) } }
  }
  return { damage: toDamage(reject) }
}

async function* toChunks(raw: Buffer): AsyncGenerator<Buffer> {
  yield opening
  yield raw
  yield closing
}

/** A key of digits could be an index; but it is no id either. */
function findKey(pointer: string): string | null {
  const [key] = decodePointer(pointer)
  return key === undefined || isIndex.test(key) ? null : key
}

function toDamage({ code, message, line, offset, pointer, raw }: StoredReject): Damage {
  return {
    code: isDamageCode(code) ? code : 'BROKEN_RECORD',
    ...{ message, line, offset, pointer, raw, rawBytes: raw.length },
    rawSha256: hash('sha256', raw, 'hex'),
  }
}
