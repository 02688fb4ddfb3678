import { describe, expect, test } from 'vitest'
import type { Damage } from '../../../src/import/scan/source-item.ts'
import { damageOf, recordsOf, type ScanOptions, scanBytes } from '../../support/scanner.ts'

describe('damage is reported with its bytes and affects no other record', () => {
  const pretty = JSON.stringify([{ id: 1 }, { id: 2, in: [{ x: 1 }] }, { id: 3 }], null, 2)
  const cases: Record<
    string,
    { text: Buffer | string; ids: number[]; damage: object[]; options?: ScanOptions }
  > = {
    'an empty file': { text: '', ids: [], damage: [{ code: 'EMPTY_FILE', rawBytes: 0 }] },
    'a file of white space': { text: ' \n', ids: [], damage: [{ code: 'EMPTY_FILE', rawBytes: 0, line: 2 }] },
    'a byte order mark alone': { text: '\ufeff', ids: [], damage: [{ code: 'EMPTY_FILE', offset: 3 }] },
    'a file that is not JSON': {
      text: '<html>',
      ids: [],
      damage: [{ code: 'NOT_JSON', raw: '<html>', rawBytes: 6, offset: 0, pointer: '' }],
    },
    'a scalar': { text: 'null', ids: [], damage: [{ code: 'NOT_JSON', rawBytes: 4 }] },
    'a missing beginning': {
      text: pretty.slice(9),
      ids: [2, 3],
      damage: [{ code: 'NOT_JSON', offset: 1 }],
    },
    'an end within a record': {
      text: pretty.slice(0, -10),
      ids: [1, 2],
      damage: [{ code: 'TRUNCATED', raw: '{\n    "id', pointer: '/2', line: 13 }],
    },
    'an end within a string': {
      text: '[{"id":1},{"id":"ab\\',
      ids: [1],
      damage: [{ code: 'TRUNCATED', raw: '{"id":"ab\\', offset: 10 }],
    },
    'an end between records': {
      text: '[{"id":1},\n{"id":2}',
      ids: [1, 2],
      damage: [{ code: 'TRUNCATED', rawBytes: 0, offset: 19, line: 2, pointer: '' }],
    },
    'a valid list, then the rest of a longer file': {
      text: `${pretty}\n    "id": 4\n  },\n  {\n    "id": 5\n  }\n]`,
      ids: [1, 2, 3],
      damage: [{ code: 'TRAILING_BYTES', raw: '"id": 4\n  },\n  {\n    "id": 5\n  }\n]' }],
    },
    'a valid list, then a bracket': {
      text: '[{"id":1}]]',
      ids: [1],
      damage: [{ code: 'TRAILING_BYTES', raw: ']' }],
    },
    'a bracket that does not end the list': {
      text: pretty.replace('},', '}], "x": 1'),
      ids: [1, 2, 3],
      damage: [{ code: 'STRAY_BYTES', raw: ', "x": 1\n  ' }],
    },
    'garbage between records': {
      text: `[${' '.repeat(80)}{"id":1}, @@## 12 , {"id":2}, null]`,
      ids: [1, 2],
      damage: [
        { code: 'STRAY_BYTES', raw: '@@## 12', pointer: '/1' },
        { code: 'STRAY_BYTES', raw: 'null', pointer: '/3' },
      ],
    },
    'a missing quote': {
      text: pretty.replace('"in":', '"in:'),
      ids: [1, 3],
      damage: [
        { code: 'BROKEN_RECORD', pointer: '/1', line: 5, message: expect.stringMatching(/closing quote/) },
      ],
    },
    'a missing brace': {
      text: pretty.replace('"id": 2', '"id": {'),
      ids: [1, 3],
      damage: [{ code: 'BROKEN_RECORD', message: expect.stringMatching(/a comma or }|a key/) }],
    },
    'a nested list that is never closed': {
      text: pretty.replace(/\n {4}\]\n {2}\}/, ''),
      ids: [1, 3],
      damage: [{ code: 'BROKEN_RECORD', message: 'The record does not end before the next one starts.' }],
    },
    'a broken record that shares a line and contains objects on their own lines': {
      text: '[{"id":1}, {"x":[\n  {"id":7},\n  {"id":8}\n], oops}, {"id":3}]',
      ids: [1],
      damage: [{ code: 'BROKEN_RECORD', offset: 11, rawBytes: 49 }],
    },
    'a broken line among lines': {
      text: '{"id":1}\n{"id": "cut\n{"id":3}\n',
      ids: [1, 3],
      damage: [{ code: 'BROKEN_RECORD', raw: '{"id": "cut\n', line: 2 }],
    },
    'no comma between records on their own lines': {
      text: pretty.replace('},', '}'),
      ids: [1, 2, 3],
      damage: [],
    },
    'no comma between records on one line': {
      text: '[{"id":1}{"id":2}]',
      ids: [1],
      damage: [{ code: 'STRAY_BYTES', raw: '{"id":2}]' }],
    },
    'an extra comma': { text: '[{"id":1},,{"id":2},]', ids: [1, 2], damage: [] },
    'NULs left by a crash': {
      text: '[{"id":1}\0\0\0',
      ids: [1],
      damage: [{ code: 'STRAY_BYTES', raw: '\0\0\0' }],
    },
    'bytes that are not UTF-8': {
      text: Buffer.concat([Buffer.from('[{"id":1},{"x":"caf'), Buffer.of(0xe9), Buffer.from('"},{"id":3}]')]),
      ids: [1, 3],
      damage: [{ code: 'INVALID_UTF8', raw: '{"x":"caf\xe9"}', pointer: '/1' }],
    },
    'a member that is not an object': {
      text: '{\n  "a": {"id":1},\n  "b": 2,\n  "c": {"id":3}\n}',
      ids: [1, 3],
      damage: [{ code: 'BROKEN_RECORD', raw: '"b": 2,\n  ', pointer: '' }],
    },
    'a key that is not a JSON string': {
      text: '{"a":{"id":1},"\\x":{"id":2}}',
      ids: [1],
      damage: [{ code: 'BROKEN_RECORD', raw: '"\\x":{"id":2}', pointer: '' }],
    },
    'nesting deeper than allowed': {
      text: `[{"id":1},{"x":${'['.repeat(4)}"]"${']'.repeat(4)}},{"id":3,"x":[[[]]]}]`,
      ids: [1, 3],
      damage: [{ code: 'TOO_DEEP', rawBytes: 17, message: expect.stringMatching(/5 levels/) }],
      options: { maxDepth: 4 },
    },
    'objects and arrays below the depth limit': {
      text: '[{"x":[[[[{"a":1},[2]],3],{"b":4}]],"c":5},{"id":3}]',
      ids: [3],
      damage: [{ code: 'TOO_DEEP', rawBytes: 41, message: expect.stringMatching(/6 levels/) }],
      options: { maxDepth: 3 },
    },
    'a record larger than allowed': {
      text: `[{"id":1},{"x":"${'y'.repeat(91)}"},{"id":3}]`,
      ids: [1, 3],
      damage: [{ code: 'RECORD_TOO_LARGE', rawBytes: 99, raw: '{"x":"yyyy' }],
      options: { maxRecordBytes: 50, maxSampleBytes: 10 },
    },
    'records that are never closed': {
      text: '[\n {"id":1,"x":[\n {"id":2,"x":[\n {"id":3}\n]',
      ids: [3],
      damage: [
        { code: 'BROKEN_RECORD', line: 2 },
        { code: 'BROKEN_RECORD', line: 3 },
      ],
    },
    'more records that are never closed than may be scanned twice': {
      text: '[\n {"id":1,"x":[\n {"id":2,"x":[\n {"id":3}\n]',
      ids: [],
      damage: [
        { code: 'BROKEN_RECORD', line: 2 },
        { code: 'TRUNCATED', line: 3 },
      ],
      options: { maxSalvageBytes: 1 },
    },
    'a record that is never closed, followed by more bytes than a record may have': {
      text: `[\n {"id":1,"x":[\n {"id":2},\n {"id":3}${' '.repeat(90)}\n]`,
      ids: [2, 3],
      damage: [{ code: 'BROKEN_RECORD', line: 2, rawBytes: 15 }],
      options: { maxRecordBytes: 50 },
    },
    'a large record that is broken': {
      text: `[\n {"id":1},\n {"x":"${'y'.repeat(91)}\n"},\n {"id":3}\n]`,
      ids: [1, 3],
      damage: [{ code: 'BROKEN_RECORD', rawBytes: 103 }],
      options: { maxRecordBytes: 50, maxSampleBytes: 10 },
    },
  }

  for (const [name, { text, ids, damage, options }] of Object.entries(cases)) {
    test(name, async () => {
      for (const chunkLengths of [[1], [3, 50], [100_000]]) {
        const items = await scanBytes(text, { ...options, chunkLengths })

        expect(recordsOf(items).map(({ bytes }) => JSON.parse(bytes.toString()).id)).toEqual(ids)
        expect(damageOf(items).map(withText)).toMatchObject(damage)
        expect(damageOf(items)).toHaveLength(damage.length)
      }
    })
  }
})

function withText(damage: Damage) {
  return { ...damage, raw: damage.raw.toString('latin1') }
}
