import { type Selection, sql } from 'kysely'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { Parent } from '../database/request-batcher.ts'
import { isUuid } from '../database/validation.ts'
import type { DB } from '../generated/database.ts'

// Without `content`, which may be megabytes.
const documentColumns = [
  'legacy_documents.id',
  'legacy_documents.user_id as userId',
  'legacy_documents.path',
  'legacy_documents.bytes',
  'legacy_documents.is_json as isJson',
  'legacy_documents.modified_at as modifiedAt',
  'legacy_documents.imported_at as importedAt',
] as const

export type DocumentRow = Selection<DB, 'legacy_documents', (typeof documentColumns)[number]> & {
  readonly sha256: string
}
type DocumentListRow = DocumentRow & { readonly sortKey: string }
export type DocumentPage = Page<DocumentListRow>

export const documentSortKeys = {
  path: { type: 'text', expression: sql`legacy_documents.path` },
} satisfies Record<string, SortKey>

const sha256 = sql<string>`encode(legacy_documents.sha256, 'hex')`.as('sha256')

/** A page of each owner's documents, in fetching order within an owner. */
export function listOwnDocuments(
  db: Database,
  owners: readonly Parent[],
  page: PageRequest,
): Promise<(DocumentListRow & { readonly userId: string | null })[]> {
  return db
    .selectFrom(parentTable(owners))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('legacy_documents')
          .select([...documentColumns, sha256, 'legacy_documents.path as sortKey'])
          .whereRef('legacy_documents.user_id', '=', 'parent.user_id')
          .where(inPage(page, 'legacy_documents.id'))
          .orderBy('legacy_documents.path', page.fetchDirection)
          .orderBy('legacy_documents.id', page.fetchDirection)
          .limit(page.fetchLimit)
          .as('document'),
      (join) => join.onTrue(),
    )
    .selectAll('document')
    .orderBy('document.sortKey', page.fetchDirection)
    .orderBy('document.id', page.fetchDirection)
    .execute()
}

/** The number of each owner's documents. Owners without any are omitted. */
export function countOwnDocuments(
  db: Database,
  owners: readonly Parent[],
): Promise<{ parentId: string; count: number }[]> {
  return db
    .selectFrom(parentTable(owners))
    .innerJoin('legacy_documents', 'legacy_documents.user_id', 'parent.user_id')
    .select(['parent.id as parentId', sql<number>`count(*)::int`.as('count')])
    .groupBy('parent.id')
    .execute()
}

/** A page of the documents of all owners and of those without one, in fetching order. */
export function listAllDocuments(db: Database, page: PageRequest): Promise<DocumentListRow[]> {
  return db
    .selectFrom('legacy_documents')
    .select([...documentColumns, sha256, 'legacy_documents.path as sortKey'])
    .where(inPage(page, 'legacy_documents.id'))
    .orderBy('legacy_documents.path', page.fetchDirection)
    .orderBy('legacy_documents.id', page.fetchDirection)
    .limit(page.fetchLimit)
    .execute()
}

export async function countAllDocuments(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('legacy_documents')
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** A document whose content is read; `userId` is null for one without an owner. */
export interface DocumentKey {
  readonly id: string
  readonly userId: string | null
}

interface ContentPart {
  /** The position of the request in the list, from 1. */
  readonly place: number
  readonly part: Buffer | null
}

/** The contents of the documents that are JSON; null for others. */
export function findDocumentTexts(db: Database, keys: readonly DocumentKey[]): Promise<ContentPart[]> {
  const whole = sql<Buffer | null>`case when legacy_documents.is_json then legacy_documents.content end`
  return findContents(
    db,
    keys.map((key) => ({ ...key, offset: 0, length: 0 })),
    whole,
  )
}

export interface PartKey extends DocumentKey {
  readonly offset: number
  readonly length: number
}

/** Parts of the documents' contents, shorter at the end of a document. */
export function findDocumentParts(db: Database, keys: readonly PartKey[]): Promise<ContentPart[]> {
  const part = sql<Buffer | null>`substring(legacy_documents.content from request.start for request.length)`
  return findContents(db, keys, part)
}

function findContents(
  db: Database,
  keys: readonly PartKey[],
  part: ReturnType<typeof sql<Buffer | null>>,
): Promise<ContentPart[]> {
  const ids = keys.map(({ id }) => id)
  const userIds = keys.map(({ userId }) => userId)
  const starts = keys.map(({ offset }) => offset + 1)
  const lengths = keys.map(({ length }) => length)
  const request = sql<{ id: string; user_id: string | null; start: number; length: number; place: string }>`
    unnest(${ids}::uuid[], ${userIds}::uuid[], ${starts}::integer[], ${lengths}::integer[]) with ordinality`.as<'request'>(
    sql`request(id, user_id, start, length, place)`,
  )
  return db
    .selectFrom(request)
    .innerJoin('legacy_documents', (join) =>
      join
        .onRef('legacy_documents.id', '=', 'request.id')
        .on('legacy_documents.user_id', 'is not distinct from', sql`request.user_id`),
    )
    .select([sql<number>`request.place::int`.as('place'), part.as('part')])
    .execute()
}

/** A document to store. */
export interface NewDocument {
  readonly path: string
  /** The name of its folder in `users/`, which may be any text. */
  readonly ownerId: string | null
  readonly modifiedAt: Date | null
  readonly content: Buffer
  readonly sha256: Buffer
  readonly isJson: boolean
}

/**
 * Inserts the documents, except those whose content the path already has. A content that comes back is inserted again,
 * so that reverting the import restores the content before it. The owner is the user with the folder's name, if there is
 * one. Returns the number inserted.
 */
export async function insertDocuments(
  trx: Database,
  jobId: string,
  documents: readonly NewDocument[],
): Promise<number> {
  await updateKnownDocuments(trx, documents)
  const { numAffectedRows } = await sql`
    insert into legacy_documents (user_id, job_id, path, content, bytes, sha256, is_json, modified_at)
    select users.id, ${jobId}::uuid, given.path, given.content, octet_length(given.content), given.sha256,
      given.is_json, given.modified_at
    from unnest(${documents.map(({ path }) => path)}::text[], ${listOwnerIds(documents)}::uuid[],
      ${documents.map(({ content }) => content)}::bytea[], ${documents.map(({ sha256 }) => sha256)}::bytea[],
      ${documents.map(({ isJson }) => isJson)}::boolean[],
      ${documents.map(({ modifiedAt }) => modifiedAt)}::timestamptz[]
    ) as given (path, owner_id, content, sha256, is_json, modified_at)
    left join users on users.id = given.owner_id
    left join lateral (
      select sha256, coalesce(modified_at, '-infinity') as modified_at from legacy_documents
      where path = given.path order by ${newestFirst} limit 1
    ) as newest on true
    where newest.sha256 is null or newest.sha256 <> given.sha256 and (
      coalesce(given.modified_at, '-infinity') >= newest.modified_at
      or not exists (
        select from legacy_documents as former
        where former.path = given.path and former.sha256 = given.sha256
          and coalesce(former.modified_at, '-infinity') >= coalesce(given.modified_at, '-infinity')
      )
    )`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

function listOwnerIds(documents: readonly NewDocument[]): (string | null)[] {
  return documents.map(({ ownerId }) => (ownerId !== null && isUuid(ownerId) ? ownerId : null))
}

const newestFirst = sql`legacy_documents.modified_at desc nulls last, legacy_documents.imported_at desc,
  legacy_documents.id`

/**
 * Gives the stored documents with the same content an owner, if they had none, and those that are the newest of their
 * path the later time of modification. Neither depends on the import that stored them, so reverting keeps both.
 */
async function updateKnownDocuments(trx: Database, documents: readonly NewDocument[]): Promise<void> {
  await sql`
    update legacy_documents as document set user_id = coalesce(document.user_id, given.user_id),
      modified_at = case when given.is_newest then greatest(document.modified_at, given.modified_at)
        else document.modified_at end
    from (
      select known.id, users.id as user_id, given.modified_at, known.id = newest.id as is_newest
      from unnest(${documents.map(({ path }) => path)}::text[], ${listOwnerIds(documents)}::uuid[],
        ${documents.map(({ sha256 }) => sha256)}::bytea[],
        ${documents.map(({ modifiedAt }) => modifiedAt)}::timestamptz[]
      ) as given (path, owner_id, sha256, modified_at)
      join legacy_documents as known on known.path = given.path and known.sha256 = given.sha256
      left join users on users.id = given.owner_id
      cross join lateral (
        select id from legacy_documents where path = given.path order by ${newestFirst} limit 1
      ) as newest
    ) as given
    where document.id = given.id and (
      document.user_id is null and given.user_id is not null
      or given.is_newest and given.modified_at > coalesce(document.modified_at, '-infinity')
    )`.execute(trx)
}

/** How many of the documents are stored with exactly their bytes. */
export async function countIntactDocuments(
  trx: Database,
  documents: readonly NewDocument[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from unnest(${documents.map(({ path }) => path)}::text[],
        ${documents.map(({ sha256 }) => sha256)}::bytea[]) as given (path, sha256)
      join legacy_documents using (path, sha256)
      group by path having bool_and(${isIntact})
    ) as intact`.execute(trx)
  return rows[0]?.count ?? 0
}

const isIntact = sql<boolean>`
  sha256(legacy_documents.content) = legacy_documents.sha256
  and octet_length(legacy_documents.content) = legacy_documents.bytes`

interface CheckedDocument {
  readonly id: string
  readonly path: string
  readonly isIntact: boolean
}

/** The next documents that the job has stored, by id, each compared with its hash. */
export async function listCheckedDocuments(
  db: Database,
  jobId: string,
  page: { readonly afterId: string | null; readonly limit: number },
): Promise<CheckedDocument[]> {
  const { rows } = await sql<CheckedDocument>`
    select id, path, (${isIntact}) as "isIntact" from legacy_documents
    where job_id = ${jobId}::uuid and (${page.afterId}::uuid is null or id > ${page.afterId}::uuid)
    order by id limit ${page.limit}`.execute(db)
  return rows
}

/** Deletes the documents that the job has stored, and returns their number. */
export async function deleteDocuments(trx: Database, jobId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from legacy_documents where job_id = ${jobId}::uuid`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

/** A document to export. */
export interface CurrentDocument {
  readonly id: string
  readonly path: string
  readonly bytes: number
  readonly modifiedAt: Date | null
}

/** The next paths, in order, each with its newest content. */
export async function listCurrentDocuments(
  db: Database,
  afterPath: string,
  limit: number,
): Promise<CurrentDocument[]> {
  const { rows } = await sql<CurrentDocument>`
    select distinct on (path) id, path, bytes, modified_at as "modifiedAt" from legacy_documents
    where path > ${afterPath}
    order by path, ${newestFirst} limit ${limit}`.execute(db)
  return rows
}

/** A part of a document's content, from a byte offset. */
export async function getDocumentSlice(
  db: Database,
  id: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): Promise<Buffer> {
  const { rows } = await sql<{ slice: Buffer }>`
    select substring(content from ${offset + 1}::integer for ${length}::integer) as slice
    from legacy_documents where id = ${id}::uuid`.execute(db)
  return rows[0]?.slice ?? Buffer.alloc(0)
}
