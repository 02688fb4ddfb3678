import {
  GraphQLError,
  type NameNode,
  parse,
  type Source,
  specifiedScalarTypes,
  type ValidationRule,
  visit,
} from 'graphql'
import { readSchemaText } from './schema.ts'

/** Replaces a name that the client has not sent. */
const hiddenName = '…'
/** Names that all GraphQL schemas have, and `JSON`, which messages about a request's body contain. */
const commonNames = ['Query', 'Mutation', 'JSON', ...specifiedScalarTypes.map(({ name }) => name)]

/** A name with a capital letter, which is not an ordinary word. */
const nameWithCapital = /\b[_a-z]*[A-Z]\w*/g
/** The client has sent the names in `at "input.name"`, which locate its value. */
const quotedText = /( at )?"(?:[^"\\]|\\.)*"/g

/** Filters a message of graphql-js before it is sent to the client. */
export type MessageFilter = (message: string, error: GraphQLError) => string

/** Rejects introspection fields. */
export const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value !== '__schema' && node.name.value !== '__type') return
    const message = `Introspection is off on this server: "${node.name.value}" is not available. GRAPHQL_INTROSPECTION=true turns it on.`
    context.reportError(new GraphQLError(message, { nodes: node }))
  },
})

/**
 * Keeps the schema out of error messages: removes suggestions, and replaces every schema name that the request's
 * document does not contain. Not meant for messages of this server's own code.
 */
export function createMessageFilter(): MessageFilter {
  const schemaNames = listSchemaNames()
  const wordsOf = createWordReader()
  return (message, error) => {
    const source = error.source ?? error.nodes?.[0]?.loc?.source
    const sent = source === undefined ? undefined : wordsOf(source)
    const hide = (word: string) => (schemaNames.has(word) && sent?.has(word) !== true ? hiddenName : word)
    return message
      .replace(/ Did you mean [^?]*\?$/, '')
      .replaceAll(nameWithCapital, hide)
      .replaceAll(quotedText, (quoted, place) =>
        place === undefined ? quoted.replaceAll(/[_A-Za-z]\w*/g, hide) : quoted,
      )
  }
}

function listSchemaNames(): ReadonlySet<string> {
  const names = new Set<string>()
  visit(parse(readSchemaText(), { noLocation: true }), {
    Name: ({ value }: NameNode) => void names.add(value),
  })
  for (const name of commonNames) names.delete(name)
  return names
}

/** The words of a document, split once for all of its errors. */
function createWordReader(): (source: Source) => ReadonlySet<string> {
  const read = new WeakMap<Source, ReadonlySet<string>>()
  return (source) => {
    const words = read.get(source) ?? new Set(source.body.match(/[_A-Za-z]\w*/g))
    read.set(source, words)
    return words
  }
}
