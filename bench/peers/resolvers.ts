import DataLoader from 'dataloader'
import type { AnalysisRow, Reader, Row } from './rows.ts'
import { scalars } from './scalars.ts'

interface FirstArguments {
  readonly first: number
}

/** The context of one request. */
export interface PeerContext {
  readonly read: Reader
  readonly loaders: ReturnType<typeof createLoaders>
}

export function createPeerContext(read: Reader): PeerContext {
  return { read, loaders: createLoaders(read) }
}

function createLoaders(read: Reader) {
  return {
    userById: fromMap(read.users, null),
    contractById: fromMap(read.contractsById, null),
    competitorsByContract: fromMap(read.competitors, []),
    paramsByContract: fromMap(read.params, null),
    analysesByContract: byFirst((first) => fromMap((ids) => read.analysesOfContracts(ids, first), [])),
    messagesBySession: byFirst((first) => fromMap((ids) => read.messages(ids, first), [])),
  }
}

function fromMap<Found, None>(
  load: (ids: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
  none: None,
): DataLoader<string, Found | None> {
  return new DataLoader(async (ids) => {
    const found = await load(ids)
    return ids.map((id) => found.get(id) ?? none)
  })
}

/** One loader for each argument: a batch has one limit. */
function byFirst<Loader>(create: (first: number) => Loader): (first: number) => Loader {
  const loaders = new Map<number, Loader>()
  return (first) => {
    const loader = loaders.get(first) ?? create(first)
    loaders.set(first, loader)
    return loader
  }
}

/** Typical resolvers with DataLoader, for servers that accept resolver objects. */
export const resolvers = {
  ...scalars,
  Query: {
    contract: (_: unknown, { id }: { readonly id: string }, { read }: PeerContext) => read.contract(id),
    contracts: (_: unknown, { first }: FirstArguments, { read }: PeerContext) => read.contracts(first),
    chatSessions: (_: unknown, { first }: FirstArguments, { read }: PeerContext) => read.sessions(first),
    analyses: (_: unknown, { first }: FirstArguments, { read }: PeerContext) =>
      read.analysesWithResults(first),
    analysisCounts: (_: unknown, _arguments: unknown, { read }: PeerContext) => read.analysisCounts(),
  },
  Contract: {
    competitors: ({ id }: Row, _: unknown, { loaders }: PeerContext) =>
      loaders.competitorsByContract.load(id),
    analysisParams: ({ id }: Row, _: unknown, { loaders }: PeerContext) => loaders.paramsByContract.load(id),
    analyses: ({ id }: Row, { first }: FirstArguments, { loaders }: PeerContext) =>
      loaders.analysesByContract(first).load(id),
  },
  ChatSession: {
    messages: ({ id }: Row, { first }: FirstArguments, { loaders }: PeerContext) =>
      loaders.messagesBySession(first).load(id),
  },
  Analysis: {
    owner: ({ userId }: AnalysisRow, _: unknown, { loaders }: PeerContext) => loaders.userById.load(userId),
    contract: ({ configId }: AnalysisRow, _: unknown, { loaders }: PeerContext) =>
      configId === null ? null : loaders.contractById.load(configId),
  },
}
