import { expect, test } from 'vitest'
import { nameStatement } from '../../../src/http/metrics/statement-name.ts'

test.each([
  ['select "id" from "contracts" where id = $1', 'select contracts'],
  ['select * from unnest($1::uuid[]) as parent(id) join "analyses" on true', 'select analyses'],
  [
    'select substring(d.content from request.start) from unnest($1) as request(start) join documents d',
    'select documents',
  ],
  ['with found as materialized (select 1 from users) select * from found', 'select users'],
  ['with old(id) as (select id from analyses) update "analyses" set x = 1 from old', 'update analyses'],
  ['with x as (select 1) insert into "chat_messages" (id) select 1 from x', 'insert chat_messages'],
  ['insert into "users" (id) values ($1)', 'insert users'],
  ['delete from "codes" where id = $1', 'delete codes'],
  ['update only contracts set x = 1', 'update contracts'],
  ['  SELECT 1', 'select'],
  ['commit', 'commit'],
  ['', ''],
])('%s is named %s', (text, name) => {
  expect(nameStatement(text)).toBe(name)
})

test('names of long texts are found in little time', () => {
  const text = `select ${'from ( as ('.repeat(20_000)}`
  const startedAt = performance.now()
  nameStatement(text)
  expect(performance.now() - startedAt).toBeLessThan(1_000)
})
