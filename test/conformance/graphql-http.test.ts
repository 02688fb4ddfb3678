import { serverAudits } from 'graphql-http'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

/** Recommendations and options of GraphQL over HTTP that we intentionally don't follow, by the audit's ID. */
const deviations = new Map([
  [
    '572B',
    'SHOULD: a document with a syntax error gets 400 in every media type, so that proxies and logs see the failure.',
  ],
  ['FDE2', 'SHOULD: an invalid document gets 400 in every media type, for the same reason.'],
  ['7B9B', 'SHOULD: variables of the wrong type get 400 in every media type, for the same reason.'],
  [
    '5A70',
    'MAY: a GET without a header that forces a preflight is rejected, because any site could send it (CSRF).',
  ],
  ['D6D5', 'MAY: the same, with variables.'],
  ['6A70', 'MAY: the same, with variables.'],
])

const { url } = await startApi()
const audits = serverAudits({ url: `${url}/graphql` })

test.each(audits.filter(({ id }) => !deviations.has(id)))('$name ($id)', async ({ fn }) => {
  expect(await fn()).toMatchObject({ status: 'ok' })
})

test.each(audits.filter(({ id }) => deviations.has(id)))(
  'intentionally not followed: $name ($id)',
  async ({ fn }) => {
    const result = await fn()
    expect(result).not.toMatchObject({ status: 'ok' })
    // 'error' means that a MUST is violated.
    expect(result).not.toMatchObject({ status: 'error' })
  },
)

test('GET is accepted with a header that forces a preflight', async () => {
  const preflighted = (target: string, init?: RequestInit) => {
    const headers = { ...Object.fromEntries(new Headers(init?.headers)), 'apollo-require-preflight': 'true' }
    return fetch(target, { ...init, headers })
  }
  const gets = serverAudits({ url: `${url}/graphql`, fetchFn: preflighted }).filter(({ id }) =>
    ['5A70', 'D6D5', '6A70'].includes(id),
  )
  const results = await Promise.all(gets.map(({ fn }) => fn()))
  expect(results.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok'])
})

test('the suite contains every listed deviation', () => {
  expect(audits).toHaveLength(61)
  expect(audits.filter(({ id }) => deviations.has(id))).toHaveLength(deviations.size)
})
