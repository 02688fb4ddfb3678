import type { Warning } from '../entities/entity.ts'
import type { Link, PrepareLink } from './link.ts'
import { createUnusedDigest } from './link-owner.ts'
import { ownRow } from './own-row.ts'
import { findHolders } from './reference.store.ts'

/** No two users may have one e-mail, which rejects the later one, or one API key, which takes it from the later one. */
export const prepareUserLink: PrepareLink = async (db, records): Promise<Link> => {
  const users = records.map(({ rows }) => ownRow(rows, 'users'))
  const emails = users.map(({ email }) => email)
  const apiKeys = users.map((user) => user.api_key)
  const emailHolders = toMap(await findHolders(db, 'email', emails))
  const keyHolders = toMap(await findHolders(db, 'api_key', apiKeys))
  return ({ rows }) => {
    const user = ownRow(rows, 'users')
    const emailHolder = emailHolders.get(user.email) ?? user.id
    if (emailHolder !== user.id) return emailTaken(emailHolder)
    emailHolders.set(user.email, user.id)
    const keyHolder = keyHolders.get(user.api_key) ?? user.id
    keyHolders.set(user.api_key, keyHolder)
    if (keyHolder === user.id) return { rows, warnings: [] }
    return { rows: { ...rows, users: [{ ...user, api_key: createUnusedDigest() }] }, warnings: [keyTaken] }
  }
}

const keyTaken: Warning = { code: 'API_KEY_TAKEN', pointer: '/apiKey' }

function emailTaken(userId: string) {
  return {
    code: 'EMAIL_TAKEN',
    pointer: '/email',
    message: `User ${userId} has this e-mail. Change one of the two, or merge the users.`,
  }
}

function toMap(holders: readonly { readonly value: string; readonly userId: string }[]): Map<string, string> {
  return new Map(holders.map(({ value, userId }) => [value, userId]))
}
