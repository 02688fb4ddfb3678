import { requireViewer } from '../auth/viewer.ts'
import { requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { ActivityKind, Resolvers } from '../generated/graphql.ts'
import type { Loaders } from './loaders.ts'
import type { NodeType } from './node.store.ts'

/** Loads a node of each type, within the viewer's scope. */
const loadNode = {
  User: ({ userById }, id) => userById.load(id),
  Contract: ({ contractById }, id) => contractById.load(id),
  ContractCompetitor: ({ competitorById }, id) => competitorById.load(id),
  Analysis: ({ analysisById }, id) => analysisById.load(id),
  ChatSession: ({ sessionById }, id) => sessionById.load(id),
  ChatMessage: ({ messageById }, id) => messageById.load(id),
  ImportJob: ({ importJobById }, id) => importJobById.load(id),
} satisfies Record<NodeType, (loaders: Loaders, id: string) => Promise<object | undefined>>

const typeOfActivity = {
  contract_added: 'Contract',
  analysis_started: 'Analysis',
  analysis_completed: 'Analysis',
  chat_session_opened: 'ChatSession',
  message_added: 'ChatMessage',
  import_started: 'ImportJob',
  import_finished: 'ImportJob',
} as const satisfies Record<ActivityKind, NodeType>

/** A row of any type that implements Node. */
export type NodeRow = NonNullable<Awaited<ReturnType<(typeof loadNode)[NodeType]>>>

const typeOfRow = new WeakMap<NodeRow, NodeType>()

export const nodeResolvers = {
  Query: {
    node: async (_root, { id }, { viewer, loaders }) => {
      requireViewer(viewer)
      return requireFound(await findNode(loaders, requireUuid(id, 'id')), 'Object')
    },
    nodes: async (_root, { ids }, { viewer, loaders }) => {
      requireViewer(viewer)
      const uuids = ids.map((id, index) => requireUuid(id, `ids.${index}`))
      return Promise.all(uuids.map(async (id) => (await findNode(loaders, id)) ?? null))
    },
  },
  Activity: {
    subject: async ({ kind, id }, _args, { loaders }) =>
      (await findNodeOfType(loaders, typeOfActivity[kind], id)) ?? null,
  },
  Node: { __resolveType: (row) => typeOfRow.get(row) ?? null },
} satisfies Resolvers

async function findNode(loaders: Loaders, id: string): Promise<NodeRow | undefined> {
  const type = (await loaders.nodeTypeById.load(id))?.type
  return type && (await findNodeOfType(loaders, type, id))
}

async function findNodeOfType(loaders: Loaders, type: NodeType, id: string): Promise<NodeRow | undefined> {
  const row = await loadNode[type](loaders, id)
  if (row !== undefined) typeOfRow.set(row, type)
  return row
}
