import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SourceItem } from '../../../src/import/scan/source-item.ts'
import { findCount } from '../../support/random-seed.ts'
import { accidents, damage, jsonRecords, recordsOf, scanBytes } from '../../support/scanner.ts'

const repetitions = findCount('SCAN_REPETITIONS', { full: 10, short: 1 })
const chunkLengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 })
const texts = fc
  .record({
    records: jsonRecords,
    indentation: fc.constantFrom(undefined, 2, '\t'),
    form: fc.constantFrom('list', 'keyed', 'lines'),
  })
  .map(({ records, indentation, form }) => {
    if (form === 'lines') return records.map((record) => JSON.stringify(record)).join('\n')
    return JSON.stringify(form === 'keyed' ? { ...records } : records, null, indentation)
  })
const files = fc
  .tuple(texts, fc.array(accidents, { maxLength: 3 }))
  .map(([text, all]) => all.reduce<Buffer>((bytes, accident) => damage(bytes, accident), Buffer.from(text)))
/** A file holds one list after another; each begins only where the one before has ended. */
const separators = /^(ï»¿)?\s*[[{]?[\s,○●\]}]*([\]}]\s*[[{][\s,○●\]}]*)*$/
const limits = { maxRecordBytes: 200, maxSampleBytes: 20, maxDepth: 4, maxSalvageBytes: 300 }

test('records and damage cover each byte that is not a separator, for any damaged file', async () => {
  await fc.assert(
    fc.asyncProperty(files, chunkLengths, async (file, chunkLengths) => {
      const items = await scanBytes(file, { chunkLengths, ...limits })

      for (const item of items) expectInPlace(item, file)
      expect(outline(items, file)).toMatch(separators)
    }),
    { numRuns: 1000 * repetitions },
  )
})

test('a damaged file gives the same result however its bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(files, chunkLengths, async (file, chunkLengths) => {
      expect(await scanBytes(file, { chunkLengths })).toEqual(await scanBytes(file))
    }),
    { numRuns: 400 * repetitions },
  )
})

test('damage within one record affects no other record of a file whose records are on their own lines', async () => {
  const lists = jsonRecords.filter(({ length }) => length > 1)
  // A bracket at the start of a line is taken for the end of the list.
  const inRecord = accidents.filter(({ added }) => !/\n\s*\]/.test(added))
  await fc.assert(
    fc.asyncProperty(
      lists,
      fc.nat(),
      inRecord,
      fc.constantFrom(2, '\t'),
      async (records, pick, accident, indentation) => {
        const file = Buffer.from(JSON.stringify(records, null, indentation))
        const originals = recordsOf(await scanBytes(file))
        // The format is detected from the first record.
        const hit = originals[1 + (pick % (originals.length - 1))]
        if (hit === undefined) throw new Error('The undamaged file yielded no record.')
        const damaged = damage(file, accident, hit.offset, hit.offset + hit.bytes.length)

        const texts = recordsOf(await scanBytes(damaged)).map(({ bytes }) => bytes.toString())

        const others = originals.filter((record) => record !== hit).map(({ bytes }) => bytes.toString())
        expect(texts).toEqual(expect.arrayContaining(others))
      },
    ),
    { numRuns: 1500 * repetitions },
  )
})

function expectInPlace(item: SourceItem, file: Buffer): void {
  const { offset, line } = 'record' in item ? item.record : item.damage
  expect(line).toBe(file.subarray(0, offset).toString('latin1').split('\n').length)
  if ('record' in item) {
    expect(item.record.bytes).toEqual(file.subarray(offset, offset + item.record.bytes.length))
  } else {
    const { raw, rawBytes, rawSha256 } = item.damage
    const stretch = file.subarray(offset, offset + rawBytes)
    expect(rawSha256).toBe(createHash('sha256').update(stretch).digest('hex'))
    expect(raw).toEqual(
      rawBytes > limits.maxRecordBytes ? stretch.subarray(0, limits.maxSampleBytes) : stretch,
    )
  }
}

/** The file's bytes, with ○ in place of each record and its key, and ● in place of each damage. */
function outline(items: readonly SourceItem[], file: Buffer): string {
  let text = ''
  let end = 0
  for (const item of items) {
    const { offset, bytes } =
      'record' in item
        ? { offset: item.record.offset, bytes: item.record.bytes.length }
        : { offset: item.damage.offset, bytes: item.damage.rawBytes }
    expect(offset).toBeGreaterThanOrEqual(end)
    const before = file.toString('latin1', end, offset)
    const isKeyed = 'record' in item && item.record.key !== null
    text +=
      (isKeyed ? before.replace(/"(?:[^"\\]|\\.)*"\s*:\s*$/s, '') : before) + ('record' in item ? '○' : '●')
    end = offset + bytes
  }
  return text + file.toString('latin1', end)
}
