import fc from 'fast-check'
import { type GraphQLNamedType, isAbstractType } from 'graphql'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertProfileOf, insertRowsOf, insertUser } from '../support/factories.ts'
import {
  apiSchema,
  freeFields,
  isObjectField,
  selectLeaves,
  targetOf,
  wrapInField,
} from '../support/schema-walk.ts'

const api = await startApi()
const { db } = api
const counts = { contracts: 1, analyses: 2, competitors: 2, sessions: 1, messages: 2 }
const maxDepth = 7

/** One user of each role and another user, with rows of every kind inserted alternately. */
const roles = ['user', 'worker', 'admin'] as const
const names = { own: 'own-row', foreign: 'row-of-another-user' }
const otherUser = { ...(await insertUser(db, { name: names.foreign })), mark: names.foreign }
const viewers = await Promise.all(
  roles.map(async (role) => ({
    ...(await insertUser(db, { role, name: names.own })),
    mark: names.own,
    role,
  })),
)
for (let turn = 0; turn < 3; turn++) {
  for (const owner of [otherUser, ...viewers]) await insertRowsOf(db, owner, counts)
}
const { id: foreignAnalysis } = await db
  .selectFrom('analyses')
  .select('id')
  .where('user_id', '=', otherUser.id)
  .limit(1)
  .executeTakeFirstOrThrow()
for (const viewer of viewers) await insertProfileOf(db, viewer, foreignAnalysis)

/** Fields that list rows of all users, for administrators. */
const listsOfAll = ['users', 'importJobs', 'legacyDocuments']

/**
 * A chain of objects, each with all its plain fields. `choices` selects the field that leads to the next object, and
 * the type of an object with several possible types.
 */
function writeChain(type: GraphQLNamedType, choices: readonly number[]): string {
  if (isAbstractType(type)) {
    const types = apiSchema.getPossibleTypes(type)
    const [choice = 0, ...others] = choices
    const chosen = types[choice % types.length] ?? expect.unreachable()
    return `${selectLeaves(type)} ... on ${chosen.name} { ${writeChain(chosen, others)} }`
  }
  const objects = freeFields(type).filter((field) => isObjectField(field) && !listsOfAll.includes(field.name))
  const [choice = 0, ...others] = choices
  const next = objects[choice % objects.length]
  const leaves = selectLeaves(type)
  if (next === undefined || choices.length === 0) return leaves
  return `${leaves} ${wrapInField(next, writeChain(targetOf(next), others), 2)}`
}

/** The text of a response, with decoded cursors, and without the highlighting of search results. */
function readAll(text: string): string {
  const cursors = text.match(/(?<="\w*[cC]ursor":")[\w-]+/g) ?? []
  return (
    text.replaceAll(/[«»]/g, '') + cursors.map((cursor) => Buffer.from(cursor, 'base64url').toString()).join()
  )
}

const idsOfOtherUser = await listIds(otherUser.id)

async function listIds(userId: string): Promise<string[]> {
  const tables = [
    'contracts',
    'contract_competitors',
    'analyses',
    'chat_sessions',
    'chat_messages',
    'chat_message_revisions',
  ] as const
  const rows = await Promise.all(
    tables.map((table) => db.selectFrom(table).select('id').where('user_id', '=', userId).execute()),
  )
  return [userId, ...rows.flat().map(({ id }) => id)]
}

test.each(viewers)(
  'no chain of fields leads a $role from their own rows to another user’s',
  async (viewer) => {
    const query = apiSchema.getQueryType() ?? expect.unreachable()
    const choices = fc.array(fc.nat(1000), { minLength: 2, maxLength: maxDepth })

    await fc.assert(
      fc.asyncProperty(choices, async (path) => {
        const { errors, text } = await api.ask(`{ ${writeChain(query, path)} }`, {}, viewer)
        expect(errors).toEqual([])
        const all = readAll(text)
        expect(all).not.toContain(names.foreign)
        for (const id of idsOfOtherUser) expect(all).not.toContain(id)
      }),
      { numRuns: 60 },
    )
  },
)

test('the rows of the other user would be recognized, and chains reach the viewer’s own', async () => {
  const query = apiSchema.getQueryType() ?? expect.unreachable()
  const search = query.getFields().search ?? expect.unreachable()
  const [, , admin] = viewers
  const own = await api.ask(`{ ${writeChain(query, [0, 0, 0])} }`, {}, admin)
  const foreign = await api.ask(
    `{ user(id: "${otherUser.id}") { contracts { edges { cursor } } } }`,
    {},
    admin,
  )
  const found = await api.ask(`{ ${wrapInField(search, selectLeaves(targetOf(search)), 2)} }`, {}, admin)

  expect(own.text).toContain(names.own)
  expect(readAll(found.text)).toContain(names.own)
  expect(idsOfOtherUser.some((id) => readAll(foreign.text).includes(id))).toBe(true)
})
