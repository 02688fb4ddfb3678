import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  binariesIn,
  canEnter,
  findBinaries,
  findServerUser,
  makeRunnable,
  restoreLinks,
} from '../../../src/database/embedded/binaries.ts'
import { prepareDataDirectory } from '../../../src/database/embedded/data-directory.ts'
import { createDirectory, isRoot } from '../../support/embedded-postgres.ts'

const binaries = findBinaries()
const user = findServerUser()

/** Like the home directory of root: only its owner can enter it. */
function createClosedDirectory(): string {
  const directory = createDirectory()
  chmodSync(directory, 0o700)
  return directory
}

test('an interrupted first start leaves no database, and the next one creates it', async () => {
  const dataDirectory = join(createDirectory(), '.data')
  const broken = { ...binaries, initdb: '/bin/false' }
  await expect(
    prepareDataDirectory({ dataDirectory, binaries: broken, user, fallback: '/nowhere' }),
  ).rejects.toThrow('could not create its data')
  expect(readdirSync(dataDirectory)).toEqual([])
  expect(await prepareDataDirectory({ dataDirectory, binaries, user, fallback: '/nowhere' })).toBe(
    join(realpathSync(dataDirectory), 'postgres'),
  )
})

test('a first start deletes what killed starts left behind, but not the directory of a concurrent one', async () => {
  const dataDirectory = join(createDirectory(), '.data')
  const [abandoned, recent] = ['postgres.new-abandoned', 'postgres.new-recent']
  for (const name of [abandoned, recent]) mkdirSync(join(dataDirectory, name), { recursive: true })
  const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000)
  utimesSync(join(dataDirectory, abandoned), twoHoursAgo, twoHoursAgo)

  await prepareDataDirectory({ dataDirectory, binaries, user, fallback: '/nowhere' })

  expect(readdirSync(dataDirectory).toSorted()).toEqual(['postgres', recent])
})

test('a data directory with missing parents is created so that the server can access it', async () => {
  const dataDirectory = join(createDirectory(), 'missing', '.data')
  const home = await prepareDataDirectory({ dataDirectory, binaries, user, fallback: '/nowhere' })
  expect(home).toBe(join(realpathSync(dataDirectory), 'postgres'))
})

test('data of another major version are refused, with both versions and the remedy', async () => {
  const dataDirectory = join(createDirectory(), '.data')
  const home = join(dataDirectory, 'postgres')
  mkdirSync(join(home, 'data'), { recursive: true })
  writeFileSync(join(home, 'data', 'PG_VERSION'), '17\n')
  await expect(prepareDataDirectory({ dataDirectory, binaries, user, fallback: '/nowhere' })).rejects.toThrow(
    /by PostgreSQL 17, but this release includes PostgreSQL 18\..*pg_dump/s,
  )
})

test.runIf(isRoot)(
  'a checkout that the server cannot enter gets its database elsewhere, and finds it again',
  async () => {
    const options = {
      dataDirectory: join(createClosedDirectory(), '.data'),
      binaries,
      user,
      fallback: createDirectory(),
    }
    const home = await prepareDataDirectory(options)
    expect(home.startsWith(realpathSync(options.fallback))).toBe(true)
    expect(canEnter(home, user)).toBe(true)
    expect(await prepareDataDirectory(options)).toBe(home)
    rmSync(home, { recursive: true })
    await expect(prepareDataDirectory(options)).rejects.toThrow(
      /which no longer contains the database\. Restore it, or delete the link/,
    )
  },
)

test.runIf(isRoot)('programs that the server cannot access are copied once to where it can', () => {
  const closed = join(createClosedDirectory(), 'native')
  cpSync(binaries.directory, closed, { recursive: true, verbatimSymlinks: true })
  const fallback = createDirectory()
  const copy = makeRunnable(binariesIn(closed, binaries.version), user, fallback)
  expect(copy.directory).toBe(join(fallback, `postgresql-${binaries.version}`))
  const again = makeRunnable(binariesIn(closed, binaries.version), user, fallback)
  expect(again).toEqual(copy)
  expect(readdirSync(fallback)).toHaveLength(1)
})

test('programs of another system are refused, with the remedy', () => {
  const directory = createDirectory()
  mkdirSync(join(directory, 'bin'))
  writeFileSync(join(directory, 'bin', 'postgres'), 'no program', { mode: 0o755 })
  expect(() => makeRunnable(binariesIn(directory, '18.0'), user, createDirectory())).toThrow(
    /does not run on this machine: .*Set DATABASE_URL/,
  )
})

test('library links that are missing after an install without scripts are created', () => {
  const directory = createDirectory()
  cpSync(binaries.directory, join(directory, 'native'), { recursive: true, verbatimSymlinks: true })
  const libraries = join(directory, 'native', 'lib')
  const links = () =>
    readdirSync(libraries).filter((name) => lstatSync(join(libraries, name)).isSymbolicLink())
  const expected = links()
  for (const name of expected) rmSync(join(libraries, name))
  restoreLinks(directory)
  expect(links()).toEqual(expected)
  expect(expected.length).toBeGreaterThan(0)
  const restored = binariesIn(join(directory, 'native'), binaries.version)
  expect(makeRunnable(restored, user, '/nowhere')).toEqual(restored)
})
