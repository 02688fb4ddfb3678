import { randomUUID } from 'node:crypto'

/** Nobody who writes what is stored can know it. */
const mark = `json-text-${randomUUID()}`
/** Of the value that is being written. */
let texts: string[] = []

/** JSON as the database wrote it, which goes into an answer as it is: not parsed, and not written again. */
export class JsonText {
  readonly #text: string

  /** @param text valid JSON. */
  constructor(text: string) {
    this.#text = text
  }

  get length(): number {
    return this.#text.length
  }

  /** Of its UTF-8. */
  get byteLength(): number {
    return Buffer.byteLength(this.#text)
  }

  /** Called by `stringify` in the order of the places. */
  toJSON(): string {
    texts.push(this.#text)
    return mark
  }
}

/** Null for no text. */
export function asJsonText(text: string | null | undefined): JsonText | null {
  return text == null ? null : new JsonText(text)
}

/** JSON.stringify of a value that may hold any number of JsonText. */
export function stringify(value: unknown): string {
  texts = []
  const json = JSON.stringify(value)
  if (texts.length === 0) return json
  const [head = '', ...pieces] = json.split(`"${mark}"`)
  const parts = [head]
  for (const [place, piece] of pieces.entries()) parts.push(texts[place] ?? '', piece)
  return parts.join('')
}
