import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  buildSchema,
  type GraphQLSchema,
  Kind,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'
import { OperatorError } from '../errors.ts'
import { isObject } from '../json/json-value.ts'
import { maxTokens } from './limits.ts'
import { readSchemaText } from './schema.ts'

/** The documents that the server executes. */
export interface TrustedDocuments {
  /** The text of the document with this id, such as `sha256:` and 64 hexadecimal digits. */
  find(id: string): string | undefined
  /** Whether this is exactly the text of one of the documents. */
  has(text: string): boolean
}

interface TrustedDocumentsOptions {
  /** The manifest: a JSON object of texts by id, or the output of Apollo's generate-persisted-query-manifest. */
  readonly path: string
  /** The documents of this server's own pages. */
  readonly ownTexts: readonly string[]
  /** Validation rules in addition to those of GraphQL. */
  readonly validationRules: readonly ValidationRule[]
}

interface ManifestEntry {
  readonly id: string
  readonly text: string
}

const maxListedProblems = 20
const sha256Id = /^(?:sha256:)?([0-9a-f]{64})$/
/** The characters of ids in GraphQL over HTTP. */
const anyId = /^[\w.~:-]+$/

/**
 * Reads the manifest and checks all of it, so that invalid documents are found at startup.
 * @throws OperatorError that lists the documents that are invalid, or whose id is not the digest of their text.
 */
export function loadTrustedDocuments({
  path,
  ownTexts,
  validationRules,
}: TrustedDocumentsOptions): TrustedDocuments {
  const entries = readManifest(path)
  const schema = buildSchema(readSchemaText())
  const problems = [
    ...entries.flatMap((entry) => findProblems(entry, schema, validationRules)),
    ...listDuplicates(entries),
  ]
  if (problems.length > 0) throw brokenManifest(path, problems)
  const texts = new Map(entries.map(({ id, text }) => [canonicalId(id), text]))
  for (const text of ownTexts) texts.set(idOfDocument(text), text)
  const known = new Set(texts.values())
  return { find: (id) => texts.get(canonicalId(id)), has: (text) => known.has(text) }
}

/** The id of a document as GraphQL over HTTP defines it. */
function idOfDocument(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** Apollo uses the digest without a prefix. */
function canonicalId(id: string): string {
  const digest = sha256Id.exec(id)?.[1]
  return digest === undefined ? id : `sha256:${digest}`
}

function readManifest(path: string): readonly ManifestEntry[] {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new OperatorError(`The manifest ${path} of TRUSTED_DOCUMENTS can't be read: ${reason}`, {
      cause: error,
    })
  }
  const entries = isObject(content) ? listEntries(content) : undefined
  if (entries !== undefined && entries.length > 0) return entries
  throw new OperatorError(
    `The manifest ${path} of TRUSTED_DOCUMENTS contains no documents. It must be a JSON object of documents by ID, such as ` +
      `{"sha256:…": "query …"}; npm run trusted-documents generates one.`,
  )
}

/** Undefined for another form. */
function listEntries(content: Readonly<Record<string, unknown>>): readonly ManifestEntry[] | undefined {
  const isOfApollo = content.format === 'apollo-persisted-query-manifest'
  const operations = isOfApollo && Array.isArray(content.operations) ? content.operations : undefined
  if (isOfApollo && operations === undefined) return undefined
  const pairs: readonly (readonly [unknown, unknown])[] =
    operations === undefined
      ? Object.entries(content)
      : operations.map((operation: unknown) =>
          isObject(operation) ? [operation.id, operation.body] : [null, null],
        )
  const entries = pairs.flatMap(([id, text]) =>
    typeof id === 'string' && typeof text === 'string' ? [{ id, text }] : [],
  )
  return entries.length === pairs.length ? entries : undefined
}

function findProblems(
  { id, text }: ManifestEntry,
  schema: GraphQLSchema,
  validationRules: readonly ValidationRule[],
): string[] {
  if (!anyId.test(id)) return [`"${id}": an ID may contain only letters, digits and - . _ ~ :`]
  if (sha256Id.test(id) && canonicalId(id) !== idOfDocument(text)) {
    return [`${id}: the ID is not the SHA-256 of the document`]
  }
  try {
    const document = parse(text, { maxTokens })
    if (!document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION)) {
      return [`${id}: the document contains no operation`]
    }
    return validate(schema, document, [...specifiedRules, ...validationRules]).map(
      ({ message }) => `${id}: ${message}`,
    )
  } catch (error) {
    return [`${id}: ${error instanceof Error ? error.message : String(error)}`]
  }
}

function listDuplicates(entries: readonly ManifestEntry[]): string[] {
  const byId = Map.groupBy(entries, ({ id }) => canonicalId(id))
  return [...byId].flatMap(([id, same]) => {
    const isAmbiguous = new Set(same.map(({ text }) => text)).size > 1
    return isAmbiguous ? [`${id}: several documents have this ID`] : []
  })
}

function brokenManifest(path: string, problems: readonly string[]): OperatorError {
  const listed = problems.slice(0, maxListedProblems).map((problem) => `  - ${problem}`)
  const more = problems.length - listed.length
  return new OperatorError(
    [
      `The manifest ${path} of TRUSTED_DOCUMENTS has ${problems.length} problem(s):`,
      ...listed,
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join('\n'),
  )
}
