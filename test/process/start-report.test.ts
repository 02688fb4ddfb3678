import { expect, test } from 'vitest'
import { describeStart } from '../../src/process/start-report.ts'

const facts = {
  url: 'http://127.0.0.1:4000/graphql',
  database: {
    connectionString: 'postgresql://user:secret@db.example.org/metagauge',
    tls: 'from-url' as const,
  },
  home: undefined,
  firstAdmin: undefined,
}

test('the report of the start names the playground only where there is one', () => {
  expect(describeStart({ ...facts, hasPlayground: true })).toMatch(/^API and playground +http:/)
  expect(describeStart({ ...facts, hasPlayground: false })).toMatch(/^API +http:/)
})
