import { expect, test } from 'vitest'
import { describeStart } from '../../src/process/start-report.ts'

const facts = {
  url: 'http://127.0.0.1:4000/graphql',
  database: '"metagauge" on db.example.org:5432',
  home: undefined,
  firstAdmin: undefined,
}

test('the start report names the playground only if it is on', () => {
  expect(describeStart({ ...facts, hasPlayground: true })).toMatch(/^API and playground +http:/)
  expect(describeStart({ ...facts, hasPlayground: false })).toMatch(/^API +http:/)
})
