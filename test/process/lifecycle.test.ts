import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { readPostmasterFile } from '../../src/database/embedded/postmaster.ts'
import { isAlive } from '../../src/process/program.ts'
import { createDirectory, isRoot, postmasterPid } from '../support/embedded-postgres.ts'
import { type Program, runProgram, runScript } from '../support/programs.ts'
import { sendHalf, takePort } from '../support/sockets.ts'

// Each test starts servers with their own PostgreSQL, which takes long on a busy machine.
vi.setConfig({ testTimeout: 120_000 })
const pollMs = 30_000

// The order of the tests matters: the first start creates the data of the others.
const dataDirectory = join(createDirectory(), '.data')
const home = join(dataDirectory, 'postgres')

/** Starts the server on any free port. */
function start(environment: Record<string, string> = {}): Program {
  return runProgram('src/main.js', [], {
    DATA_DIR: dataDirectory,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...environment,
  })
}

async function startReady(
  environment: Record<string, string> = {},
): Promise<Program & { readonly url: string }> {
  const program = start(environment)
  const [url] = await program.untilPrinted(/http:\/\/[^\s]+\/graphql(?=\n)/)
  await program.untilPrinted(/Ctrl-C/)
  return { ...program, url }
}

/** A server that does not stop everything in time ends with exit code 1. */
async function stop(program: Program, signal: NodeJS.Signals): Promise<void> {
  program.child.kill(signal)
  expect(await program.exited).toBe(0)
}

/** The file of a server that was killed remains. */
function isPostgresUp(): boolean {
  const file = readPostmasterFile(home)
  return file !== undefined && isAlive(file.pid)
}

function isRootWarning(line: string): boolean {
  return line.includes('the server runs as root (uid 0)')
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(new URL('/ready', url)).catch(() => undefined)
  return response?.status === 200
}

describe('npm start with the embedded database', () => {
  test('prints the URL, the data directory, the key of the first administrator, and the next command', async () => {
    const server = await startReady()
    expect(server.stdout()).toMatch(
      /^API and playground +http:.*\nImports +http:.*\/imports\nDatabase +embedded.*postgres\nAdmin API key +mg_/,
    )
    expect(server.stdout()).toContain('npm run import -- ')
    const key = readFileSync(join(dataDirectory, 'admin-api-key'), 'utf8').trim()
    expect(server.stdout()).toContain(key)
    expect(await answers(server.url)).toBe(true)
    await stop(server, 'SIGINT')
  })

  test.each(['admin-api-key', 'jwt-secret'])('keeps %s readable only for its user', (name) => {
    expect(statSync(join(dataDirectory, name)).mode & 0o777).toBe(0o600)
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stops everything at %s', async (signal) => {
    const server = await startReady()
    expect(isPostgresUp()).toBe(true)
    await stop(server, signal)
    expect(isPostgresUp()).toBe(false)
    expect(await answers(server.url)).toBe(false)
    expect(
      server
        .stderr()
        .split('\n')
        .filter((line) => line !== '' && !isRootWarning(line)),
    ).toEqual([])
  })

  test('stops everything when npm gets SIGTERM, before npm ends', async () => {
    const npm = runScript('start', [], { DATA_DIR: dataDirectory, PORT: '0', LOG_LEVEL: 'warn' })
    const [url] = await npm.untilPrinted(/http:\/\/[^\s]+\/graphql(?=\n)/)
    await npm.untilPrinted(/Ctrl-C/)
    npm.child.kill('SIGTERM')
    await npm.exited
    expect(await answers(url)).toBe(false)
    expect(isPostgresUp()).toBe(false)
  })

  test('warns once when it runs as root, with the remedy', async () => {
    const server = await startReady()
    const warnings = server.stderr().split('\n').filter(isRootWarning)
    expect(warnings).toHaveLength(isRoot ? 1 : 0)
    if (isRoot) expect(warnings[0]).toContain('useradd --system')
  })

  test('finds the data of the last start, and shows no key again', async () => {
    const secret = readFileSync(join(dataDirectory, 'jwt-secret'), 'utf8')
    const server = await startReady()
    expect(server.stdout()).not.toContain('Admin API key')
    expect(readFileSync(join(dataDirectory, 'jwt-secret'), 'utf8')).toBe(secret)
  })

  test('uses the PostgreSQL of a server that was killed, and stops it at its end', async () => {
    const killed = await startReady()
    const orphan = postmasterPid(home)
    killed.child.kill('SIGKILL')
    await killed.exited
    const server = await startReady()
    expect(postmasterPid(home)).toBe(orphan)
    await stop(server, 'SIGTERM')
    expect(isPostgresUp()).toBe(false)
  })

  test('ends with an error when its PostgreSQL is killed', async () => {
    const server = await startReady()
    process.kill(postmasterPid(home), 'SIGKILL')
    expect(await server.exited).toBe(1)
    expect(server.stderr()).toContain('the embedded PostgreSQL has stopped')
  })

  test('stops on a signal while it is starting', async () => {
    const server = start()
    await expect.poll(isPostgresUp, { interval: 5, timeout: pollMs }).toBe(true)
    await stop(server, 'SIGTERM')
    expect(readPostmasterFile(home)).toBeUndefined()
  })

  test('keeps running when its output is closed', async () => {
    const server = await startReady({ LOG_LEVEL: 'info' })
    server.child.stdout?.destroy()
    server.child.stderr?.destroy()
    for (let count = 0; count < 5; count += 1) expect(await answers(server.url)).toBe(true)
    await stop(server, 'SIGTERM')
  })

  test.skipIf(process.platform === 'win32')('switches its log level with SIGUSR2, and back', async () => {
    const server = await startReady()
    const switched = async (level: string) => {
      server.child.kill('SIGUSR2')
      const pattern = new RegExp(`the log level is now ${level}`)
      await expect.poll(server.stderr, { timeout: pollMs }).toMatch(pattern)
    }
    const isLogged = () => server.stderr().includes('"path":"/ready"')
    expect([await answers(server.url), isLogged()]).toEqual([true, false])

    await switched('debug')
    expect(await answers(server.url)).toBe(true)
    await expect.poll(isLogged).toBe(true)

    await switched('warn')
    const length = server.stderr().length
    expect(await answers(server.url)).toBe(true)
    await stop(server, 'SIGTERM')
    expect(server.stderr().slice(length)).not.toContain('/ready')
  })

  test('responds to a request that is in progress when it is stopped', async () => {
    const server = await startReady()
    const request = await sendHalf(server.url)
    server.child.kill('SIGTERM')
    await expect.poll(() => answers(server.url), { timeout: pollMs }).toBe(false)
    expect(await request.finish()).toMatch(/^HTTP\/1\.1 200 OK.+"__typename":"Query"/s)
    expect(await server.exited).toBe(0)
  })
})

describe('a start that fails', () => {
  test('reports where a server is already running', async () => {
    const first = await startReady()
    const second = start()
    expect(await second.exited).toBe(1)
    expect(second.stderr()).toMatch(`A server already runs on this database at ${first.url}. Stop it first`)
    expect(await answers(first.url)).toBe(true)
  })

  test('of two concurrent starts on new data, one serves and the other reports that', async () => {
    const environment = { DATA_DIR: join(createDirectory(), '.data') }
    const programs = [start(environment), start(environment)]
    const code = await Promise.race(programs.map((program) => program.exited))
    expect(code).toBe(1)
    const [loser, winner] = programs.toSorted((a) => (a.child.exitCode === null ? 1 : -1))
    expect(loser?.stderr()).toMatch(/^A server already runs on this database (at http|and is still starting)/)
    const [url = ''] = (await winner?.untilPrinted(/http:\/\/[^\s]+(?=\n)/)) ?? []
    expect(await answers(url)).toBe(true)
  })

  test('reports that the port is in use and how to choose another, and leaves no PostgreSQL running', async () => {
    const port = await takePort()
    const program = start({ PORT: String(port) })
    expect(await program.exited).toBe(1)
    expect(program.stderr()).toBe(
      `Port ${port} of 127.0.0.1 is in use. Stop the program that uses it, or choose another port: PORT=${port + 1} npm start\n`,
    )
    expect(readPostmasterFile(home)).toBeUndefined()
  })
})

describe('a command', () => {
  const migrate = () =>
    runProgram('src/database/migrate.cli.ts', ['status'], { DATA_DIR: dataDirectory, LOG_LEVEL: 'warn' })

  test('uses the running PostgreSQL, and leaves it running', async () => {
    const server = await startReady()
    const tool = migrate()
    expect(await tool.exited).toBe(0)
    expect(tool.stdout()).toMatch(/^\d{4}-.*0001-/)
    expect(await answers(server.url)).toBe(true)
  })

  test('starts PostgreSQL if it is not running, and stops it', async () => {
    const tool = migrate()
    expect(await tool.exited).toBe(0)
    expect(readPostmasterFile(home)).toBeUndefined()
  })
})
