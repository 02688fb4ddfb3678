import { serverAudits } from 'graphql-http'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

/** What GraphQL over HTTP recommends or allows and we do otherwise, by the audit's id. */
const departures = new Map([
  [
    '572B',
    'SHOULD: a document that does not parse gets 400 in every media type: proxies and logs see the failure.',
  ],
  [
    'FDE2',
    'SHOULD: a document that does not fit the schema gets 400 in every media type, for the same reason.',
  ],
  ['7B9B', 'SHOULD: variables of the wrong type get 400 in every media type, for the same reason.'],
  [
    '5A70',
    'MAY: a GET without a header that forces a preflight is refused, or any site could send one (CSRF).',
  ],
  ['D6D5', 'MAY: the same, with variables.'],
  ['6A70', 'MAY: the same, with variables.'],
])

const { url } = await startApi()
const audits = serverAudits({ url: `${url}/graphql` })

test.each(audits.filter(({ id }) => !departures.has(id)))('$name ($id)', async ({ fn }) => {
  expect(await fn()).toMatchObject({ status: 'ok' })
})

test.each(audits.filter(({ id }) => departures.has(id)))(
  'departs on purpose: $name ($id)',
  async ({ fn }) => {
    const result = await fn()
    expect(result).not.toMatchObject({ status: 'ok' })
    // 'error' is what the suite calls a MUST that is not met.
    expect(result).not.toMatchObject({ status: 'error' })
  },
)

test('GET is answered when a header shows that the sender passed a preflight', async () => {
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

test('the suite has no departure that we do not know, and every one we list', () => {
  expect(audits).toHaveLength(61)
  expect(audits.filter(({ id }) => departures.has(id))).toHaveLength(departures.size)
})
