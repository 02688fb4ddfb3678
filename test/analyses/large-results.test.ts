import { request } from 'node:http'
import { expect, test } from 'vitest'
import { maxBodyBytes } from '../../src/http/server.ts'
import { startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertUser } from '../support/factories.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const worker = await insertUser(api.db, { role: 'worker' })
const contract = await insertContract(api.db, { user_id: owner.id })

const complete = `mutation ($input: CompleteAnalysisInput!) {
  completeAnalysis(input: $input) { analysis { status } }
}`
const fail = 'mutation ($input: FailAnalysisInput!) { failAnalysis(input: $input) { analysis { status } } }'
const results = { transactions: 'x'.repeat(12 * 1024 * 1024) }

async function claim(): Promise<{ id: string; leaseToken: string }> {
  const { id } = await insertAnalysis(api.db, {
    user_id: owner.id,
    config_id: contract.id,
    status: 'pending',
  })
  const document = 'mutation { claimAnalysis(input: {}) { lease { token } } }'
  const { data } = await api.ask(document, {}, worker)
  return { id, leaseToken: data.claimAnalysis.lease.token }
}

test('a worker reports results of 12 MiB, and their owner reads them back', async () => {
  const completed = await claim()
  const failed = await claim()
  const { leaseToken } = completed

  const answers = [
    await api.ask(complete, { input: { leaseToken, results } }, worker),
    await api.ask(
      fail,
      { input: { leaseToken: failed.leaseToken, errorMessage: 'Stopped.', results } },
      worker,
    ),
  ]

  expect(answers.map(({ status, errors }) => [status, errors])).toEqual([
    [200, []],
    [200, []],
  ])
  for (const { id } of [completed, failed]) {
    const { data } = await api.ask('query ($id: ID!) { analysis(id: $id) { results } }', { id }, owner)
    expect(data.analysis.results).toEqual(results)
  }
})

test('no other large body is accepted', async () => {
  const { leaseToken } = await claim()
  const input = { leaseToken, results }
  const other = `mutation ($input: CompleteAnalysisInput!) {
    completeAnalysis(input: $input) { analysis { status } } cancelImport(input: { jobId: "x" }) { job { id } }
  }`

  const answers = [
    await api.ask(complete, { input }, owner),
    await api.ask(complete, { input }),
    await api.ask(other, { input }, worker),
    await api.ask('query ($id: ID!) { node(id: $id) { id } }', { id: 'x'.repeat(2 ** 21) }, worker),
    await api.ask(complete, { input: { ...input, results: { a: 'x'.repeat(17 * 2 ** 20) } } }, worker),
  ]

  expect(answers.map(({ status }) => status)).toEqual([413, 413, 413, 413, 413])
})

test('a body without a length is limited as before, also for a worker', async () => {
  const send = (bytes: number) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'x-api-key': worker.apiKey }
      const sent = request(`${api.url}/graphql`, { method: 'POST', headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      sent.on('error', reject)
      sent.write('{"query": "{ me { id } }"')
      sent.end(`${' '.repeat(bytes)}}`)
    })

  expect(await send(1000)).toBe(200)
  expect(await send(maxBodyBytes)).toBe(413)
})
