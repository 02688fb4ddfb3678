import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  type ArchiveEntry,
  archivedAt,
  createExtractionDirectory,
  listFiles,
  makeTar,
  makeZip,
  unpack,
} from '../../support/archives.ts'
import { createRandom } from '../../support/random.ts'

const random = createRandom(1)

const formats = {
  tar: makeTar,
  'tar.gz': (entries: readonly ArchiveEntry[]) => gzipSync(makeTar(entries)),
  'tar.zst': (entries: readonly ArchiveEntry[]) => zstdCompressSync(makeTar(entries)),
  zip: makeZip,
}

describe.each(Object.entries(formats))('extracting a %s archive', (_format, make) => {
  test('writes the files, with their modification times, readable by the owner only', async () => {
    const place = await createExtractionDirectory()
    const { directory } = place
    const large = JSON.stringify(
      Array.from({ length: 40_000 }, (_, id) => ({ id, noise: random.below(2 ** 53) })),
    )
    const archive = make([
      { path: 'legacy/', type: 'Directory' },
      { path: './legacy/data/users.json', content: large },
      { path: 'legacy/data/users/u/contracts.json.gz', content: '[]' },
      { path: 'legacy/server.js', content: 'evil()' },
      { path: 'legacy/data/users/u/metrics.json', content: large },
      { path: 'legacy/empty/users.json', content: '' },
    ])

    const skipped = await unpack(archive, {}, place)

    expect(await listFiles(directory)).toEqual([
      'legacy/data/users.json',
      'legacy/data/users/u/contracts.json.gz',
      'legacy/data/users/u/metrics.json',
      'legacy/empty/users.json',
      'legacy/server.js',
    ])
    expect(await readFile(join(directory, 'legacy/data/users.json'), 'utf8')).toBe(large)
    const { mtime, mode } = await stat(join(directory, 'legacy/data/users.json'))
    expect([mtime, mode & 0o777]).toEqual([archivedAt, 0o600])
    expect((await stat(join(directory, 'legacy/data'))).mode & 0o777).toBe(0o700)
    expect(skipped.paths).toEqual([])
  })

  test('writes nothing outside the directory, and no link, device or FIFO', async () => {
    const place = await createExtractionDirectory()
    const { base, directory } = place
    const archive = make([
      { path: '../users.json', content: '[]' },
      { path: 'a/../../users.json', content: '[]' },
      { path: join(base, 'users.json'), content: '[]' },
      { path: '..\\users.json', content: '[]' },
      { path: 'C:/users.json', content: '[]' },
      { path: 'analyses.json', type: 'SymbolicLink', linkpath: '/etc/passwd' },
      { path: 'chat_sessions.json', type: 'FIFO' },
      { path: 'chat_messages.json', type: 'CharacterDevice' },
      { path: `${'a/'.repeat(22)}users.json`, content: '[]' },
      { path: 'data/users.json', content: '[]' },
    ])
    const skipped = await unpack(archive, {}, place)

    expect(await listFiles(directory)).toEqual(['data/users.json'])
    expect(await readdir(base)).toEqual(['archive', 'unpacked'])
    expect(skipped.count).toBe(9)
    expect(skipped.paths.map(({ reason }) => reason.split('.')[0])).toEqual([
      ...Array(5).fill('Its path is invalid or leads out of the archive'),
      'A link',
      'Not a regular file',
      'Not a regular file',
      'It is more than 22 folders deep',
    ])
  })

  test('refuses an archive that contains a name twice', async () => {
    const twice = [
      { path: 'users.json', content: '[]' },
      { path: './users.json', content: '[{}]' },
    ]
    const within = [
      { path: 'users.json', content: '[]' },
      { path: 'users.json/users.json', content: '[]' },
    ]

    await expect(unpack(make(twice))).rejects.toThrow(/contains "\.\/users\.json" more than once/)
    await expect(unpack(make(within))).rejects.toThrow(/contains "users\.json\/users\.json" more than once/)
  })

  test('skips a file that is no legacy file if its path was there before', async () => {
    const place = await createExtractionDirectory()
    const archive = make([
      { path: 'notes.txt', content: 'first' },
      { path: './notes.txt', content: 'second' },
      { path: 'notes.txt/more.txt', content: 'third' },
      { path: 'users.json', content: '[]' },
    ])

    const skipped = await unpack(archive, {}, place)

    expect(await listFiles(place.directory)).toEqual(['notes.txt', 'users.json'])
    expect(await readFile(join(place.directory, 'notes.txt'), 'utf8')).toBe('first')
    const reason = 'The archive contains its path more than once; only the first file was unpacked.'
    expect(skipped.paths).toEqual([
      { path: './notes.txt', reason },
      { path: 'notes.txt/more.txt', reason },
    ])
  })

  test('leaves out the folder in which macOS keeps attributes', async () => {
    const place = await createExtractionDirectory()
    const archive = make([
      { path: 'legacy/data/users.json', content: '[]' },
      { path: '__MACOSX/legacy/data/._users.json', content: 'attributes' },
    ])

    const skipped = await unpack(archive, {}, place)

    expect(await listFiles(place.directory)).toEqual(['legacy/data/users.json'])
    expect(skipped.count).toBe(0)
  })

  test('refuses an archive that would fill the disk', async () => {
    const place = await createExtractionDirectory()
    const bomb = make([{ path: 'users.json', content: Buffer.alloc(4 * 2 ** 20, ' ') }])

    await expect(unpack(bomb, { limits: { maxBytes: 2 ** 20 } }, place)).rejects.toThrow(
      /expands to more than 1048576 bytes/,
    )
    expect((await stat(join(place.directory, 'users.json'))).size).toBeLessThanOrEqual(2 ** 20)
  })

  test('refuses an archive with too many entries', async () => {
    const place = await createExtractionDirectory()
    const many = make(Array.from({ length: 101 }, (_, id) => ({ path: `${id}.txt` })))

    await unpack(many, { limits: { maxEntries: 101 } }, place)
    expect(await listFiles(place.directory)).toHaveLength(101)
    await expect(unpack(many, { limits: { maxEntries: 100 } })).rejects.toThrow(/more than 100 entries/)
  })

  test('refuses an archive that is truncated at any point', async () => {
    const content = JSON.stringify(Array.from({ length: 300 }, () => random.below(2 ** 53)))
    const whole = make([
      { path: 'users.json', content },
      { path: 'contracts.json', content },
    ])

    for (const part of [0.2, 0.5, 0.9]) {
      await expect(unpack(whole.subarray(0, part * whole.length))).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
      })
    }
  })

  test('stops when the signal is aborted', async () => {
    const archive = make([{ path: 'users.json', content: '[]' }])

    await expect(unpack(archive, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    )
  })
})

describe('an archive in an unusual form', () => {
  const list = (id: string) => JSON.stringify([{ id, text: 'x'.repeat(3000) }])

  test('is read whole if it is several tar archives after one another, plain or compressed', async () => {
    const first = makeTar([{ path: 'users.json', content: list('a') }])
    const second = makeTar([
      { path: 'users/u/', type: 'Directory' },
      { path: 'users/u/contracts.json', content: list('b') },
    ])
    for (const archive of [
      Buffer.concat([first, second]),
      Buffer.concat([first, Buffer.alloc(20 * 512), second, Buffer.alloc(512)]),
      Buffer.concat([gzipSync(first), gzipSync(second)]),
    ]) {
      const place = await createExtractionDirectory()

      await unpack(archive, {}, place)

      expect(await listFiles(place.directory)).toEqual(['users.json', 'users/u/contracts.json'])
      const content = await readFile(join(place.directory, 'users/u/contracts.json'), 'utf8')
      expect(content).toBe(list('b'))
    }
  })

  test('is refused if the bytes after its end are not another tar archive', async () => {
    const archive = Buffer.concat([makeTar([{ path: 'users.json', content: '[]' }]), Buffer.alloc(512, 'x')])

    await expect(unpack(archive)).rejects.toThrow(/bytes after its end are not another archive.*Unpack/)
  })

  test('is read if it is a zip archive whose folders are separated by backslashes', async () => {
    const place = await createExtractionDirectory()

    await unpack(makeZip([{ path: 'data\\users\\u\\contracts.json', content: '[]' }]), {}, place)

    expect(await listFiles(place.directory)).toEqual(['data/users/u/contracts.json'])
  })

  test('is read without a file that is no legacy file and whose path is too long', async () => {
    const place = await createExtractionDirectory()
    const path = `${Array(20).fill('x'.repeat(250)).join('/')}/notes.txt`

    const skipped = await unpack(makeZip([{ path }, { path: 'users.json', content: '[]' }]), {}, place)

    expect(await listFiles(place.directory)).toEqual(['users.json'])
    expect(skipped.paths).toEqual([{ path, reason: 'Its path is too long.' }])
  })

  test('is refused with the command that unpacks it if it is compressed with xz', async () => {
    const archive = Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.alloc(1000)])

    await expect(unpack(archive)).rejects.toThrow(/compressed with xz.*xz -d/)
  })
})
