import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { SourceFile } from '../../../src/import/records/source-file.ts'
import { readLimits } from '../../../src/import/scan/read-limits.ts'
import type { SourceItem } from '../../../src/import/scan/source-item.ts'
import { createFileReading, type OpenBytes } from '../../../src/import/source/file-bytes.ts'
import { readRecords } from '../../../src/import/source/read-records.ts'
import { compress } from '../../support/archives.ts'
import { createRandom } from '../../support/random.ts'
import { damageOf, listAll, recordsOf } from '../../support/scanner.ts'

const { signal } = new AbortController()
const random = createRandom(1)
const records = Array.from({ length: 2000 }, (_, id) => ({ id, noise: random.below(2 ** 53) }))
const pretty = JSON.stringify(records, null, 2)
const codecs = ['gzip', 'zstd'] as const

describe.each(codecs)('a file compressed with %s', (codec) => {
  test.each([
    ['an array', pretty],
    ['an array after a byte order mark', `\ufeff${pretty}`],
    [
      'an object keyed by id',
      JSON.stringify(Object.fromEntries(records.map((record) => [`_${record.id}`, record]))),
    ],
    ['one record per line', records.map((record) => JSON.stringify(record)).join('\n')],
  ])('contains the same records as %s without compression', async (_name, text) => {
    const plain = await read(Buffer.from(text))

    for (const chunkBytes of [13, 1000, readLimits.chunkBytes]) {
      const items = await read(compress[codec](text), { chunkBytes })

      expect(items).toEqual(plain)
      expect(recordsOf(items)).toHaveLength(2000)
    }
  })

  test('yields the records before the truncation', async () => {
    const whole = compress[codec](JSON.stringify(Array(10).fill(records).flat()))

    const items = await read(whole.subarray(0, whole.length - 12))

    // zstd decompresses only whole blocks.
    expect(recordsOf(items).length).toBeGreaterThan(codec === 'gzip' ? 19_990 : 12_000)
    expect(damageOf(items)).toMatchObject([
      { code: 'TRUNCATED' },
      { code: 'DAMAGED_COMPRESSION', message: expect.stringMatching(/unexpected end of file/) },
    ])
  })

  test('is damaged, not empty, when it is truncated within its first bytes', async () => {
    const items = await read(compress[codec](pretty).subarray(0, 7))

    expect(items).toMatchObject([{ damage: { code: 'DAMAGED_COMPRESSION', offset: 0, rawBytes: 0 } }])
  })

  test('is read up to a byte that has changed', async () => {
    const bytes = compress[codec](JSON.stringify(Array(100).fill(records)))
    bytes[bytes.length - 5000] = (bytes.at(-5000) ?? 0) ^ 0xff

    const items = await read(bytes)

    expect(recordsOf(items).length + damageOf(items).length).toBeGreaterThan(0)
    expect(damageOf(items).at(-1)).toMatchObject({ code: 'DAMAGED_COMPRESSION', rawBytes: 0 })
  })

  test('may consist of several members', async () => {
    const parts = [pretty.slice(0, 20_000), '', pretty.slice(20_000)].map((part) => compress[codec](part))

    expect(await read(Buffer.concat(parts))).toEqual(await read(Buffer.from(pretty)))
  })

  test('is read completely if other bytes follow it, and these are reported', async () => {
    const items = await read(Buffer.concat([compress[codec](pretty), Buffer.from('garbage follows')]))

    expect(recordsOf(items)).toHaveLength(2000)
    expect(damageOf(items)).toMatchObject([{ code: 'TRAILING_BYTES', offset: pretty.length }])
  })

  test('is not read any further when it exceeds the limit for decompressed bytes', async () => {
    const bomb = compress[codec](Buffer.alloc(8 * 2 ** 20, ' '))
    const reading = createFileReading()

    const items = await read(bomb, { minExpandedBytes: 2 ** 20, maxExpansion: 10 }, reading)

    expect(items).toMatchObject([{ damage: { code: 'EXPANDS_TOO_MUCH' } }])
    expect(reading.contentBytes).toBeLessThanOrEqual(2 ** 20)
  })

  test('may expand to many times its size', async () => {
    const wide = compress[codec](`[${' '.repeat(8 * 2 ** 20)}{}]`)

    expect(recordsOf(await read(wide))).toHaveLength(1)
  })

  test('counts its stored bytes and the bytes of its content', async () => {
    const bytes = compress[codec](pretty)
    const reading = createFileReading()

    await read(bytes, {}, reading)

    expect(reading).toEqual({ bytes: bytes.length, contentBytes: pretty.length, problem: null })
  })
})

test('the optional headers of a gzip file are skipped', async () => {
  const plain = gzipSync(pretty)
  const header = Buffer.from([0x1f, 0x8b, 8, 0b11110, 0, 0, 0, 0, 0, 3])
  const headerWithFields = Buffer.concat([
    header,
    Buffer.from('\x05\0extraname.json\0a comment\0##', 'latin1'),
  ])
  const file = Buffer.concat([headerWithFields, plain.subarray(10)])

  for (const chunkBytes of [3, 7, 1000]) {
    expect(recordsOf(await read(file, { chunkBytes }))).toHaveLength(2000)
  }
  expect(damageOf(await read(headerWithFields.subarray(0, -3)))).toMatchObject([
    { code: 'DAMAGED_COMPRESSION' },
  ])
})

test('a gzip file with a wrong checksum is read and reported as damaged', async () => {
  const bytes = gzipSync(pretty)
  bytes[bytes.length - 6] = (bytes.at(-6) ?? 0) ^ 1

  const items = await read(bytes)

  expect(recordsOf(items)).toHaveLength(2000)
  expect(damageOf(items)).toMatchObject([
    { code: 'DAMAGED_COMPRESSION', message: expect.stringMatching(/checksum/) },
  ])
})

test('skippable frames at the start of a zstd file are skipped', async () => {
  const skippable = Buffer.from([0x5e, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4])

  expect(recordsOf(await read(Buffer.concat([skippable, zstdCompressSync(pretty)])))).toHaveLength(2000)
})

test('a zstd file that needs too much memory is refused', async () => {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (27 - 10) << 3, 1, 0, 0])

  expect(damageOf(await read(header))).toMatchObject([
    { code: 'DAMAGED_COMPRESSION', message: expect.stringMatching(/memory/) },
  ])
})

test('a file with the name of a compressed one is read according to its content', async () => {
  expect(recordsOf(await read(Buffer.from('[{"id":1}]')))).toHaveLength(1)
  expect(damageOf(await read(Buffer.from([0x1f, 0x8b, 0x07, 1, 2])))).toMatchObject([{ code: 'NOT_JSON' }])
})

test('the source of the bytes may fail while it is read', async () => {
  const whole = gzipSync(pretty)
  const failing: OpenBytes = async function* (_file, reading) {
    yield whole.subarray(0, 10_000)
    reading.problem = { code: 'READ_FAILED', message: 'gone', pointer: '' }
  }
  const throwing: OpenBytes = async function* () {
    yield whole.subarray(0, 10_000)
    throw new Error('the database has gone')
  }

  const items = (await listAll(readRecords(sourceOf(whole), signal, { openBytes: failing }))).flat()

  expect(damageOf(items)).toMatchObject([{ code: 'TRUNCATED' }, { code: 'READ_FAILED' }])
  await expect(listAll(readRecords(sourceOf(whole), signal, { openBytes: throwing }))).rejects.toThrow(
    'the database has gone',
  )
})

/** Reads a file with these bytes. All chunks reuse one buffer, as they do when a file is read. */
async function read(
  bytes: Buffer,
  limits: Partial<typeof readLimits> = {},
  reading = createFileReading(),
): Promise<SourceItem[]> {
  const openBytes: OpenBytes = async function* (_file, counted, chunkBytes) {
    const reused = Buffer.alloc(chunkBytes)
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(reused, 0, at, at + chunkBytes)
      at += copied
      counted.bytes += copied
      yield reused.subarray(0, copied)
    }
  }
  const options = { openBytes, reading, limits: { ...readLimits, ...limits } }
  return (await listAll(readRecords(sourceOf(bytes), signal, options))).flat()
}

function sourceOf({ length }: Buffer): SourceFile {
  const name = 'users.json.gz'
  return {
    kind: 'users',
    path: name,
    location: name,
    ownerId: null,
    isBackup: false,
    bytes: length,
    number: 1,
    modifiedAt: null,
    layout: 'ERA1',
  }
}
