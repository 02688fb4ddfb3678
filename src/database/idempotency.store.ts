import { createHash } from 'node:crypto'
import { AppError, badArgument } from '../errors.ts'
import type { Database } from './connection.ts'
import { isLongerThan } from './validation.ts'

/** A call that may be retried. */
export interface RetriableCall {
  readonly userId: string
  /** The client's key; null if the call is not protected against retries. */
  readonly key: string | null | undefined
  /** The mutation's name. The same key can't be used for another mutation. */
  readonly operation: string
  /** The mutation's input, which distinguishes a retry from another request with the same key. */
  readonly request: unknown
}

const maxKeyLength = 255

/**
 * Runs the action once for the key, in the given transaction; a retry returns the ids of the first call. Of two concurrent
 * calls, the second waits until the first has committed.
 * @param act creates the objects and returns their ids.
 * @throws AppError BAD_USER_INPUT for a key that is empty or too long, CONFLICT for a key that was used for another request.
 */
export async function runOnce(
  transaction: Database,
  call: RetriableCall,
  act: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const { userId, key, operation } = call
  if (key == null) return act()
  if (key === '' || isLongerThan(key, maxKeyLength) || key.includes('\0')) {
    throw badArgument('input.idempotencyKey', `must have 1 to ${maxKeyLength} characters`, 'LENGTH')
  }
  if (!key.isWellFormed()) throw badArgument('input.idempotencyKey', 'contains an unpaired surrogate')
  const digest = createHash('sha256').update(JSON.stringify(call.request)).digest()
  const isFirst = await insertKey(transaction, {
    user_id: userId,
    key,
    operation,
    request_sha256: digest,
    result_ids: [],
  })
  if (!isFirst) return readResult(transaction, call, key, digest)
  const ids = await act()
  await transaction
    .updateTable('idempotency_keys')
    .set({ result_ids: [...ids] })
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .execute()
  return ids
}

async function insertKey(
  transaction: Database,
  row: { user_id: string; key: string; operation: string; request_sha256: Buffer; result_ids: string[] },
): Promise<boolean> {
  const inserted = await transaction
    .insertInto('idempotency_keys')
    .values(row)
    .onConflict((conflict) => conflict.columns(['user_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  return inserted !== undefined
}

async function readResult(
  transaction: Database,
  { userId, operation }: RetriableCall,
  key: string,
  digest: Buffer,
): Promise<readonly string[]> {
  const row = await transaction
    .selectFrom('idempotency_keys')
    .select(['operation', 'request_sha256 as digest', 'result_ids as ids'])
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (row.operation === operation && digest.equals(row.digest)) return row.ids
  throw new AppError('CONFLICT', 'The idempotency key was used for another request. Use a new one.', {
    details: { argument: 'input.idempotencyKey' },
  })
}
