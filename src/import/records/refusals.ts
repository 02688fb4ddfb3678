import type { Rejection } from './warnings.ts'

/** Why a record that is not older than the imported one was refused, and its row kept. */
export const refusalCodes = {
  ROW_CHANGED:
    'The row was changed here after the record was changed, so the row was kept. Take the record over, or keep the row.',
  ROW_DELETED:
    'The row was deleted here after the record was changed, so it was not inserted again. Take the record over, or ignore it.',
  ROW_KEPT:
    'The record differs from the row, and the policy for conflicts keeps existing rows. Take the record over, or import the files again with --on-conflict update-if-newer.',
  NOT_NEWER:
    'The record differs from the imported one, but its date is the same, so the row was kept. Take the record over, or keep the row.',
  MESSAGE_DIFFERS:
    'The message differs from the stored one and does not continue it, so the stored one was kept. Take the record over, or keep the row.',
} as const

export type RefusalCode = keyof typeof refusalCodes

export function refuse(code: RefusalCode): Rejection {
  return { code, pointer: '', message: refusalCodes[code] }
}
