import fc from 'fast-check'

/** Something that happened to a file: bytes were lost, others came in. */
export interface Accident {
  /** Where, as a part of the file's length. */
  readonly at: number
  readonly lostBytes: number
  readonly added: string
}

/** What turns up in damaged files: above all the characters that mean something in JSON. */
const garbage = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ \n\0a1é'), maxLength: 8 }),
  fc.constantFrom('\n  {', '\n  }', '},\n  {', '\n]', '": {', '[['),
)

export const accidents = fc.record<Accident>({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  lostBytes: fc.oneof(fc.constant(0), fc.nat(40), fc.constant(Number.MAX_SAFE_INTEGER)),
  added: garbage,
})

/** JSON records as the old application might have written them, among them unusual ones. */
export const jsonRecords = fc.array(
  fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
  { maxLength: 8 },
)

/** The bytes after the accident, which happened between `from` and `to`. */
export function damage(
  bytes: Buffer,
  { at, lostBytes, added }: Accident,
  from = 0,
  to = bytes.length,
): Buffer {
  const start = from + Math.floor(at * (to - from))
  const end = Math.min(to, start + lostBytes)
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(added), bytes.subarray(end)])
}
