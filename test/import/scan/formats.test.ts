import { describe, expect, test } from 'vitest'
import { damageOf, recordsOf, scanBytes } from '../../support/scanner.ts'

const two = [
  { id: 'a', name: 'A "quoted" \\ {name}', list: [1, [2, { three: 3 }]] },
  { id: 'b', empty: {}, none: [] },
]

describe('an undamaged file yields its records byte for byte', () => {
  const forms: Record<string, { text: string; pointers?: string[] }> = {
    'in the format of the legacy application': { text: JSON.stringify(two, null, 2) },
    'on one line': { text: JSON.stringify(two) },
    'with a byte order mark': { text: `\ufeff${JSON.stringify(two, null, 2)}` },
    'with CRLF': { text: JSON.stringify(two, null, 2).replaceAll('\n', '\r\n') },
    'indented with tabs': { text: JSON.stringify(two, null, '\t') },
    'with records that start and end within lines': {
      text: `[${two.map((one) => JSON.stringify(one, null, 1)).join(', ')}]`,
    },
    'as an object keyed by id': {
      text: JSON.stringify({ a: two[0], 'b/~': two[1] }, null, 2),
      pointers: ['/a', '/b~1~0'],
    },
    'as an object keyed by id, on one line': {
      text: JSON.stringify({ a: two[0], b: two[1] }),
      pointers: ['/a', '/b'],
    },
    'one record per line': { text: `${two.map((one) => JSON.stringify(one)).join('\n')}\n` },
    'one record per line, indented': { text: two.map((one) => `  ${JSON.stringify(one)}`).join('\n') },
    'one record per line, with blank lines': { text: two.map((one) => JSON.stringify(one)).join('\r\n\r\n') },
  }

  for (const [name, { text, pointers = ['/0', '/1'] }] of Object.entries(forms)) {
    test(name, async () => {
      const items = await scanBytes(text, { chunkLengths: [7] })

      expect(damageOf(items)).toEqual([])
      expect(recordsOf(items).map(({ bytes }) => JSON.parse(bytes.toString()))).toEqual(two)
      expect(recordsOf(items).map(({ pointer }) => pointer)).toEqual(pointers)
      for (const { bytes, offset, line } of recordsOf(items)) {
        const file = Buffer.from(text)
        expect(file.subarray(offset, offset + bytes.length)).toEqual(bytes)
        expect(line).toBe(file.subarray(0, offset).toString().split('\n').length)
      }
    })
  }

  test('a file that is one object is one record', async () => {
    const items = await scanBytes(JSON.stringify(two[0], null, 2))

    expect(recordsOf(items)).toMatchObject([{ pointer: '/0', key: null, line: 1 }])
  })

  test('one record per line, each starting with an object', async () => {
    const items = await scanBytes('{"x":{},"id":1}\n{"x":{},"id":2}')

    expect(recordsOf(items).map(({ pointer }) => pointer)).toEqual(['/0', '/1'])
  })

  test('an empty list, an empty object', async () => {
    expect(await scanBytes(' [ \n] \n')).toEqual([])
    expect(await scanBytes('{}')).toEqual([])
  })

  test('a record includes its parsed value, and whether it has duplicate keys', async () => {
    const [first] = recordsOf(await scanBytes('[{"a":1,"a":{"b":":"},"c":[{"d":[]}]}]'))

    const parsed = { value: { a: { b: ':' }, c: [{ d: [] }] }, hasDuplicateKeys: true }
    expect(first).toMatchObject({ parsed, index: 0, key: null })
  })

  test("the key of an object keyed by id is not one of the record's keys", async () => {
    const [first] = recordsOf(await scanBytes('{"the \\"id\\"": {"a": 1}}'))

    expect(first).toMatchObject({ key: 'the "id"', parsed: { hasDuplicateKeys: false }, offset: 15 })
  })
})
