import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { concealBytes } from '../../../src/import/records/conceal-bytes.ts'
import { contractRecords } from '../../../src/import/records/contract.ts'
import { userRecords } from '../../../src/import/records/user.ts'

const digestOf = (key: string) => `sha256:${hash('sha256', key)}`

/** `<` and `>` enclose the texts to be replaced. */
const marked = /<([^>]*)>/g

test.each([
  ['has the text of another member', '{"name":"ref","apiKey":<"ref">,"note":"ref"}'],
  ['has the text of a name', '{ "ref" : 1,\r\n\t"apiKey" : <"ref"> }'],
  ['has the text of part of another member', '{"abi":"[\\"ref\\"]","apiKey":<"ref">}'],
  ['has the text of a digit', '{"apiKey":<7>,"count":777,"list":[7]}'],
  ['has the name of a nested member', '{"a":{"apiKey":"ref"},"apiKey":<"ref">,"b":[{"apiKey":"ref"}]}'],
  ['is repeated', '{"apiKey":<"first">,"name":"Rosa","apiKey":<"second">}'],
  ['is repeated without a value', '{"apiKey":<"first">,"apiKey":"","apiKey":null}'],
  ['is written with escapes', '{"apiKey":<"\\u0072\\/ef\\"">,"name":"r\\/ef"}'],
  ['has a name that is written with escapes', '{"api\\u004bey":<"ref">,"apiKey\\\\":"ref"}'],
  ['follows multibyte characters', '{"name":"ü😀\ud7ff","apiKey":<"ключ">,"😀":"ключ"}'],
  ['is already a digest', `{"apiKey":"${digestOf('ref')}","apiKey":<"ref">}`],
  ['is missing', '{"__proto__":{"apiKey":"ref"},"constructor":1,"constructor":2}'],
  ['is missing, as is everything else', '{ }'],
])('only the API key in the bytes of a record is replaced by its digest: one that %s', (_which, text) => {
  const bytes = Buffer.from(text.replace(marked, '$1'))

  const concealed = concealBytes(bytes, userRecords).toString()

  expect(concealed).toBe(text.replace(marked, (_all, key) => `"${digestOf(String(JSON.parse(key)))}"`))
})

test.each([
  ['a list with white space', '[ "hunter2", {"k": "hunter2"} ]'],
  ['an object', '{"apiKey": "hunter2", "apiKey": [{}]}'],
  ['a number that a double can not represent', '12345678901234567890123'],
])('an API key that is %s is replaced by a digest', (_what, value) => {
  const bytes = Buffer.from(`{"apiKey": ${value} , "name": "hunter2"}`)

  expect(concealBytes(bytes, userRecords).toString()).toMatch(
    /^\{"apiKey": "sha256:[0-9a-f]{64}" , "name": "hunter2"\}$/,
  )
})

test('records of other kinds have no API key', () => {
  const bytes = Buffer.from('{"apiKey":"ref","apiKey":"ref"}')

  expect(concealBytes(bytes, contractRecords)).toBe(bytes)
})
