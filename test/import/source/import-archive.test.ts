import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { createCommandSource } from '../../../src/import/cli/command-source.ts'
import { type ArchiveEntry, makeTar, makeZip } from '../../support/archives.ts'
import { createTestDatabase } from '../../support/database.ts'
import { clearTables, lockTable, untilBlocked } from '../../support/imports.ts'
import { legacyUser } from '../../support/legacy-records.ts'
import { type Program, runProgram } from '../../support/programs.ts'

const { connection, url } = await createTestDatabase()
const users = JSON.stringify([legacyUser()], null, 2)

beforeEach(() => clearTables(connection))

test.each([
  ['legacy.tar.gz', (entries: ArchiveEntry[]) => gzipSync(makeTar(entries))],
  ['legacy.zip', makeZip],
])(
  '%s is imported with the file names of the archive, and its temporary directory is removed',
  async (name, make) => {
    const place = await makePlace(
      name,
      make([
        { path: 'legacy/data/users.json', content: users.replace(/\]$/, '') },
        { path: 'legacy/data/contracts.json', type: 'SymbolicLink', linkpath: '/etc/passwd' },
      ]),
    )

    const program = runImport(place)

    expect(await program.exited, program.stderr()).toBe(1)
    expect(program.stdout()).toMatch(/\nusers +2 +1 +0 +0 +0 +0 +0 +1 /)
    expect(program.stdout()).toMatch(/legacy\/data\/users\.json:\d+ \n {4}TRUNCATED/)
    expect(program.stdout()).toContain('Skipped in the archive:\n  legacy/data/contracts.json  A link.')
    expect(await readdir(place.temporary)).toEqual([])
    const { rows } = await connection.pool.query('select directory, phase from import_jobs')
    expect(rows).toEqual([{ directory: place.archive, phase: 'completed' }])
  },
)

test('an archive of several backups is refused, and its temporary directory is removed', async () => {
  const entries = ['backup-2024/users.json', 'backup-2025/data/users.json']
  const place = await makePlace('backups.tar', makeTar(entries.map((path) => ({ path, content: users }))))

  const program = runImport(place)

  expect(await program.exited).toBe(1)
  expect(program.stdout()).toContain(
    'Several directories contain legacy files: backup-2024/, backup-2025/data/.',
  )
  expect(await readdir(place.temporary)).toEqual([])
})

test('a damaged archive is refused, and its temporary directory is removed', async () => {
  const archive = gzipSync(makeTar([{ path: 'users.json', content: users }]))
  const place = await makePlace('cut.tgz', archive.subarray(0, -20))

  const program = runImport(place)

  expect(await program.exited).toBe(1)
  expect(program.stderr()).toMatch(/^The archive can't be imported: /m)
  expect(await readdir(place.temporary)).toEqual([])
})

test.each(['SIGINT', 'SIGTERM'] as const)('after %s the temporary directory is removed', async (signal) => {
  const place = await makePlace('users.zip', makeZip([{ path: 'users.json', content: users }]))
  const blocker = await lockTable(connection, 'legacy_records', 'access exclusive')
  onTestFinished(() => blocker.release(true))
  const program = runImport(place)
  await untilBlocked(connection, 'legacy_records')
  expect(await readdir(place.temporary)).toHaveLength(1)

  program.child.kill(signal)

  expect(await program.exited, program.stderr()).toBe(1)
  expect(program.stdout()).toContain('Cancelled: nothing was published.')
  expect(await readdir(place.temporary)).toEqual([])
})

test('after SIGKILL the next start removes the temporary directory, but none that is in use', async () => {
  const place = await makePlace('users.zip', makeZip([{ path: 'users.json', content: users }]))
  const blocker = await lockTable(connection, 'legacy_records', 'access exclusive')
  const killed = runImport(place)
  await untilBlocked(connection, 'legacy_records')
  killed.child.kill('SIGKILL')
  await killed.exited
  const inUse = `metagauge-archive-${process.pid}-used`
  await mkdir(join(place.temporary, inUse))
  expect(await readdir(place.temporary)).toHaveLength(2)
  await blocker.query('commit')
  blocker.release()

  const program = runImport(place)

  expect(await program.exited, program.stderr()).toBe(0)
  expect(await readdir(place.temporary)).toEqual([inUse])
})

test('when the signal is aborted during unpacking, the temporary directory is removed', async () => {
  const place = await makePlace('users.tar', makeTar([{ path: 'users.json', content: users }]))
  const controller = new AbortController()
  const source = createCommandSource(controller.signal, () => controller.abort(new Error('enough')))
  const before = await listTemporary()

  await expect(source.findDirectory(place.archive)).rejects.toThrow('enough')
  await source.remove()

  expect(await listTemporary()).toEqual(before)
})

test('a process that exits immediately removes its temporary directory', async () => {
  const place = await makePlace('users.tar', makeTar([{ path: 'users.json', content: users }]))
  const module = join(import.meta.dirname, '../../../src/import/cli/command-source.ts')
  const code = `
    const { createCommandSource } = await import(${JSON.stringify(module)})
    const source = createCommandSource(new AbortController().signal, () => {})
    const directory = await source.findDirectory(${JSON.stringify(place.archive)})
    console.log((await import('node:fs')).readdirSync(directory).join())
    process.exit(1)`

  const run = () =>
    execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
      env: { TMPDIR: place.temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  expect(run).toThrow(expect.objectContaining({ status: 1, stdout: Buffer.from('users.json\n') }))
  expect(await readdir(place.temporary)).toEqual([])
})

interface Place {
  readonly archive: string
  /** The program's TMPDIR. */
  readonly temporary: string
}

async function makePlace(name: string, bytes: Buffer): Promise<Place> {
  const base = await mkdtemp(join(tmpdir(), 'import-archive-'))
  onTestFinished(() => rm(base, { recursive: true }))
  const place = { archive: join(base, name), temporary: join(base, 'temporary') }
  await mkdir(place.temporary)
  await writeFile(place.archive, bytes)
  return place
}

function runImport({ archive, temporary }: Place): Program {
  return runProgram('src/import/cli/import.cli.ts', [archive], {
    DATABASE_URL: url,
    JWT_SECRET: 'only-the-server-signs-tokens-with-it',
    TMPDIR: temporary,
  })
}

async function listTemporary(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('metagauge-archive-')).toSorted()
}
