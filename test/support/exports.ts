import { hash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Connection, openDedicatedConnection } from '../../src/database/connection.ts'
import { type ExportOptions, runExport } from '../../src/import/export/run-export.ts'
import { type RecordKind, recordKinds } from '../../src/import/records/record-type.ts'
import { canonicalText } from '../../src/json/canonical.ts'
import type { JsonValue } from '../../src/json/json-value.ts'
import { parseExactly } from '../../src/json/parse.ts'

export type Layout = ExportOptions['layout']

/** Creates an empty directory, which is removed after the test. */
export async function createTestDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'metagauge-export-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** Exports into a directory that is removed after the test, and returns it. */
export async function exportTree(
  connection: Connection,
  layout: Layout,
  options: Partial<ExportOptions> = {},
): Promise<string> {
  const directory = options.directory ?? join(await createTestDirectory(), 'data')
  const { db, close } = await openDedicatedConnection(connection.pool)
  const signal = new AbortController().signal
  const ignoring = { onBatch: () => undefined, onDocument: () => undefined }
  try {
    await runExport({ db, layout, signal, ...ignoring, ...options, directory })
  } finally {
    close()
  }
  return directory
}

/** Every file below a directory, with its exact content. */
export async function readTree(directory: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) files[path.slice(directory.length + 1)] = await readFile(path, 'utf8')
  }
  return files
}

type Fields = Readonly<Record<string, JsonValue>>

/** The canonical texts of all records of an export, by kind, in a fixed order. */
export async function readExport(directory: string, ignored: readonly string[] = []) {
  const texts = byKind()
  for (const [path, content] of Object.entries(await readTree(directory))) {
    if (isDocument(path)) continue
    texts[kindOf(path)].push(...listRecords(content).map((record) => toText(record, ignored)))
  }
  return sorted(texts)
}

/** The canonical texts of the imported records of the source, with API keys as digests. */
export async function readImported({ pool }: Connection, directory: string, ignored: readonly string[] = []) {
  const texts = byKind()
  const { rows } = await pool.query('select kind, file, byte_offset from legacy_records')
  for (const { kind, file, byte_offset: offset } of rows) {
    const content = await readFile(join(directory, file))
    const record = toFields(parseExactly(content.subarray(Number(offset)).toString()))
    texts[kindOf(`${kind}.json`)].push(toText(conceal(record), ignored))
  }
  return sorted(texts)
}

/** The records of a file as the application would read them, but with exact numbers. */
export function listRecords(content: string): Fields[] {
  JSON.parse(content)
  const list = parseExactly(content)
  return Array.isArray(list) ? list.map(toFields) : []
}

function conceal(record: Fields): Fields {
  const { apiKey } = record
  if (typeof apiKey !== 'string' || apiKey === '' || apiKey.startsWith('sha256:')) return record
  return { ...record, apiKey: `sha256:${hash('sha256', apiKey)}` }
}

function toText(record: Fields, ignored: readonly string[]): string {
  return canonicalText(Object.fromEntries(Object.entries(record).filter(([key]) => !ignored.includes(key))))
}

function toFields(value: JsonValue): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error('No record.')
  return Object.fromEntries(Object.entries(value))
}

/** Whether the file holds no records: another name, or one below a user's folder. */
function isDocument(path: string): boolean {
  return !recordKinds.some((kind) => new RegExp(`^(users/[^/]+/)?${kind}\\.json$`).test(path))
}

function kindOf(path: string): RecordKind {
  const kind = recordKinds.find((one) => `/${path}`.endsWith(`/${one}.json`))
  if (kind === undefined) throw new Error(`An export has no file ${path}.`)
  return kind
}

function byKind(): Record<RecordKind, string[]> {
  return { users: [], contracts: [], analyses: [], chat_sessions: [], chat_messages: [] }
}

function sorted(texts: Record<RecordKind, string[]>): Record<RecordKind, string[]> {
  for (const kind of recordKinds) texts[kind].sort()
  return texts
}
