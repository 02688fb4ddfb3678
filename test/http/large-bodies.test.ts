import { expect, test } from 'vitest'
import { createLargeBodies } from '../../src/http/json-requests.ts'
import { ask, codesOf, startApi } from '../support/api.ts'

const api = await startApi()
/** As slow to parse as a body of its size can be. */
const large = { query: '{ __typename }', variables: { a: Array.from({ length: 180_000 }, () => [1]) } }

test('large bodies are answered like small ones, also when many arrive together', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(`${api.url}/graphql`, large)))
  expect(answers.map(({ data }) => data)).toEqual(Array(8).fill({ __typename: 'Query' }))
})

test('work runs in order, one piece at a time, and leaves the event loop free in between', async () => {
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

test('after a failure the next piece runs', async () => {
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

test('a large body that is not JSON is rejected as a small one is', async () => {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query": "${'x'.repeat(100_000)}"`,
  })
  const { errors } = JSON.parse(await response.text())
  expect([response.status, codesOf({ errors, data: undefined, status: 400, text: '' })]).toEqual([
    400,
    ['BAD_USER_INPUT'],
  ])
})
