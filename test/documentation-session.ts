import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Example } from './documentation.ts'
import { createDirectory } from './support/embedded-postgres.ts'

const root = join(import.meta.dirname, '..')
const documentedAddress = '127.0.0.1:4000'
/** Starts the server; the session has done so already. */
const startCommand = 'npm ci && npm start'
const notInCheckout = new Set(['.data', '.env', '.git'])

/**
 * A reader in a fresh checkout, who follows the examples of the documentation in a shell, with the server running on a new
 * embedded database.
 */
export class DocumentationSession {
  readonly #directory = createCheckout()
  readonly #environment: Record<string, string | undefined>
  readonly #shell: ChildProcess
  readonly #server: ChildProcess
  readonly #started: Promise<string>
  /** Ids of the documentation, with those of this run. */
  readonly #ids = new Map<string, string>()

  constructor() {
    const { PATH, HOME } = process.env
    this.#environment = { PATH, HOME, npm_config_loglevel: 'silent' }
    this.#server = this.#spawn(process.execPath, ['src/main.js'], { PORT: '0', LOG_LEVEL: 'error' })
    this.#started = readUntil(this.#server, /Ctrl-C\n/)
    this.#shell = this.#spawn('bash', ['--norc', '--noprofile'])
  }

  /** Runs a command, or sends a query as the user who logged in last; returns what it prints. */
  async run({ language, source }: Example): Promise<string> {
    const started = await this.#started
    const address = /http:\/\/([^/\s]+)/.exec(started)?.[1] ?? ''
    if (source === startCommand) return started.replaceAll(address, documentedAddress)
    let command = language === 'sh' ? source : toCommand(source)
    for (const [documented, actual] of this.#ids) command = command.replaceAll(documented, actual)
    const output = await this.#execute(command.replaceAll(documentedAddress, address))
    return output.replaceAll(address, documentedAddress)
  }

  /** Ids that later examples refer to. */
  learn(ids: ReadonlyMap<string, string>): void {
    for (const [documented, actual] of ids) this.#ids.set(documented, actual)
  }

  async end(): Promise<void> {
    this.#shell.stdin?.end()
    this.#server.kill('SIGTERM')
    if (this.#server.exitCode === null) await once(this.#server, 'exit')
  }

  async #execute(command: string): Promise<string> {
    const output = readUntil(this.#shell, /exit code \d+\n$/)
    this.#shell.stdin?.write(`{ ${command}\n} </dev/null; echo "exit code $?"\n`)
    const text = await output
    const [end = '', code] = /exit code (\d+)\n$/.exec(text) ?? []
    if (code !== '0') throw new Error(`${command}\nprinted ${text}`)
    return text.slice(0, -end.length)
  }

  #spawn(program: string, words: readonly string[], variables: Record<string, string> = {}): ChildProcess {
    const env = { ...this.#environment, ...variables }
    return spawn(program, words, { cwd: this.#directory, env, stdio: ['pipe', 'pipe', 'inherit'] })
  }
}

function createCheckout(): string {
  const directory = createDirectory()
  for (const name of readdirSync(root)) {
    if (!notInCheckout.has(name)) symlinkSync(join(root, name), join(directory, name))
  }
  return directory
}

function toCommand(query: string): string {
  const body = JSON.stringify({ query }).replaceAll("'", String.raw`\u0027`)
  return `curl -s http://${documentedAddress}/graphql -H 'content-type: application/json' \\
    -H "authorization: Bearer $TOKEN" -d '${body}'`
}

/** Everything that is printed from now on until it matches. */
function readUntil(program: ChildProcess, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let text = ''
  const stopReading = () => program.off('exit', fail).stdout?.off('data', look)
  const fail = () => {
    stopReading()
    reject(new Error(`The program ended before it printed ${pattern}: ${text}`))
  }
  const look = (chunk: Buffer) => {
    text += chunk
    if (!pattern.test(text)) return
    stopReading()
    resolve(text)
  }
  program.once('exit', fail).stdout?.on('data', look)
  return promise
}
