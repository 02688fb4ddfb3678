import { chownSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findServerUser } from '../../../src/database/embedded/binaries.ts'
import { createDirectory, isRoot } from '../../support/embedded-postgres.ts'

describe.runIf(isRoot)('root runs the server', () => {
  test('as the owner of the data, if there are any', () => {
    const data = createDirectory()
    chownSync(data, 1234, 2345)
    expect(findServerUser(data)).toEqual({ uid: 1234, gid: 2345 })
  })

  test('as an existing user if there are no data', () => {
    const { uid } = findServerUser(join(createDirectory(), 'nothing'))
    expect(uid).toBeGreaterThan(0)
  })

  test('not at all if the user is missing and cannot be created, and reports the remedy', () => {
    expect(() => findServerUser(undefined, 'not a name')).toThrow(
      'no user "not a name". Create it (useradd --system not a name), start as another user, or set DATABASE_URL.',
    )
  })
})

test.skipIf(isRoot)('users other than root run the server as themselves', () => {
  expect(findServerUser()).toEqual({})
})
