import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { codesOf, type Sender, startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const completed = { user_id: owner.id, status: 'completed', progress: 100 } as const

const add = (input: object, sender: Sender = owner) =>
  api.ask(
    `mutation ($input: AddInterpretationInput!) { addInterpretation(input: $input) {
      interpretation { version model content createdAt } analysis { id interpretations { version } } } }`,
    { input: { model: 'gpt-4o', content: 'Growing.', ...input } },
    sender,
  )
const list = async (id: string, args = '', sender: Sender = owner) => {
  const fields = `interpretations${args} { version model content }`
  return api.ask(`query ($id: ID!) { analysis(id: $id) { ${fields} } }`, { id }, sender)
}

test('interpretations are versions of an analysis, the newest first, with exact content', async () => {
  const { id } = await insertAnalysis(db, completed)
  const other = await insertAnalysis(db, completed)
  const content = { summary: 'Größe', risk: 12345678901234567890n }

  const first = await add({ analysisId: id })
  await api.ask(
    `mutation { addInterpretation(input: { analysisId: "${id}", model: "claude",
      content: { summary: "Größe", risk: ${content.risk} } }) { analysis { id } } }`,
    {},
    owner,
  )

  expect(first.errors).toEqual([])
  expect(first.data.addInterpretation).toMatchObject({
    interpretation: { version: 1, model: 'gpt-4o', content: 'Growing.', createdAt: expect.any(String) },
    analysis: { id, interpretations: [{ version: 1 }] },
  })
  const answer = await list(id)
  expect(answer.data.analysis.interpretations).toMatchObject([
    { version: 2, model: 'claude', content: { summary: 'Größe' } },
    { version: 1, model: 'gpt-4o', content: 'Growing.' },
  ])
  expect(answer.text).toContain(String(content.risk))
  expect((await list(id, '(last: 1)')).data.analysis.interpretations).toMatchObject([{ version: 2 }])
  expect((await list(other.id)).data.analysis.interpretations).toEqual([])
})

test('a list of analyses loads their interpretations in one statement', async () => {
  const reader = await insertUser(db)
  for (const model of ['a', 'b', 'c']) {
    const { id } = await insertAnalysis(db, { ...completed, user_id: reader.id })
    await add({ analysisId: id, model }, reader)
  }
  const query = '{ analyses { edges { node { interpretations(last: 2) { model } } } } }'

  let models: readonly string[] = []
  const statements = await api.statementsOf(async () => {
    const { edges } = (await api.ask(query, {}, reader)).data.analyses
    models = edges.map(({ node }: { node: { interpretations: { model: string }[] } }) => {
      return node.interpretations.map(({ model }) => model).join()
    })
  })

  expect(models.toSorted()).toEqual(['a', 'b', 'c'])
  expect(statements).toHaveLength(3)
})

test.each(['pending', 'running', 'failed', 'cancelled'] as const)(
  'a %s analysis takes no interpretation',
  async (status) => {
    const { id } = await insertAnalysis(db, { user_id: owner.id, status })

    const { errors } = await add({ analysisId: id })

    expect(errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', status: status.toUpperCase() })
    expect((await list(id)).data.analysis.interpretations).toEqual([])
  },
)

test('only the owner adds interpretations; workers and administrators may read them', async () => {
  const { id } = await insertAnalysis(db, completed)
  await add({ analysisId: id })

  for (const role of ['user', 'worker', 'admin'] as const)
    expect(codesOf(await add({ analysisId: id }, await insertUser(db, { role })))).toEqual(['NOT_FOUND'])
  expect(codesOf(await add({ analysisId: randomUUID() }))).toEqual(['NOT_FOUND'])
  for (const role of ['worker', 'admin'] as const) {
    const { data } = await list(id, '', await insertUser(db, { role }))
    expect(data.analysis.interpretations).toMatchObject([{ version: 1 }])
  }
})

test('concurrent interpretations get distinct versions', async () => {
  const { id } = await insertAnalysis(db, completed)

  const answers = await Promise.all(Array.from({ length: 8 }, () => add({ analysisId: id })))

  const versions = answers.map(({ data }) => data.addInterpretation.interpretation.version)
  expect(versions.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

test('an analysis has at most 100 interpretations', async () => {
  const { id } = await insertAnalysis(db, completed)
  const row = { analysis_id: id, user_id: owner.id, model: 'm', content: '"a"' }
  const versions = Array.from({ length: 99 }, (_, place) => ({ ...row, version: place + 1 }))
  await db.insertInto('analysis_interpretations').values(versions).execute()

  expect([codesOf(await add({ analysisId: id })), codesOf(await add({ analysisId: id }))]).toEqual([
    [],
    ['CONFLICT'],
  ])
  expect((await list(id, '(last: 100)')).data.analysis.interpretations).toHaveLength(100)
  expect(codesOf(await list(id, '(last: 101)'))).toEqual(['BAD_USER_INPUT'])
})

test('all invalid arguments are reported at once', async () => {
  const { errors } = await add({ analysisId: 'x', model: ' ', content: [1] })

  expect(errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [
      { argument: 'input.analysisId', code: 'FORMAT' },
      { argument: 'input.model', code: 'LENGTH' },
      { argument: 'input.content', code: 'FORMAT' },
    ],
  })
  const { id } = await insertAnalysis(db, completed)
  for (const content of ['', 1, true, 'x'.repeat(65_537), { text: 'x'.repeat(65_536) }, '\0'])
    expect(codesOf(await add({ analysisId: id, content }))).toEqual(['BAD_USER_INPUT'])
  expect(codesOf(await add({ analysisId: id, content: 'x'.repeat(65_536) }))).toEqual([])
})
