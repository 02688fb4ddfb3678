import { afterEach, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import {
  insertAnalysis,
  insertAnalysisParams,
  insertContract,
  insertMessage,
  insertOnboarding,
  insertPreferences,
  insertSession,
  insertUser,
} from '../support/factories.ts'

const api = await startApi()
const { db } = api
const ownTimeZone = process.env.TZ

afterEach(() => {
  if (ownTimeZone === undefined) delete process.env.TZ
  else process.env.TZ = ownTimeZone
})

/** Numbers in the notation of PostgreSQL that doubles can't represent exactly. */
const numbers = [
  '9007199254740993',
  '-9007199254740993',
  '135000000000000000001',
  '0.1234567890123456789',
  '123456789012345678901234567890.5',
  '100000000000000000000000000000000000000000000000001',
]
const json = `{"list": [${numbers.join(', ')}], "one": ${numbers[2]}}`

test('all JSON fields return all digits of numbers', async () => {
  const user = await insertUser(db)
  const user_id = user.id
  await insertPreferences(db, { user_id, custom_settings: json })
  const contract = await insertContract(db, { user_id })
  await insertAnalysisParams(db, contract, { custom_params: json })
  const logs = `[{"timestamp": null, "level": null, "message": "m", "data": ${json}}]`
  await insertAnalysis(db, { user_id, config_id: contract.id, results: json, metadata: json, logs })
  const session = await insertSession(db, { user_id, metadata: json })
  await insertMessage(db, session, { components: `[{"data": ${json}}]`, metadata: json })

  const { text } = await api.ask(
    `{ me { preferences { customSettings }
        contracts { edges { node { analysisParams { customParams } } } }
        analyses { edges { node { results part: results(path: "/one") metadata logs { data } } } }
        chatSessions { edges { node { metadata messages { edges { node { components { data } metadata } } } } } } } }`,
    {},
    user,
  )

  const shown = text.split(/[^\d.+-]+/)
  const times = numbers.map((number) => shown.filter((word) => word === number).length)
  expect(times).toEqual([8, 8, 17, 8, 8, 8])
  expect(text).toContain(`"part":${numbers[2]}`)
})

test.each([
  ['1.35e20', '135000000000000000000'],
  ['1.50', '1.50'],
  ['-0', '0'],
  ['1e400', `1${'0'.repeat(400)}`],
])('the number %s in results is returned as %s', async (written, kept) => {
  const user = await insertUser(db)
  const { id } = await insertAnalysis(db, { user_id: user.id, results: `{"n": ${written}}` })

  const { text } = await api.ask(`{ analysis(id: "${id}") { results } }`, {}, user)

  // The text is that of PostgreSQL's jsonb, unchanged.
  expect(text.trim()).toBe(`{"data":{"analysis":{"results":{"n": ${kept}}}}}`)
})

test('strings that look like numbers, dates or escapes are returned unchanged', async () => {
  const user = await insertUser(db)
  const results = String.raw`["9007199254740993", "2026-01-01", "\\u0041", "é", "\"}", "\ud83d\ude00"]`
  const { id } = await insertAnalysis(db, { user_id: user.id, results })

  const { data } = await api.ask(`{ analysis(id: "${id}") { results } }`, {}, user)

  expect(data.analysis.results).toEqual(JSON.parse(results))
})

test('a block number beyond 2^53 is a JSON number with all digits', async () => {
  const user = await insertUser(db)
  await insertOnboarding(db, { user_id: user.id, deployment_block: '9223372036854775807' })

  const { text } = await api.ask('{ me { onboarding { deploymentBlock } } }', {}, user)

  expect(text.trim()).toBe('{"data":{"me":{"onboarding":{"deploymentBlock":9223372036854775807}}}}')
})

test.each(['UTC', 'America/New_York', 'Asia/Tokyo', 'Pacific/Apia', 'Asia/Kathmandu', 'Africa/Monrovia'])(
  'dates, timestamps and cursors do not depend on the server’s time zone %s',
  async (zone) => {
    const user = await insertUser(db)
    await insertOnboarding(db, { user_id: user.id, contract_start_date: '2026-03-01' })
    const moment = '2026-03-01T00:30:00.123Z'
    for (const created_at of [moment, '2026-03-01T00:30:00.124Z']) {
      await insertContract(db, { user_id: user.id, created_at })
    }
    process.env.TZ = zone
    const filter = `filter: { createdAt: { from: "${moment}", to: "2026-03-01T00:30:00.124Z" } }`
    const fields = 'edges { node { createdAt } } pageInfo { endCursor }'

    const { data } = await api.ask(
      `{ me { onboarding { contractStartDate } } contracts(${filter}) { ${fields} } }`,
      {},
      user,
    )
    const next = `{ contracts(before: "${data.contracts.pageInfo.endCursor}") { ${fields} } }`

    expect(data.me.onboarding.contractStartDate).toBe('2026-03-01')
    expect(data.contracts.edges).toEqual([{ node: { createdAt: moment } }])
    expect((await api.ask(next, {}, user)).data.contracts.edges[0].node.createdAt).toMatch(/124Z$/)
  },
)

test.each(['0001-01-01', '1582-10-10', '9999-12-31'])('the date %s is returned unchanged', async (day) => {
  const user = await insertUser(db)
  await insertOnboarding(db, { user_id: user.id, contract_start_date: day })

  const { data } = await api.ask('{ me { onboarding { contractStartDate } } }', {}, user)

  expect(data.me.onboarding.contractStartDate).toBe(day)
})
