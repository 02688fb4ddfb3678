import { canonicalSha256 } from '../../json/canonical.ts'
import { isJsonObject } from '../../json/json-value.ts'
import type { Entity } from '../entities/entity.ts'
import { createReject, type DecodedBatch, type DecodedRecord, type Place, type Reject } from './batch.ts'
import { concealBytes } from './conceal-bytes.ts'
import { changedAtOf } from './own-row.ts'
import type { Damage, RawRecord, SourceFile, SourceItem } from './record.ts'

/**
 * Turns raw records into rows, batch for batch. Each record and each damaged stretch comes out once: as a decoded
 * record or as a reject. What the rows point at is not looked at.
 */
export async function* decodeRecords(
  batches: AsyncIterable<readonly SourceItem[]>,
  file: SourceFile,
  entity: Entity,
): AsyncGenerator<DecodedBatch> {
  for await (const items of batches) {
    const records: DecodedRecord[] = []
    const rejects: Reject[] = []
    for (const item of items) {
      const decoded = 'damage' in item ? rejectDamage(item.damage, file) : decode(item.record, file, entity)
      if ('rows' in decoded) records.push(decoded)
      else rejects.push(decoded)
    }
    yield { records, rejects }
  }
}

function decode(raw: RawRecord, file: SourceFile, entity: Entity): DecodedRecord | Reject {
  const found = { place: placeOf(raw, file), bytes: raw.bytes }
  const { parsed } = raw
  if ('problem' in parsed) {
    return createReject(found, { code: 'BROKEN_RECORD', pointer: '', message: parsed.problem })
  }
  if (!isJsonObject(parsed.value)) throw new Error(`${file.path}${raw.pointer} is no object.`)
  const record = entity.conceal(parsed.value)
  const decoded = entity.decode(record, { ownerId: file.ownerId, key: raw.key })
  if (!('rows' in decoded)) return createReject(found, decoded)
  const { id, rows, warnings } = decoded
  return {
    ...found,
    id,
    rows,
    record,
    changedAt: changedAtOf(rows, file.kind),
    sha256: canonicalSha256(record),
    warnings: parsed.hasDuplicateKeys ? [...warnings, { code: 'DUPLICATE_KEY', pointer: '' }] : warnings,
    keptBytes: parsed.hasDuplicateKeys ? concealBytes(raw.bytes, entity) : null,
  }
}

function rejectDamage(damage: Damage, file: SourceFile): Reject {
  const { code, message, raw, rawBytes } = damage
  return { place: placeOf(damage, file), code, message, raw, rawBytes }
}

function placeOf(position: Pick<RawRecord, 'line' | 'offset' | 'pointer'>, file: SourceFile): Place {
  const { line, offset, pointer } = position
  const { kind, path, number, isBackup } = file
  return { kind, file: path, fileNumber: number, isBackup, line, offset, pointer }
}
