import { sql } from 'kysely'
import { expect, vi } from 'vitest'
import { type Answer, type Api, type ApiClient, keyHeader, type Sender } from '../support/api.ts'
import { type Account, insertUser } from '../support/factories.ts'
import { codeIn, untilMailed } from '../support/mail.ts'
import { hashPassword } from '../support/passwords.ts'

export const password = 'correct horse'
const passwordHash = await hashPassword(password)

/** Functions that send the account mutations. */
export function createAccountCalls(api: ApiClient) {
  const send = (name: string, type: string, fields: string) => (input: object, sender?: Sender) =>
    api.ask(`mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`, { input }, sender)
  return {
    register: send('register', 'RegisterInput', 'apiKey token user { id email isEmailVerified }'),
    logIn: (email: string, secret = password, sender?: Sender): Promise<Answer> =>
      send('login', 'LoginInput', 'token user { id }')({ email, password: secret }, sender),
    changePassword: send('changePassword', 'ChangePasswordInput', 'token isApiKeyKept user { id }'),
    deleteAccount: send('deleteAccount', 'DeleteAccountInput', 'deletedId'),
    requestReset: (email: string, sender?: Sender): Promise<Answer> =>
      send('requestPasswordReset', 'RequestPasswordResetInput', 'isAccepted')({ email }, sender),
    resetPassword: send('resetPassword', 'ResetPasswordInput', 'token user { id email }'),
    requestVerification: (sender?: Sender): Promise<Answer> =>
      api.ask('mutation { requestEmailVerification { isAccepted } }', {}, sender),
    verifyEmail: (code: string, sender?: Sender): Promise<Answer> =>
      send('verifyEmail', 'VerifyEmailInput', 'user { isEmailVerified }')({ code }, sender),
    rotateApiKey: (sender?: Sender, input?: object): Promise<Answer> =>
      api.ask(
        'mutation ($input: RotateApiKeyInput) { rotateApiKey(input: $input) { apiKey user { id } } }',
        { input },
        sender,
      ),
    updateProfile: send(
      'updateProfile',
      'UpdateProfileInput',
      'user { id name email isEmailVerified updatedAt }',
    ),
    updateUser: send('updateUser', 'UpdateUserInput', 'user { id role tier isActive updatedAt }'),
  }
}

/** A user who can log in with `password`. */
export function insertMember(
  api: ApiClient,
  values: Parameters<typeof insertUser>[1] = {},
): Promise<Account> {
  return insertUser(api.db, { password: passwordHash, ...values })
}

/** Requests a password reset and returns the code from the e-mail. */
export async function findResetCode(api: ApiClient, email: string, count = 1): Promise<string> {
  await createAccountCalls(api).requestReset(email)
  return codeIn(await untilMailed(api, email, count))
}

/** A sender that authenticates with a token. */
export function bearer(token: string): Sender {
  return { headers: { authorization: `Bearer ${token}` } }
}

/** The sender at another address, as forwarded by a trusted proxy. */
export function from(address: string, sender?: Sender): Sender {
  const headers = sender === undefined ? {} : 'headers' in sender ? sender.headers : keyHeader(sender)
  return { headers: { ...headers, 'x-forwarded-for': address } }
}

/** Whether the server accepts the credentials. */
export async function isLetIn(api: ApiClient, sender: Sender): Promise<boolean> {
  return (await api.ask('{ me { id } }', {}, sender)).status === 200
}

/** Waits until this number of statements are waiting for a lock. */
export async function untilWaiting({ db }: Api, count: number): Promise<void> {
  const countWaiting = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    return rows[0]?.count
  }
  await vi.waitFor(async () => expect(await countWaiting()).toBe(count), { timeout: 10_000 })
}
