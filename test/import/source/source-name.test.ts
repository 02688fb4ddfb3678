import { expect, test } from 'vitest'
import { decodeSourceName } from '../../../src/import/source/source-name.ts'

test.each([
  ['users.json', 'users', 'live', 0],
  ['contracts.ndjson.zst', 'contracts', 'live', 0],
  ['users.json.gz', 'users', 'live', 0],
  ['users.json.xz', 'users', 'live', 0],
  ['users.json.zip', 'users', 'live', 0],
  ['users.json.backup.gz', 'users', 'backup', 0],
  ['users.json.gz.bak2', 'users', 'backup', 2],
  ['users.json.gz.backup3.zst', 'users', 'backup', 3],
  ['users.backup.jsonl.zst', 'users', 'backup', 0],
])('%s contains %s, as a %s file', (name, kind, copy, backupNumber) => {
  expect(decodeSourceName(name)).toEqual({ kind, isBackup: copy === 'backup', backupNumber })
})

test.each(['users.gz', 'users.json.gz.gz', 'users.json.tar.gz', 'USERS.JSON', 'users.json.gzip'])(
  '%s is not a legacy file',
  (name) => {
    expect(decodeSourceName(name)).toBeNull()
  },
)
