import { hashPassword } from '../../src/auth/passwords.ts'
import type { Answer, ApiClient, Sender } from '../support/api.ts'
import { type Account, insertUser } from '../support/factories.ts'
import { codeIn, untilMailed } from '../support/mail.ts'

export const password = 'correct horse'
const passwordHash = await hashPassword(password)

/** The mutations of accounts as their clients send them. */
export function createAccountCalls(api: ApiClient) {
  const send = (name: string, type: string, fields: string) => (input: object, sender?: Sender) =>
    api.ask(`mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`, { input }, sender)
  return {
    register: send('register', 'RegisterInput', 'apiKey token user { id email emailVerified }'),
    logIn: (email: string, secret = password): Promise<Answer> =>
      send('login', 'LoginInput', 'token user { id }')({ email, password: secret }),
    changePassword: send('changePassword', 'ChangePasswordInput', 'token user { id }'),
    deleteAccount: send('deleteAccount', 'DeleteAccountInput', 'deletedUserId'),
    requestReset: (email: string): Promise<Answer> =>
      send('requestPasswordReset', 'RequestPasswordResetInput', 'isAccepted')({ email }),
    resetPassword: send('resetPassword', 'ResetPasswordInput', 'token user { id email }'),
    requestVerification: (sender?: Sender): Promise<Answer> =>
      api.ask('mutation { requestEmailVerification { isAccepted } }', {}, sender),
    verifyEmail: (code: string, sender?: Sender): Promise<Answer> =>
      send('verifyEmail', 'VerifyEmailInput', 'user { emailVerified }')({ code }, sender),
    rotateApiKey: (sender?: Sender): Promise<Answer> =>
      api.ask('mutation { rotateApiKey { apiKey user { id } } }', {}, sender),
    updateProfile: send(
      'updateProfile',
      'UpdateProfileInput',
      'user { id name email emailVerified updatedAt }',
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

/** Asks for a code to reset the password; the code of the mail that comes. */
export async function findResetCode(api: ApiClient, email: string, count = 1): Promise<string> {
  await createAccountCalls(api).requestReset(email)
  return codeIn(await untilMailed(api, email, count))
}

/** The credentials of a token. */
export function bearer(token: string): Sender {
  return { headers: { authorization: `Bearer ${token}` } }
}

/** Whether the credentials let their owner in. */
export async function isLetIn(api: ApiClient, sender: Sender): Promise<boolean> {
  return (await api.ask('{ me { id } }', {}, sender)).status === 200
}
