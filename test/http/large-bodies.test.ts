import { expect, test } from 'vitest'
import { createLargeBodies } from '../../src/http/json-requests.ts'
import { ask, codesOf, readAnswer, startApi } from '../support/api.ts'

const api = await startApi()
/** The slowest body to parse of its size. */
const large = { query: '{ __typename }', variables: { a: Array.from({ length: 180_000 }, () => [1]) } }

test('large bodies are accepted, even if many arrive at the same time', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(`${api.url}/graphql`, large)))
  expect(answers.map(({ data }) => data)).toEqual(Array(8).fill({ __typename: 'Query' }))
})

test('work runs in order, one piece at a time, with pauses for the event loop', async () => {
  const bodies = createLargeBodies()
  const events: string[] = []
  const block = (name: string) => () => {
    events.push(name)
    const end = performance.now() + 20
    while (performance.now() < end);
  }
  const first = bodies.run(block('first'))
  const second = bodies.run(block('second'))
  setTimeout(() => events.push('other'), 1)
  await Promise.all([first, second])
  expect(events).toEqual(['first', 'other', 'second'])
})

test('the next piece of work runs after a failure', async () => {
  const bodies = createLargeBodies()
  const failing = bodies.run(() => {
    throw new Error('not JSON')
  })
  await expect(failing).rejects.toThrow('not JSON')
  await expect(bodies.run(() => 'done')).resolves.toBe('done')
})

test('too many waiting bodies are UNAVAILABLE', async () => {
  const bodies = createLargeBodies()
  const accepted = Array.from({ length: 100 }, () => bodies.run(() => undefined))
  await expect(bodies.run(() => undefined)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await Promise.all(accepted)
  await expect(bodies.run(() => 'done')).resolves.toBe('done')
})

test('a large body that is not JSON is rejected like a small one', async () => {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query": "${'x'.repeat(100_000)}"`,
  })
  const answer = await readAnswer(response)
  expect([answer.status, answer.retryAfter, codesOf(answer)]).toEqual([400, null, ['BAD_USER_INPUT']])
})
