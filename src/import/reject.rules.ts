import { isUtf8 } from 'node:buffer'
import { badArgument } from '../errors.ts'
import type { RejectWithBytes } from './reject.store.ts'

/** Bytes of records in a response of `exportRejects`: a soft limit for all, a hard one for a single record. */
export const maxResponseBytes = 1024 * 1024
const maxFirst = 1000

/** @throws AppError BAD_USER_INPUT if a number is out of range. */
export function checkRejectRange({ first, after }: { readonly first: number; readonly after: number }): void {
  if (first < 1 || first > maxFirst) throw badArgument('first', `must be 1 to ${maxFirst}`)
  if (after < 0) throw badArgument('after', 'must not be negative')
}

/** Formats a reject as a line of NDJSON for display: secrets are masked, and bytes that are not UTF-8 become U+FFFD. */
export function toMaskedLine(reject: RejectWithBytes): string {
  const { raw, hasNext: _, ...position } = reject
  return `${JSON.stringify({ ...position, rawText: toRawText(raw, maxResponseBytes) })}\n`
}

/** Formats a reject as a line of NDJSON with its exact bytes: as text if they are UTF-8, otherwise in Base64. */
export function toExactLine(reject: RejectWithBytes): string {
  const { raw, hasNext: _, ...position } = reject
  const bytes = isUtf8(raw) ? { raw: raw.toString('utf8') } : { rawBase64: raw.toString('base64') }
  return `${JSON.stringify({ ...position, ...bytes })}\n`
}

const maxCharacters = 10_000
/** Bytes of a reject that toRawText needs: a character has at most four bytes in UTF-8. */
export const maxRawTextBytes = 4 * maxCharacters

/** Names of members whose value is a secret, as in the legacy application. */
const secretName =
  /^(?:api_?key|password|verify_?otp|access_?token|refresh_?token|id_?token|token|(?:client_?)?secret|private_?key)$/i
/** A member's name, up to its value. Long enough for every secret name, even if each character is an escape. */
const memberName = /"((?:[^"\\]|\\u[0-9a-f]{4}|\\.){2,20})"\s*:\s*/gis
/** A string, number or word, even if the text ends before it does. */
const plainValue = /"(?:[^"\\]|\\.)*(?:"|$)|(?!(?:null|true|false)\b)[-+.0-9a-z]+/isy
/** A string or a bracket in an array or object. */
const bracketOrString = /"(?:[^"\\]|\\.)*(?:"|$)|[[\]{}]/gs
/** API keys and password hashes anywhere: in damaged text, the member's name may be missing. */
const secretValue = /(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])|\$2[abxy]\$\d\d\$[./0-9a-z]{1,53}/gi
/** The path, query or user name of an RPC address may contain a key. */
const addressWithKey = /((?:https?|wss?):\\?\/\\?\/)(?:[^\s"'@/]*@)?([^\s"'/?#\\]+)[^\s"']*/gi
const mask = '[secret]'

/**
 * Converts a reject's bytes to text for display: secrets are masked, and the text is truncated to `length` characters.
 */
export function toRawText(beginning: Buffer, length = maxCharacters): string {
  const text = beginning.toString('utf8').slice(0, length).toWellFormed()
  return maskMembers(text).replace(secretValue, mask).replace(addressWithKey, maskAddress)
}

/** Works on the text instead of parsed JSON, because the record may be damaged or cut off anywhere. */
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

/** Decodes escapes, which any character of a name may be written as. */
function decodeName(written: string): string {
  return written.replace(/\\u([0-9a-f]{4})/gi, (_escape, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

/** Returns the index after the value, or `start` if there is no value or it can't be a secret. */
function findValueEnd(text: string, start: number): number {
  if (text[start] === '[' || text[start] === '{') return findBracketEnd(text, start)
  plainValue.lastIndex = start
  return plainValue.test(text) ? plainValue.lastIndex : start
}

/** Returns the index after the closing bracket, or the end of the text if it is missing. */
function findBracketEnd(text: string, start: number): number {
  let depth = 0
  bracketOrString.lastIndex = start
  for (let match = bracketOrString.exec(text); match !== null; match = bracketOrString.exec(text)) {
    const [part] = match
    if (part === '[' || part === '{') depth++
    if (part === ']' || part === '}') depth--
    if (depth === 0) return bracketOrString.lastIndex
  }
  return text.length
}

function maskAddress(address: string, scheme: string, host: string): string {
  const isBare = [scheme + host, `${scheme}${host}/`].includes(address)
  return isBare ? address : `${scheme}${host}/${mask}`
}
