import { AppError } from '../../errors.ts'
import type { DecodedBatch, Reject } from '../staging/decode.ts'
import type { DamageCode } from './source-item.ts'

/** Also a record that is found to be broken only when it is parsed. What else is rejected, is whole. */
const damageCodes: Readonly<Record<DamageCode, true>> = {
  EMPTY_FILE: true,
  NOT_JSON: true,
  TRUNCATED: true,
  TRAILING_BYTES: true,
  STRAY_BYTES: true,
  BROKEN_RECORD: true,
  RECORD_TOO_LARGE: true,
  TOO_DEEP: true,
  INVALID_UTF8: true,
  FILE_CHANGED: true,
  READ_FAILED: true,
  DAMAGED_COMPRESSION: true,
  EXPANDS_TOO_MUCH: true,
}

/** True for the code of a damage, false for that of a record that is whole and impossible. */
export function isDamageCode(code: string): code is DamageCode {
  return Object.hasOwn(damageCodes, code)
}

/**
 * Passes batches on as they are, up to the first damage.
 * @throws AppError BAD_USER_INPUT that names it: for an import that is to be of whole files or not at all.
 */
export async function* refuseDamage<Batch extends Pick<DecodedBatch, 'rejects'>>(
  batches: AsyncIterable<Batch>,
): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    const damage = batch.rejects.find(({ code }) => isDamageCode(code))
    if (damage !== undefined) throw describeDamage(damage)
    yield batch
  }
}

function describeDamage({ position, code, message }: Reject): AppError {
  const { file, line, pointer } = position
  const where = pointer === '' ? `${file}:${line}` : `${file}:${line} ${pointer}`
  return new AppError('BAD_USER_INPUT', `A file is damaged: ${where} ${code}: ${message}`, {
    details: { file, line, code },
  })
}
