import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { findServerUser } from '../../../src/database/embedded/binaries.ts'
import { type EmbeddedDatabase, openEmbedded } from '../../../src/database/embedded/index.ts'
import { readPostmasterFile } from '../../../src/database/embedded/postmaster.ts'
import { isAlive } from '../../../src/process/program.ts'
import { createDirectory, postmasterPid, queryOnce } from '../../support/embedded-postgres.ts'

const dataDirectory = join(createDirectory(), '.data')
const home = join(dataDirectory, 'postgres')

async function open(): Promise<EmbeddedDatabase> {
  const embedded = await openEmbedded({ dataDirectory, maxConnections: 5 })
  onTestFinished(() => embedded.close())
  return embedded
}

async function killHard(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL')
  while (isAlive(pid)) await sleep(20)
}

describe('a new embedded database', () => {
  test('is created once by two concurrent first starts', async () => {
    const [first, second] = await Promise.all([open(), open()])
    expect(second.serving).toEqual(first.serving)
    expect(second.owner).toEqual(first.owner)
  })

  test('stores UTF-8 and sorts by code point on any machine', async () => {
    const { owner } = await open()
    const row = await queryOnce(
      owner,
      `select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale,
              array(select t from unnest(array['b', 'B', 'a', 'é']) t order by t) as sorted, upper('é') as upper
         from pg_database where datname = current_database()`,
    )
    expect(row).toEqual({
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
      sorted: ['B', 'a', 'b', 'é'],
      upper: 'É',
    })
  })

  test('listens only on 127.0.0.1, and requires passwords from files that only its user can read', async () => {
    const { admin, owner } = await open()
    const settings = await queryOnce(
      admin,
      `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
              (select array_agg(distinct auth_method) from pg_hba_file_rules) as methods`,
    )
    expect(settings).toEqual({ addresses: '127.0.0.1', sockets: '', methods: ['scram-sha-256'] })
    await expect(queryOnce({ ...owner, password: 'wrong' }, 'select 1')).rejects.toThrow('password')
    for (const file of ['password', 'owner-password', 'server-password']) {
      expect(statSync(join(home, file)).mode & 0o777).toBe(0o600)
    }
    expect(statSync(dataDirectory).mode & 0o066).toBe(0)
  })
})

describe('the two roles of the embedded database', () => {
  test('get new passwords if their files are missing, for example after an interrupted start', async () => {
    const { owner, serving, close } = await openEmbedded({ dataDirectory, maxConnections: 5 })
    await close()
    rmSync(join(home, 'server-password'))
    rmSync(join(home, 'owner-password'))
    const again = await open()
    expect(again.serving.password).not.toBe(serving.password)
    expect(again.owner.password).not.toBe(owner.password)
    for (const way of [again.serving, again.owner])
      expect(await queryOnce(way, 'select current_user as name')).toEqual({ name: way.user })
  })

  test('are not superusers, and can’t connect to other databases', async () => {
    const { owner, serving } = await open()
    for (const way of [owner, serving]) {
      const role = await queryOnce(
        way,
        `select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as is_mighty
           from pg_roles where rolname = current_user`,
      )
      expect(role).toEqual({ is_mighty: false })
      for (const database of ['postgres', 'template1'])
        await expect(queryOnce({ ...way, database }, 'select 1')).rejects.toThrow(
          'permission denied for database',
        )
    }
  })
})

describe('the running server', () => {
  test('is only one when several processes start it concurrently', async () => {
    const all = await Promise.all([open(), open(), open()])
    expect(new Set(all.map(({ owner }) => owner.port)).size).toBe(1)
  })

  test('stops when the last process that uses it closes, not before', async () => {
    const first = await openEmbedded({ dataDirectory, maxConnections: 5 })
    const second = await openEmbedded({ dataDirectory, maxConnections: 5 })
    await first.close()
    expect(await queryOnce(second.owner, 'select 1 as one')).toEqual({ one: 1 })
    await second.close()
    expect(readPostmasterFile(home)).toBeUndefined()
  })

  test('can be opened while the last process that uses it closes it', async () => {
    const first = await openEmbedded({ dataDirectory, maxConnections: 5 })
    const closing = first.close()
    const second = await open()
    await closing
    expect(await queryOnce(second.owner, 'select 1 as one')).toEqual({ one: 1 })
  })

  test('lets one process serve the API, and gives the others its address', async () => {
    const [first, second] = [await open(), await open()]
    expect(await first.claim()).toEqual({ isFirst: true })
    expect(await second.claim()).toEqual({ isFirst: false, url: undefined })
    await first.announce('http://127.0.0.1:4321/graphql')
    expect(await second.claim()).toEqual({ isFirst: false, url: 'http://127.0.0.1:4321/graphql' })
  })

  test('keeps the claim of the API server through the crash of a backend', async () => {
    const [first, second] = [await open(), await open()]
    const url = 'http://127.0.0.1:4321/graphql'
    await first.claim()
    await first.announce(url)
    const session = `select pid from pg_stat_activity where application_name = '${url}'`
    const { pid } = await queryOnce(first.admin, session)
    process.kill(Number(pid), 'SIGKILL')
    const newPid = async () => (await queryOnce(first.admin, session).catch(() => ({ pid }))).pid ?? pid
    await expect.poll(newPid, { timeout: 10_000 }).not.toBe(pid)
    // The session of the second one broke, too, and may not have been replaced yet.
    const claim = () => second.claim().catch(() => undefined)
    await expect.poll(claim, { timeout: 10_000 }).toEqual({ isFirst: false, url })
  })

  test('reports to the processes that use it when it is killed', async () => {
    const { lost } = await open()
    await killHard(postmasterPid(home))
    await expect(lost).resolves.toBeUndefined()
  })
})

describe('data of a server that was killed', () => {
  beforeEach(async () => {
    const embedded = await openEmbedded({ dataDirectory, maxConnections: 5 })
    await queryOnce(embedded.owner, 'create table if not exists kept (value text)')
    await queryOnce(embedded.owner, "insert into kept values ('committed')")
    await killHard(postmasterPid(home))
    await embedded.close()
  })

  test('are recovered', async () => {
    const { owner } = await open()
    expect(await queryOnce(owner, 'select value from kept')).toEqual({ value: 'committed' })
  })

  test('are recovered although postmaster.pid names a running process of the same user', async () => {
    const stranger = startStranger()
    const path = join(home, 'data', 'postmaster.pid')
    const [, ...rest] = readFileSync(path, 'utf8').split('\n')
    writeFileSync(path, [stranger.pid, ...rest].join('\n'))
    const { owner } = await open()
    expect(await queryOnce(owner, 'select value from kept')).toEqual({ value: 'committed' })
    expect(stranger.exitCode).toBeNull()
  })
})

function startStranger(): ChildProcess {
  const user = findServerUser(join(home, 'data'))
  const stranger = spawn('sleep', ['60'], { ...user, cwd: '/', stdio: 'ignore' })
  onTestFinished(() => {
    stranger.kill()
  })
  return stranger
}
