import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { findEntryPlace } from '../../../src/import/source/extract-archive.ts'
import { readTar } from '../../../src/import/source/read-archive.ts'
import { type ArchiveEntry, makeTar, makeZip, unpack } from '../../support/archives.ts'

test.each([
  ['zip', makeZip],
  ['tar.gz', (entries: ArchiveEntry[]) => gzipSync(makeTar(entries))],
  ['tar.zst', (entries: ArchiveEntry[]) => zstdCompressSync(makeTar(entries))],
])('a %s that expands to many times its size is refused', async (_format, make) => {
  const bomb = make([{ path: 'users.json', content: Buffer.alloc(8 * 2 ** 20, ' ') }])

  await expect(unpack(bomb, { limits: { minExpandedBytes: 2 ** 20, maxExpansion: 50 } })).rejects.toThrow(
    /expands to more than/,
  )
})

test('an archive that is compressed twice is not decompressed twice', async () => {
  const tar = makeTar([{ path: 'users.json', content: '[]' }])

  await expect(unpack(gzipSync(gzipSync(tar)))).rejects.toThrow(/neither a tar nor a zip/)
})

test('a tar archive that starts like a compressed file is not decompressed', async () => {
  const tar = makeTar([{ path: 'users.json', content: '[]' }])
  tar.set([0x1f, 0x8b])
  tar.fill(' ', 148, 156)
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)

  await expect(unpack(tar)).rejects.toThrow(/neither a tar nor a zip/)
})

test('a tar archive can be read in chunks that reuse one buffer', async () => {
  const content = 'x'.repeat(2000)
  const tar = makeTar(['users.json', 'contracts.json'].map((path) => ({ path, content })))
  async function* pieces(): AsyncGenerator<Buffer, void> {
    const reused = Buffer.alloc(300)
    for (let at = 0; at < tar.length; at += reused.length) yield reused.subarray(0, tar.copy(reused, 0, at))
  }

  const read: string[] = []
  for await (const entry of readTar(pieces())) {
    read.push(entry.path)
    for await (const bytes of entry.content) read.push(bytes.toString())
  }

  expect(read.join('')).toBe(`users.json${content}contracts.json${content}`)
})

test('a file that is not an archive is refused', async () => {
  const impossibleNumber = Buffer.from(`${'x'.repeat(124)}\x90${'x'.repeat(1000)}`, 'latin1')
  for (const content of ['', '[]', '[{"id":1}]'.repeat(200), impossibleNumber]) {
    await expect(unpack(Buffer.from(content))).rejects.toThrow(/neither a tar nor a zip/)
  }
})

test('a zip with a wrong checksum is refused', async () => {
  const zip = makeZip([{ path: 'users.json', content: '[]' }])
  const at = zip.indexOf('PK\x01\x02', 0, 'latin1') + 16
  zip.writeUInt32LE(zip.readUInt32LE(at) ^ 1, at)

  await expect(unpack(zip)).rejects.toThrow(/checksum/)
})

test('a tar whose second entry is damaged is refused', async () => {
  const tar = makeTar([
    { path: 'users.json', content: '[]' },
    { path: 'contracts.json', content: '[]' },
  ])
  tar[1024 + 3] = 0x78

  await expect(unpack(tar)).rejects.toThrow(/damaged \(checksum failure\)/)
})

test.each([
  'a\0b/users.json',
  `${'é'.repeat(128)}/users.json`,
  '/users.json',
  'a/../users.json',
  'c:/users.json',
])('the path %j is refused', (path) => {
  const entry = { path, type: 'file', modifiedAt: null, content: noContent() } as const

  expect(findEntryPlace(entry)).toMatchObject({ reason: expect.stringMatching(/^Its path/) })
})

test('a hard link is skipped', async () => {
  const entries: ArchiveEntry[] = [{ path: 'users.json', type: 'Link', linkpath: '/etc/passwd' }]

  expect(await unpack(makeTar(entries))).toMatchObject({ count: 1, paths: [{ path: 'users.json' }] })
})

async function* noContent(): AsyncGenerator<Buffer, void> {}
