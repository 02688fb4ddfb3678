import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  accidents,
  damage,
  damageOf,
  jsonRecords,
  recordsOf,
  type ScanOptions,
  scanBytes,
} from '../../support/scanner.ts'

/** Each byte is followed, whatever the file looks like. */
const exact = { maxSurprises: -1 }
const record = { id: 2, in: { x: 1 } }
const usual = JSON.stringify([{ id: 1 }, record, { id: 3 }, { id: 4 }], null, 2)

describe('What looks like the old application wrote it, and did not', () => {
  const cases: Record<
    string,
    { text: string | Buffer; ids?: number[]; codes?: string[]; options?: ScanOptions }
  > = {
    nothing: { text: usual },
    CRLF: { text: usual.replaceAll('\n', '\r\n') },
    tabs: { text: usual.replaceAll('  ', '\t') },
    'no indentation': { text: usual.replaceAll('  ', '') },
    'an object within a line': { text: usual.replace(/\{\s+"x": 1\s+\}/, '{"x":1,"y":{}}') },
    'an inner bracket where the record would end': { text: usual.replace('\n    }', '\n  }') },
    'inner brackets where records would end': { text: usual.replaceAll('\n    "', '\n    "a":{\n  },\n"') },
    'a last line further to the right': { text: usual.replace('}\n  },', '}\n    },') },
    'a last line further to the left': { text: usual.replace('}\n  },', '}\n},') },
    'an end within the second record': {
      text: usual.replace(/"x": 1\n {4}\}\n {2}/, '"x": '),
      ids: [1, 3, 4],
      codes: ['BROKEN_RECORD'],
    },
    'a record without its inside': { text: usual.replace('"id": 1', ''), ids: [2, 3, 4] },
    'a value that is no JSON': {
      text: usual.replace('"id": 2', '"id": 02'),
      codes: [],
      ids: [1, 3, 4],
    },
    'a lost quote': { text: usual.replace('"x"', '"x'), ids: [1, 3, 4], codes: ['BROKEN_RECORD'] },
    'a lost comma between records': { text: usual.replace('}\n  },', '}\n  }') },
    'a lost comma within a record': {
      text: usual.replace('2,', '2'),
      ids: [1, 3, 4],
      codes: ['BROKEN_RECORD'],
    },
    'bytes that are no UTF-8': {
      text: Buffer.from(usual.replace('"x": 1', '"x": "\xe9"'), 'latin1'),
      ids: [1, 3, 4],
      codes: ['INVALID_UTF8'],
    },
    'deeper than allowed': { text: usual, options: { maxDepth: 1 }, ids: [1, 3, 4], codes: ['TOO_DEEP'] },
    'brackets in strings': { text: usual.replace('"x": 1', '"x": "[[[{{{"'), options: { maxDepth: 2 } },
    'longer than allowed': {
      text: usual,
      options: { maxRecordBytes: 20 },
      ids: [1, 3, 4],
      codes: ['RECORD_TOO_LARGE'],
    },
    'a colon behind white space': { text: usual.replace('"x":', '"x" :') },
    'colons in strings': { text: usual.replace('"x": 1', '"x": ":) \\": a : b"') },
  }

  for (const [name, { text, ids = [1, 2, 3, 4], codes = [], options }] of Object.entries(cases)) {
    test(name, async () => {
      const items = await scanBytes(text, options)

      expect(items).toEqual(await scanBytes(text, { ...options, ...exact }))
      expect(idsOf(items)).toEqual(ids)
      expect(damageOf(items).map(({ code }) => code)).toEqual(codes)
    })
  }
})

describe('A key that stands twice is noticed', () => {
  const twice = {
    'on a line of its own': usual.replace('"x": 1', '"x": 1,\n      "x": 2'),
    'within a line': usual.replace('"x": 1', '"x": 1, "x":2'),
    'with white space before its colon': usual.replace('"x": 1', '"x" : 1, "x"\n: 2'),
    'beside a colon in a string': usual.replace('"x": 1', '"x": ":", "x": "\\":"'),
    'under another spelling': usual.replace('"x": 1', '"x": 1, "\\u0078": 2'),
  }
  for (const [name, text] of Object.entries(twice)) {
    test(name, async () => {
      const items = await scanBytes(text)

      const noticed = recordsOf(items).filter(({ parsed }) => 'value' in parsed && parsed.hasDuplicateKeys)
      expect(idsOf(items)).toEqual([1, 2, 3, 4])
      expect(noticed.map(({ index }) => index)).toEqual([1])
    })
  }
})

test('After many surprises each byte is followed, to the same end', async () => {
  const text = usual.replaceAll(/("id": \d)/g, '"in": {\n  },\n    $1')

  for (const maxSurprises of [-1, 0, 1, 100]) {
    expect(idsOf(await scanBytes(text, { maxSurprises }))).toEqual([1, 2, 3, 4])
  }
})

test('Whatever happened to a file, it gives what following each byte gives', async () => {
  const odd = fc.string({ unit: fc.constantFrom('":', ' :', '\\":', ':', '{', '}', '\n  }', '\n  },', 'é') })
  const lists = fc.oneof(jsonRecords, fc.array(fc.dictionary(odd, fc.oneof(odd, fc.dictionary(odd, odd)))))
  const indentations = fc.constantFrom(0, 2, '\t', ' ')
  const pieces = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 })
  const limits = fc.constantFrom({}, { maxDepth: 3 }, { maxRecordBytes: 60, maxSampleBytes: 20 })
  await fc.assert(
    fc.asyncProperty(
      fc.record({ lists, indentations, pieces, limits, all: fc.array(accidents, { maxLength: 3 }) }),
      async ({ lists: records, indentations: indentation, pieces, limits, all }) => {
        const healthy = Buffer.from(JSON.stringify(records, null, indentation))
        const file = all.reduce<Buffer>((bytes, accident) => damage(bytes, accident), healthy)

        expect(await scanBytes(file, { ...limits, pieces })).toEqual(
          await scanBytes(file, { ...limits, pieces, ...exact }),
        )
      },
    ),
    { numRuns: 1500 },
  )
})

function idsOf(items: Parameters<typeof recordsOf>[0]): unknown[] {
  return recordsOf(items).flatMap(({ parsed }) => ('value' in parsed ? (Object(parsed.value).id ?? []) : []))
}
