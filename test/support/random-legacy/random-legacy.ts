import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { toFileText, toLineText } from '../../fixtures/make-legacy/json-text.ts'
import type { Json, JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import { analysisOf, contractOf, type Ids, messageOf, sessionOf, userOf } from './records.ts'

const kinds = ['users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages'] as const
type Kind = (typeof kinds)[number]
type Records = Readonly<Record<Kind, readonly JsonObject[]>>

/** A legacy tree: each file's exact content by its path below the directory. */
export interface LegacyTree {
  readonly layout: 'era1' | 'era2'
  readonly files: ReadonlyMap<string, string>
}

/** The form of a file: usually the application's, otherwise that of a manual export or a damaged file. */
const form = fc.oneof(
  { weight: 12, arbitrary: fc.constant('list' as const) },
  {
    weight: 4,
    arbitrary: fc.constantFrom('keyed' as const, 'lines' as const, 'crlf' as const, 'bom' as const),
  },
  { weight: 2, arbitrary: fc.constantFrom('truncated' as const, 'stray' as const) },
)
type Form = typeof form extends fc.Arbitrary<infer Value> ? Value : never

/** How the files of a kind are written. One in six has a duplicate of its first record, one in six has a backup. */
const fileOptions = fc.record({
  form,
  hasDuplicate: fc.nat(5).map((dice) => dice === 0),
  hasBackup: fc.nat(5).map((dice) => dice === 0),
})
type FileOptions = typeof fileOptions extends fc.Arbitrary<infer Value> ? Value : never

/**
 * A tree of either layout with up to `maxRecords` records of each kind and random irregularities: duplicate records,
 * files in other forms, and backups with older versions.
 */
export function legacyTree(maxRecords = 4): fc.Arbitrary<LegacyTree> {
  const layout = fc.constantFrom('era1' as const, 'era2' as const)
  const optionsOfKinds = fc.array(fileOptions, { minLength: kinds.length, maxLength: kinds.length })
  return fc.tuple(layout, records(maxRecords), optionsOfKinds).map(([chosen, all, optionsOf]) => {
    const planned = chosen === 'era1' ? globalFiles(all) : folders(all)
    const files = planned.flatMap((file) => toFiles(file, optionsOf[kinds.indexOf(file.kind)]))
    return { layout: chosen, files: new Map(files) }
  })
}

/** Writes the files of a tree and their folders below `directory`. */
export async function writeLegacyTree(
  { files }: { readonly files: ReadonlyMap<string, string | Buffer> },
  directory: string,
): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), content)
  }
}

/** Records that refer to users, contracts and sessions by ID. */
function records(maxRecords: number): fc.Arbitrary<Records> {
  const someIds = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: maxRecords })
  return fc
    .record<Ids & { analyses: string[]; messages: string[] }>({
      ...{ users: someIds, contracts: someIds, sessions: someIds, analyses: someIds, messages: someIds },
    })
    .chain((ids) =>
      fc.record({
        users: fc.tuple(...ids.users.map(userOf)),
        contracts: fc.tuple(...ids.contracts.map((id) => contractOf(id, ids))),
        analyses: fc.tuple(...ids.analyses.map((id) => analysisOf(id, ids))),
        chat_sessions: fc.tuple(...ids.sessions.map((id) => sessionOf(id, ids))),
        chat_messages: fc.tuple(...ids.messages.map((id) => messageOf(id, ids))),
      }),
    )
}

interface PlannedFile {
  readonly path: string
  readonly kind: Kind
  readonly list: readonly JsonObject[]
}

function globalFiles(all: Records): PlannedFile[] {
  return kinds.map((kind) => ({ path: `${kind}.json`, kind, list: all[kind] }))
}

/** Each record is in its owner's folder, or in the first user's if it names no owner. */
function folders(all: Records): PlannedFile[] {
  const firstFolder = String(all.users.find(({ id }) => isUuid(id))?.id ?? 'anonymous')
  const owners = new Map(all.chat_sessions.map(({ id, userId }) => [id, userId]))
  const planned = kinds.slice(1).flatMap((kind) =>
    [
      ...Map.groupBy(all[kind], ({ userId, sessionId }) => {
        const owner = userId ?? owners.get(sessionId)
        return isUuid(owner) ? owner : firstFolder
      }),
    ].map(([folder, list]) => ({ path: `users/${folder}/${kind}.json`, kind, list })),
  )
  return [{ path: 'users.json', kind: 'users', list: all.users }, ...planned]
}

function toFiles({ path, list }: PlannedFile, fileOptions: FileOptions | undefined): [string, string][] {
  const older = list.map(withoutLastField)
  const live = fileOptions?.hasDuplicate ? [...list, ...older.slice(0, 1)] : list
  const files: [string, string][] = [[path, toText(live, fileOptions?.form ?? 'list')]]
  return fileOptions?.hasBackup ? [...files, [`${path}.backup`, toFileText(older)]] : files
}

/** A different record with the same ID, as an older version may be. */
function withoutLastField(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).slice(0, -1))
}

function isUuid(value: Json | undefined): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
}

function toText(list: readonly JsonObject[], chosen: Form): string {
  const text = toFileText(list)
  switch (chosen) {
    case 'list':
      return text
    case 'keyed':
      return list.every(({ id }) => isUuid(id))
        ? toFileText(Object.fromEntries(list.map((one) => [String(one.id), one])))
        : text
    case 'lines':
      return `${list.map(toLineText).join('\n')}\n`
    case 'crlf':
      return text.replaceAll('\n', '\r\n')
    case 'bom':
      return `\ufeff${text}`
    case 'truncated':
      return text.slice(0, Math.floor(text.length * 0.7))
    case 'stray':
      return text + text.slice(-Math.min(text.length, 40))
    default:
      return chosen satisfies never
  }
}
