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

/** Disables the fast path. */
const exact = { maxFailedParses: -1 }
const record = { id: 2, in: { x: 1 } }
const formatted = JSON.stringify([{ id: 1 }, record, { id: 3 }, { id: 4 }], null, 2)

describe('the fast path gives the same result as a full scan for', () => {
  const cases: Record<
    string,
    { text: string | Buffer; ids?: number[]; codes?: string[]; options?: ScanOptions }
  > = {
    'the format of the legacy application': { text: formatted },
    CRLF: { text: formatted.replaceAll('\n', '\r\n') },
    tabs: { text: formatted.replaceAll('  ', '\t') },
    'no indentation': { text: formatted.replaceAll('  ', '') },
    'an object within a line': { text: formatted.replace(/\{\s+"x": 1\s+\}/, '{"x":1,"y":{}}') },
    'an inner bracket where the record would end': { text: formatted.replace('\n    }', '\n  }') },
    'inner brackets where records would end': {
      text: formatted.replaceAll('\n    "', '\n    "a":{\n  },\n"'),
    },
    'a last line with more indentation': { text: formatted.replace('}\n  },', '}\n    },') },
    'a last line with less indentation': { text: formatted.replace('}\n  },', '}\n},') },
    'an end within the second record': {
      text: formatted.replace(/"x": 1\n {4}\}\n {2}/, '"x": '),
      ids: [1, 3, 4],
      codes: ['BROKEN_RECORD'],
    },
    'a record without its content': { text: formatted.replace('"id": 1', ''), ids: [2, 3, 4] },
    'a value that is not JSON': {
      text: formatted.replace('"id": 2', '"id": 02'),
      codes: [],
      ids: [1, 3, 4],
    },
    'a missing quote': { text: formatted.replace('"x"', '"x'), ids: [1, 3, 4], codes: ['BROKEN_RECORD'] },
    'a missing comma between records': { text: formatted.replace('}\n  },', '}\n  }') },
    'a missing comma within a record': {
      text: formatted.replace('2,', '2'),
      ids: [1, 3, 4],
      codes: ['BROKEN_RECORD'],
    },
    'bytes that are not UTF-8': {
      text: Buffer.from(formatted.replace('"x": 1', '"x": "\xe9"'), 'latin1'),
      ids: [1, 3, 4],
      codes: ['INVALID_UTF8'],
    },
    'deeper than allowed': { text: formatted, options: { maxDepth: 1 }, ids: [1, 3, 4], codes: ['TOO_DEEP'] },
    'brackets in strings': { text: formatted.replace('"x": 1', '"x": "[[[{{{"'), options: { maxDepth: 2 } },
    'longer than allowed': {
      text: formatted,
      options: { maxRecordBytes: 20 },
      ids: [1, 3, 4],
      codes: ['RECORD_TOO_LARGE'],
    },
    'a colon after white space': { text: formatted.replace('"x":', '"x" :') },
    'colons in strings': { text: formatted.replace('"x": 1', '"x": ":) \\": a : b"') },
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

describe('a duplicate key is detected', () => {
  const twice = {
    'on its own line': formatted.replace('"x": 1', '"x": 1,\n      "x": 2'),
    'within a line': formatted.replace('"x": 1', '"x": 1, "x":2'),
    'with white space before its colon': formatted.replace('"x": 1', '"x" : 1, "x"\n: 2'),
    'beside a colon in a string': formatted.replace('"x": 1', '"x": ":", "x": "\\":"'),
    'with another spelling': formatted.replace('"x": 1', '"x": 1, "\\u0078": 2'),
  }
  for (const [name, text] of Object.entries(twice)) {
    test(name, async () => {
      const items = await scanBytes(text)

      const detected = recordsOf(items).filter(({ parsed }) => 'value' in parsed && parsed.hasDuplicateKeys)
      expect(idsOf(items)).toEqual([1, 2, 3, 4])
      expect(detected.map(({ index }) => index)).toEqual([1])
    })
  }
})

test('after many failed parses the fast path is no longer used, with the same result', async () => {
  const text = formatted.replaceAll(/("id": \d)/g, '"in": {\n  },\n    $1')

  for (const maxFailedParses of [-1, 0, 1, 100]) {
    expect(idsOf(await scanBytes(text, { maxFailedParses }))).toEqual([1, 2, 3, 4])
  }
})

test('for any damaged file the fast path gives the same result as a full scan', async () => {
  const odd = fc.string({ unit: fc.constantFrom('":', ' :', '\\":', ':', '{', '}', '\n  }', '\n  },', 'é') })
  const lists = fc.oneof(jsonRecords, fc.array(fc.dictionary(odd, fc.oneof(odd, fc.dictionary(odd, odd)))))
  const indentations = fc.constantFrom(0, 2, '\t', ' ')
  const chunkLengths = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 })
  const limits = fc.constantFrom({}, { maxDepth: 3 }, { maxRecordBytes: 60, maxSampleBytes: 20 })
  await fc.assert(
    fc.asyncProperty(
      fc.record({ lists, indentations, chunkLengths, limits, all: fc.array(accidents, { maxLength: 3 }) }),
      async ({ lists: records, indentations: indentation, chunkLengths, limits, all }) => {
        const healthy = Buffer.from(JSON.stringify(records, null, indentation))
        const file = all.reduce<Buffer>((bytes, accident) => damage(bytes, accident), healthy)

        expect(await scanBytes(file, { ...limits, chunkLengths })).toEqual(
          await scanBytes(file, { ...limits, chunkLengths, ...exact }),
        )
      },
    ),
    { numRuns: 1500 },
  )
})

function idsOf(items: Parameters<typeof recordsOf>[0]): unknown[] {
  return recordsOf(items).flatMap(({ parsed }) => ('value' in parsed ? (Object(parsed.value).id ?? []) : []))
}
