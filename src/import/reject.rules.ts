import { isUtf8 } from 'node:buffer'
import { badArgument } from '../errors.ts'
import type { RejectWithBytes } from './reject.store.ts'

/** What an answer holds of the records' text, more or less; of a single record never more. */
export const maxAnswerBytes = 1024 * 1024
const maxFirst = 1000

/** @throws AppError BAD_USER_INPUT for a range that is no range, or too much. */
export function requireRange({ first, after }: { readonly first: number; readonly after: number }): void {
  if (first < 1 || first > maxFirst) throw badArgument('first', `must be 1 to ${maxFirst}`)
  if (after < 0) throw badArgument('after', 'must not be negative')
}

/** A reject as a line of NDJSON for people: its secrets masked, bytes that are no UTF-8 as U+FFFD. */
export function toMaskedLine(reject: RejectWithBytes): string {
  const { raw, hasNext: _, ...place } = reject
  return `${JSON.stringify({ ...place, rawText: toRawText(raw, maxAnswerBytes) })}\n`
}

/** A reject as a line of NDJSON with its exact bytes: as text where they are UTF-8, else in base64. */
export function toExactLine(reject: RejectWithBytes): string {
  const { raw, hasNext: _, ...place } = reject
  const bytes = isUtf8(raw) ? { raw: raw.toString('utf8') } : { rawBase64: raw.toString('base64') }
  return `${JSON.stringify({ ...place, ...bytes })}\n`
}

const maxCharacters = 10_000
/** What is needed of a reject's bytes: a character has at most four. */
export const maxRawTextBytes = 4 * maxCharacters

/** Members whose value is a secret, as the old application names them. */
const secretName =
  /^(?:api_?key|password|verify_?otp|access_?token|refresh_?token|id_?token|token|(?:client_?)?secret|private_?key)$/i
/** A member's name up to its value. None of the secret names is longer, even if each character is an escape. */
const memberName = /"((?:[^"\\]|\\u[0-9a-f]{4}|\\.){2,20})"\s*:\s*/gis
/** A value that is no list or object, or the part of it that is there. */
const plainValue = /"(?:[^"\\]|\\.)*(?:"|$)|(?!(?:null|true|false)\b)[-+.0-9a-z]+/isy
/** In a list or object: a string, or a bracket. */
const listPart = /"(?:[^"\\]|\\.)*(?:"|$)|[[\]{}]/gs
/** API keys and password hashes wherever they stand: in damaged text the member's name may be missing. */
const secretValue = /(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])|\$2[abxy]\$\d\d\$[./0-9a-z]{1,53}/gi
/** An RPC address ends in a key, has it in its query, or names a user. */
const addressRest = /((?:https?|wss?):\\?\/\\?\/)(?:[^\s"'@/]*@)?([^\s"'/?#\\]+)[^\s"']*/gi
const mask = '[secret]'

/** A reject's bytes for people to read: with its secrets masked, and cut. */
export function toRawText(beginning: Buffer, length = maxCharacters): string {
  const text = beginning.toString('utf8').slice(0, length).toWellFormed()
  return maskMembers(text).replace(secretValue, mask).replace(addressRest, maskAddress)
}

/** Follows the text, not its parsed form: it may be damaged, and cut off anywhere. */
function maskMembers(text: string): string {
  let masked = ''
  let copiedTo = 0
  memberName.lastIndex = 0
  for (let match = memberName.exec(text); match !== null; match = memberName.exec(text)) {
    if (!secretName.test(decodeName(match[1] ?? ''))) continue
    const start = memberName.lastIndex
    const end = findValueEnd(text, start)
    if (end === start) continue
    masked += `${text.slice(copiedTo, start)}"${mask}"`
    copiedTo = end
    memberName.lastIndex = end
  }
  return masked + text.slice(copiedTo)
}

/** Any character may be written as an escape. */
function decodeName(written: string): string {
  return written.replace(/\\u([0-9a-f]{4})/gi, (_escape, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

/** The index behind the value; the start itself when there is no value, or none that is a secret. */
function findValueEnd(text: string, start: number): number {
  if (text[start] === '[' || text[start] === '{') return findListEnd(text, start)
  plainValue.lastIndex = start
  return plainValue.test(text) ? plainValue.lastIndex : start
}

/** The text's end when the list is not closed. */
function findListEnd(text: string, start: number): number {
  let depth = 0
  listPart.lastIndex = start
  for (let match = listPart.exec(text); match !== null; match = listPart.exec(text)) {
    const [part] = match
    if (part === '[' || part === '{') depth++
    if (part === ']' || part === '}') depth--
    if (depth === 0) return listPart.lastIndex
  }
  return text.length
}

function maskAddress(address: string, scheme: string, host: string): string {
  const isBare = [scheme + host, `${scheme}${host}/`].includes(address)
  return isBare ? address : `${scheme}${host}/${mask}`
}
