import { randomUUID } from 'node:crypto'

/** Random, so that no stored text can contain it. */
const mark = `json-text-${randomUUID()}`
/** The texts in the value that is being written, in order. */
let texts: string[] = []

/** JSON text from the database that goes into a response unchanged, without being parsed and written again. */
export class JsonText {
  readonly #text: string

  /** @param text valid JSON. */
  constructor(text: string) {
    this.#text = text
  }

  get length(): number {
    return this.#text.length
  }

  /** Length in UTF-8. */
  get byteLength(): number {
    return Buffer.byteLength(this.#text)
  }

  /** Called by `stringify`, in the order in which the texts appear in the output. */
  toJSON(): string {
    texts.push(this.#text)
    return mark
  }
}

export function asJsonText(text: string | null | undefined): JsonText | null {
  return text == null ? null : new JsonText(text)
}

/** JSON.stringify for a value that may contain JsonText. */
export function stringify(value: unknown): string {
  texts = []
  const json = JSON.stringify(value)
  if (texts.length === 0) return json
  const [head = '', ...pieces] = json.split(`"${mark}"`)
  const parts = [head]
  for (const [place, piece] of pieces.entries()) parts.push(texts[place] ?? '', piece)
  return parts.join('')
}

const minInstantMs = Date.parse('0000-01-01T00:00:00.000Z')
const maxInstantMs = Date.parse('9999-12-31T23:59:59.999Z')

/** Whether the time has a form in RFC 3339, whose years have four digits. */
export function isInstant(ms: number): boolean {
  return ms >= minInstantMs && ms <= maxInstantMs
}

const msPerDay = 24 * 60 * 60 * 1000

/** Cache of `YYYY-MM-DD` by day: the dates of records cover a few hundred days. */
const dayTexts = new Map<number, string>()
const maxDayTexts = 10_000

/**
 * Formats a date as toISOString does, `2025-03-10T09:01:00.107Z`, several times faster.
 * @param ms milliseconds since 1970, as returned by Date.getTime.
 * @throws RangeError for an invalid date.
 */
export function toInstantText(ms: number): string {
  const days = Math.floor(ms / msPerDay)
  const rest = ms - days * msPerDay
  const minutes = Math.floor(rest / 60_000)
  const milliseconds = rest % 60_000
  const seconds = Math.floor(milliseconds / 1000)
  const time = `${toDigits(Math.floor(minutes / 60), 2)}:${toDigits(minutes % 60, 2)}:${toDigits(seconds, 2)}`
  return `${toDayText(days)}T${time}.${toDigits(milliseconds % 1000, 3)}Z`
}

function toDayText(days: number): string {
  const known = dayTexts.get(days)
  if (known !== undefined) return known
  const text = new Date(days * msPerDay).toISOString().slice(0, -'T00:00:00.000Z'.length)
  if (dayTexts.size < maxDayTexts) dayTexts.set(days, text)
  return text
}

function toDigits(number: number, length: 2 | 3): string {
  if (number >= 100 || (number >= 10 && length === 2)) return `${number}`
  return number >= 10 || length === 2 ? `0${number}` : `00${number}`
}
