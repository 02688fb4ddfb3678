import type { DecodedRecord } from './batch.ts'
import type { ImportedMessage } from './known-records.store.ts'
import { ownRow } from './own-row.ts'

/**
 * True when a message says all that the imported one says, and more. A message has no date of change, and the date of
 * its session says nothing of it; but the old application changed a message only while the answer was being written.
 * So a finished one replaces one that was still being written, never the other way, and otherwise only what goes on
 * where the imported one ends. Whatever differs in another way stays as it is: an older file must lose nothing.
 */
export function isLaterMessage(record: DecodedRecord, imported: ImportedMessage | undefined): boolean {
  if (imported === undefined) return false
  const isBeingWritten = record.record.isStreaming === true
  if (isBeingWritten !== imported.isBeingWritten) return imported.isBeingWritten
  const { content, components } = ownRow(record.rows, 'chat_messages')
  if (!content.startsWith(imported.content)) return false
  const isLonger = content.length > imported.content.length
  // The components of an answer come behind its text.
  return imported.hasComponents ? isLonger && components !== null : isLonger || components !== null
}
