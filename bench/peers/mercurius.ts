import Fastify from 'fastify'
import mercurius, { type MercuriusLoaders } from 'mercurius'
import { announce, createPool, verifyUser } from './environment.ts'
import { type AnalysisRow, createReader, type Reader, type Row } from './rows.ts'
import { scalars, typeDefs } from './scalars.ts'

declare module 'mercurius' {
  interface MercuriusContext {
    readonly read: Reader
  }
}

interface FirstArguments {
  readonly first: number
}

/** A field of many objects, with the same arguments for all of them. */
interface Query<Parent, Arguments> {
  readonly obj: Parent
  readonly params: Arguments
}

/** Without the cache, because no object is requested twice here. */
const opts = { cache: false }

const loaders: MercuriusLoaders = {
  Contract: {
    competitors: {
      loader: (queries: Query<Row, unknown>[], { read }) => loadAll(queries, idOf, read.competitors, []),
      opts,
    },
    analysisParams: {
      loader: (queries: Query<Row, unknown>[], { read }) => loadAll(queries, idOf, read.params, null),
      opts,
    },
    analyses: {
      loader: (queries: Query<Row, FirstArguments>[], { read }) =>
        loadFirst(queries, read.analysesOfContracts),
      opts,
    },
  },
  ChatSession: {
    messages: {
      loader: (queries: Query<Row, FirstArguments>[], { read }) => loadFirst(queries, read.messages),
      opts,
    },
  },
  Analysis: {
    // Results have a separate loader: Mercurius serializes the whole parent for the key of each loader, and with the
    // results in the parent, such lists take twice as long.
    results: {
      loader: (queries: Query<AnalysisRow, unknown>[], { read }) =>
        loadAll(queries, idOf, read.results, null),
      opts,
    },
    owner: {
      loader: (queries: Query<AnalysisRow, unknown>[], { read }) =>
        loadAll(queries, ({ userId }) => userId, read.users, null),
      opts,
    },
    contract: {
      loader: (queries: Query<AnalysisRow, unknown>[], { read }) =>
        loadAll(queries, ({ configId }) => configId, read.contractsById, null),
      opts,
    },
  },
}

function idOf({ id }: Row): string {
  return id
}

async function loadAll<Parent, Found, None>(
  queries: readonly Query<Parent, unknown>[],
  keyOf: (parent: Parent) => string | null,
  load: (ids: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
  none: None,
): Promise<(Found | None)[]> {
  const keys = queries.map(({ obj }) => keyOf(obj))
  const found = await load(keys.filter((key) => key !== null))
  return keys.map((key) => (key === null ? none : (found.get(key) ?? none)))
}

function loadFirst<Found>(
  queries: readonly Query<Row, FirstArguments>[],
  load: (ids: readonly string[], first: number) => Promise<ReadonlyMap<string, Found[]>>,
): Promise<Found[][]> {
  const first = queries[0]?.params.first ?? 0
  return loadAll(queries, idOf, (ids) => load(ids, first), [])
}

/** Mercurius started as in its documentation, with loaders and the compiler. */
const pool = createPool()
const app = Fastify()
app.register(mercurius, {
  schema: typeDefs,
  resolvers: {
    ...scalars,
    Query: {
      contract: (_: unknown, { id }: { readonly id: string }, { read }) => read.contract(id),
      contracts: (_: unknown, { first }: FirstArguments, { read }) => read.contracts(first),
      chatSessions: (_: unknown, { first }: FirstArguments, { read }) => read.sessions(first),
      analyses: (_: unknown, { first }: FirstArguments, { read }) => read.analyses(first),
      analysisCounts: (_: unknown, _arguments: unknown, { read }) => read.analysisCounts(),
    },
  },
  loaders,
  jit: 1,
  context: async ({ headers }) => ({ read: createReader(pool, await verifyUser(headers.authorization)) }),
})
announce(Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port))
