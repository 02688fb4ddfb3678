import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { SourceFile } from '../../../src/import/records/source-file.ts'
import type { SourceItem } from '../../../src/import/scan/source-item.ts'
import type { OpenBytes } from '../../../src/import/source/file-bytes.ts'
import { readRecords } from '../../../src/import/source/read-records.ts'
import { damageOf, listAll, recordsOf } from '../../support/scanner.ts'

const { signal } = new AbortController()
const one = { id: 'a', name: 'Ünï "quoted" \\ 😀', tags: ['[', '{'] }
const two = { id: 'b', name: 'second\nline' }
const list = JSON.stringify([one, two], null, 2)

function utf16(text: string, isBigEndian = false): Buffer {
  const bytes = Buffer.from(text, 'utf16le')
  return isBigEndian ? bytes.swap16() : bytes
}

function utf32(text: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.alloc([...text].length * 4)
  for (const [place, character] of [...text].entries()) {
    const codePoint = character.codePointAt(0) ?? 0
    if (isBigEndian) bytes.writeUInt32BE(codePoint, place * 4)
    else bytes.writeUInt32LE(codePoint, place * 4)
  }
  return bytes
}

const forms: Record<string, Buffer | string> = {
  'UTF-16 with the mark of little-endian': utf16(`\ufeff${list}`),
  'UTF-16 with the mark of big-endian': utf16(`\ufeff${list}`, true),
  'UTF-16 without a mark, little-endian': utf16(list),
  'UTF-16 without a mark, big-endian': utf16(list, true),
  'UTF-16, compressed': gzipSync(utf16(`\ufeff${list}`)),
  'an object around the list': JSON.stringify({ users: [one, two] }),
  'an object around the list, indented': JSON.stringify({ users: [one, two] }, null, 2),
  'an object with the name data around the list': ` {"data" : ${list} } `,
  'two lists, one per line': `${JSON.stringify([one])}\n${JSON.stringify([two])}\n`,
  'two lists, indented': `${JSON.stringify([one], null, 2)}\n${JSON.stringify([two], null, 2)}`,
  'an empty list before another': `[]\n${list}`,
  'two objects keyed by id': `${JSON.stringify({ a: one }, null, 2)}\n${JSON.stringify({ b: two }, null, 2)}`,
  'JSON in a JSON string': JSON.stringify(list),
  'JSON in a JSON string with escaped characters': `"${escapeAll(list)}"\n`,
  'JSON in a JSON string, UTF-16': utf16(JSON.stringify(list)),
}

function escapeAll(text: string): string {
  return text.replaceAll(/[^a-z]/g, (part) => `\\u${part.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

describe('the records are read whole from', () => {
  test.each(Object.entries(forms))('%s', async (_name, content) => {
    for (const chunkBytes of [1, 7, 100_000]) {
      const items = await read(Buffer.from(content), chunkBytes)

      expect(damageOf(items)).toEqual([])
      expect(recordsOf(items).map(({ bytes }) => JSON.parse(bytes.toString()))).toEqual([one, two])
    }
  })
})

describe('what is not read is named', () => {
  test('other members of an object around the list', async () => {
    const items = await read(JSON.stringify({ version: 1, users: [one], contracts: [two] }))

    expect(recordsOf(items)).toHaveLength(1)
    expect(damageOf(items)).toMatchObject([
      { code: 'STRAY_BYTES', raw: Buffer.from('{"version":1,"users":') },
      { code: 'TRAILING_BYTES', message: expect.stringMatching(/Put each list into a file of its own/) },
    ])
  })

  test('an object around the list that does not end', async () => {
    expect(damageOf(await read(`{"users": ${list}`))).toMatchObject([{ code: 'TRUNCATED' }])
  })

  test('bytes after a list that are no further list', async () => {
    const items = await read(`${JSON.stringify([one])} {"id": "b"}]`)

    expect(recordsOf(items)).toHaveLength(1)
    expect(damageOf(items)).toMatchObject([{ code: 'TRAILING_BYTES' }])
  })

  test('UTF-16 with half a surrogate pair', async () => {
    const damaged = utf16(`\ufeff[{"id": "a", "name": "${'x'.repeat(2000)}\ud83d"}]`)

    expect(damageOf(await read(damaged)).at(-1)).toMatchObject({
      code: 'INVALID_UTF8',
      message: expect.stringMatching(/not valid UTF-16LE/),
    })
  })

  test.each([
    ['with the mark of little-endian', `\ufeff${list}`, false],
    ['with the mark of big-endian', `\ufeff${list}`, true],
    ['without a mark, little-endian', list, false],
    ['without a mark, big-endian', list, true],
  ])('UTF-32 %s, with the command that converts it', async (_name, text, isBigEndian) => {
    for (const content of [utf32(text, isBigEndian), gzipSync(utf32(text, isBigEndian))]) {
      const items = await read(content)

      expect(items).toMatchObject([
        {
          damage: {
            code: 'INVALID_UTF8',
            message: expect.stringMatching(/UTF-32.*iconv -f UTF-32 -t UTF-8/),
          },
        },
      ])
    }
  })

  test('a list whose records are the texts of JSON strings, with the command that converts it', async () => {
    const texts = [JSON.stringify(one), `\n  ${JSON.stringify(two)}`]
    const content = JSON.stringify(texts)
    for (const chunkBytes of [1, 100_000]) {
      const damage = damageOf(await read(content, chunkBytes))
      expect(damage).toMatchObject([
        { code: 'STRAY_BYTES', message: expect.stringMatching(/jq "map\(fromjson\)"/) },
      ])
      expect(damage[0]?.raw.toString()).toBe(content.slice(1))
    }
  })

  test('a JSON string that does not end, and bytes after one that does', async () => {
    const text = JSON.stringify(list)

    expect(damageOf(await read(text.slice(0, -1))).at(-1)).toMatchObject({
      message: expect.stringMatching(/string that does not end/),
    })
    expect(damageOf(await read(`${text}, "more"`))).toMatchObject([{ code: 'TRAILING_BYTES' }])
  })

  test.each([
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39]],
    ['lz4', [0x04, 0x22, 0x4d, 0x18]],
    ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
    ['zip', [0x50, 0x4b, 3, 4]],
  ])('compression with %s, with the command that unpacks it', async (name, start) => {
    const items = await read(Buffer.concat([Buffer.from(start), Buffer.alloc(500, 1)]))

    expect(items).toMatchObject([
      {
        damage: { code: 'UNSUPPORTED_COMPRESSION', message: expect.stringMatching(`${name}.*Unpack it \\(`) },
      },
    ])
  })
})

const file: SourceFile = {
  ...{ number: 1, kind: 'users', path: 'users.json', location: '', ownerId: null, isBackup: false },
  ...{ bytes: 1, modifiedAt: null, layout: 'ERA1' },
}

async function read(content: Buffer | string, chunkBytes = 1000): Promise<SourceItem[]> {
  const bytes = Buffer.from(content)
  const openBytes: OpenBytes = async function* () {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
  }
  return (await listAll(readRecords(file, signal, { openBytes }))).flat()
}
