import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'

const api = await startApi()

test('a client that forges X-Forwarded-For is counted by its real address', async () => {
  const answers = await Promise.all(
    Array.from({ length: 55 }, (_, number) =>
      api.ask(
        'mutation ($input: LoginInput!) { login(input: $input) { user { id } } }',
        { input: { email: `nobody${number}@example.com`, password: 'wrong horse' } },
        { headers: { 'x-forwarded-for': `192.0.2.${number}` } },
      ),
    ),
  )

  const codes = answers.flatMap(codesOf)
  expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(5)
})
