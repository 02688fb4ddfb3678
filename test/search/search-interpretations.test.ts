import { expect, test } from 'vitest'
import { insertAnalysis, insertInterpretation, insertUser } from '../support/factories.ts'
import { api, db, idsOf, nodesOf, search } from './search-calls.ts'

const filler = 'filler '.repeat(1000)

test('an interpretation is found as soon as it is saved, with the places of its words', async () => {
  const user = await insertUser(db)
  const completed = { user_id: user.id, status: 'completed', progress: 100 } as const
  const { id } = await insertAnalysis(db, { ...completed, contract_address: '0x1', contract_chain: 'lisk' })
  const content = { summary: `${filler}Needle ${filler}`, advice: ['thread'] }

  await api.ask(
    `mutation ($input: AddInterpretationInput!) { addInterpretation(input: $input) { analysis { id } } }`,
    { input: { analysisId: id, model: 'model-1', content } },
    user,
  )

  const nodes = nodesOf(await search({ query: 'needle thread' }, user))
  expect(nodes).toMatchObject([{ subject: { id, __typename: 'Analysis' } }])
  expect(nodes[0]?.snippet).toMatch(/filler «Needle» filler/)
  expect(nodes[0]?.snippet).toMatch(/«thread»/)
})

test('an analysis is found once, with the newest interpretation that matches', async () => {
  const user = await insertUser(db)
  const { id } = await insertAnalysis(db, { user_id: user.id, analysis_type: 'single' })
  await insertInterpretation(db, { id, user_id: user.id }, ['first needle', 'second needle', 'nothing'])

  const nodes = nodesOf(await search({ query: 'needle' }, user))

  expect(nodes.map(({ snippet }) => snippet)).toEqual(['single · second «needle»'])
})

test('an analysis that matches without its interpretations shows its own text', async () => {
  const user = await insertUser(db)
  const values = { user_id: user.id, analysis_type: 'single', error_message: 'needle of its own' } as const
  const { id } = await insertAnalysis(db, values)
  await insertInterpretation(db, { id, user_id: user.id }, ['another needle'])

  const nodes = nodesOf(await search({ query: 'needle' }, user))

  expect(nodes.map(({ snippet }) => snippet)).toEqual(['single · «needle» of its own'])
})

test('interpretations of other users are not found', async () => {
  const [user, other] = [await insertUser(db), await insertUser(db)]
  for (const { id: user_id } of [user, other]) {
    const results = JSON.stringify({ aiInterpretation: 'needle' })
    const { id } = await insertAnalysis(db, { user_id, results })
    await insertInterpretation(db, { id, user_id }, ['needle'])
  }

  expect(idsOf(await search({ query: 'needle' }, user))).toHaveLength(1)
  expect(idsOf(await search({ query: 'needle thread' }, user))).toEqual([])
})

test('results may have any form, and texts in the first 20 levels of an interpretation are found', async () => {
  const user = await insertUser(db)
  const nest = (levels: number, text: string) => `${'['.repeat(levels)}"${text}"${']'.repeat(levels)}`
  const results = [
    ...['[]', '"interpretation"', '["interpretation"]', '{"interpretation": null}', '{"interpretation": 5}'],
    ...[`{"interpretation": ${nest(20, 'needle')}}`, `{"interpretation": ${nest(21, 'thread')}}`],
    `{"aiInterpretation": ${nest(3000, 'needle')}}`,
  ]
  const ids: string[] = []
  for (const text of results) ids.push((await insertAnalysis(db, { user_id: user.id, results: text })).id)

  expect(idsOf(await search({ query: 'needle' }, user))).toEqual([ids[5]])
  expect(idsOf(await search({ query: 'thread' }, user))).toEqual([])
})

test.each(['needle', 'needle filler', 'needle -thread', '"needle filler"'])(
  'many long interpretations are searched for %j without reading all of them',
  async (query) => {
    const user = await insertUser(db)
    const { id } = await insertAnalysis(db, { user_id: user.id })
    const contents = Array.from({ length: 100 }, () => `needle ${'filler '.repeat(9000)}`)
    await insertInterpretation(db, { id, user_id: user.id }, contents)

    const answer = await search({ query }, user)

    expect(answer.errors).toEqual([])
    expect(idsOf(answer)).toEqual([id])
  },
)
