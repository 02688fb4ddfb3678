import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rescanReject } from '../../../src/import/source/read-rejects.ts'

const { signal } = new AbortController()
const place = { number: 7, line: 40, offset: 900, code: 'TRUNCATED', message: 'It ends too early.' }

async function rescan(raw: Buffer, pointer = '/3/userId') {
  return rescanReject({ ...place, pointer, raw }, signal)
}

test.each([
  ['{"id":"a","list":[{"b":{}}]}', '{"id":"a","list":[{"b":{}}]}'],
  ['\n  {"id":"a"}\n', '{"id":"a"}'],
  [',{"id":"a"}', '{"id":"a"}'],
  ['{"a":{"id":"a"},"b":{"id":"b"}}', '{"a":{"id":"a"},"b":{"id":"b"}}'],
])('%j becomes a record at its original place', async (text, bytes) => {
  const item = await rescan(Buffer.from(text))
  if (!('record' in item)) throw new Error('The bytes are not a record.')
  expect(item.record).toMatchObject({ line: 40, offset: 900, pointer: '/3', key: null })
  expect(item.record.bytes.toString()).toBe(bytes)
})

test.each([
  '{"id":"a"},{"id":"b"}',
  '{"id":"a"}{"id":"b"}',
  '{"id":"a"',
  '],[{"id":"a"}',
  '{"id":"a"}]',
  '[{"id":"a"}]',
  'null',
  '',
])('%j remains damage', async (text) => {
  const raw = Buffer.from(text)
  const { number: _, ...damage } = { ...place, pointer: '/3', raw, rawBytes: raw.length }
  expect(await rescan(raw, '/3')).toMatchObject({ damage })
})

test('a key is an id unless it is an index', async () => {
  const keyOf = async (pointer: string) => {
    const item = await rescan(Buffer.from('{}'), pointer)
    return 'record' in item ? [item.record.pointer, item.record.key] : []
  }
  expect(await keyOf('/12/name')).toEqual(['/12', null])
  expect(await keyOf('/a~1b/name')).toEqual(['/a~1b', 'a/b'])
  expect(await keyOf('')).toEqual(['', null])
})

test('any bytes become one item, and no byte is lost', async () => {
  const pieces = fc.array(
    fc.constantFrom('{', '}', '[', ']', '"', ',', ':', 'a', '1', '\\', ' ', '\n', '{"a":1}'),
  )
  await fc.assert(
    fc.asyncProperty(pieces, async (list) => {
      const text = list.join('')
      const item = await rescan(Buffer.from(text))
      if ('damage' in item) expect(item.damage.raw.toString()).toBe(text)
      else expect(text.replace(/^[\s,]+|[\s,]+$/g, '')).toBe(item.record.bytes.toString())
    }),
  )
})
