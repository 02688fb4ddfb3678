import { expect, test } from 'vitest'
import { codesOf, type Sender, startApi } from '../support/api.ts'
import { type Account, insertUser } from '../support/factories.ts'
import { codeIn, untilMailed } from '../support/mail.ts'
import { runProgram } from '../support/programs.ts'
import {
  bearer,
  createAccountCalls,
  findResetCode,
  from,
  insertMember,
  isLetIn,
  password,
} from './account-calls.ts'

/** The table in docs/security.md: which earlier credentials are still valid after each operation. */

const api = await startApi({ trustedProxies: ['127.0.0.1'] })
const admin = await insertUser(api.db, { role: 'admin' })
const calls = createAccountCalls(api)

interface Owner extends Account {
  readonly token: Sender
  readonly resetCode: string
  readonly verificationCode: string
}

type Remaining = Readonly<Record<'password' | 'token' | 'apiKey' | 'resetCode' | 'verificationCode', boolean>>

const all: Remaining = {
  ...{ password: true, token: true, apiKey: true, resetCode: true, verificationCode: true },
}
const none: Remaining = {
  ...{ password: false, token: false, apiKey: false, resetCode: false, verificationCode: false },
}

const close = (owner: Owner, isActive: boolean) => calls.updateUser({ id: owner.id, isActive }, admin)
const change = (owner: Owner, input: object) =>
  calls.changePassword({ currentPassword: password, newPassword: 'another horse', ...input }, owner)

async function runCommand(...words: string[]) {
  const program = runProgram('src/users/user.cli.ts', words, {
    DATABASE_URL: api.testDatabase.url,
    JWT_SECRET: 'only-the-server-signs-tokens-with-it',
  })
  expect(await program.exited, program.stderr()).toBe(0)
}

const operations: readonly [string, (owner: Owner) => Promise<unknown>, Remaining][] = [
  ['login', (owner) => calls.logIn(owner.email), all],
  [
    'changePassword',
    (owner) => change(owner, {}),
    { ...all, password: false, token: false, resetCode: false },
  ],
  [
    'changePassword(endApiKey: true)',
    (owner) => change(owner, { endApiKey: true }),
    { ...none, verificationCode: true },
  ],
  [
    'resetPassword',
    async (owner) =>
      calls.resetPassword({
        ...{
          email: owner.email,
          code: await findResetCode(api, owner.email, 3),
          newPassword: 'another horse',
        },
      }),
    { ...none, verificationCode: true },
  ],
  ['rotateApiKey', (owner) => calls.rotateApiKey(owner), { ...all, apiKey: false }],
  [
    'updateProfile(email)',
    (owner) => calls.updateProfile({ email: `new.${owner.email}`, currentPassword: password }, owner),
    { ...all, resetCode: false, verificationCode: false },
  ],
  ['updateProfile(name)', (owner) => calls.updateProfile({ name: 'Other' }, owner), all],
  [
    'verifyEmail',
    (owner) => calls.verifyEmail(owner.verificationCode, owner),
    { ...all, verificationCode: false },
  ],
  ['updateUser(role)', (owner) => calls.updateUser({ id: owner.id, role: 'WORKER' }, admin), all],
  ['updateUser(isActive: false)', (owner) => close(owner, false), none],
  [
    'updateUser(isActive: false), then true',
    async (owner) => {
      await close(owner, false)
      await close(owner, true)
    },
    { ...none, password: true, apiKey: true },
  ],
  ['deleteAccount', (owner) => calls.deleteAccount({ password }, owner), none],
  ['npm run user -- set-role', ({ email }) => runCommand('set-role', email, 'worker'), all],
  [
    'npm run user -- reset-api-key',
    ({ email }) => runCommand('reset-api-key', email),
    { ...all, apiKey: false },
  ],
  ['npm run user -- deactivate', ({ email }) => runCommand('deactivate', email), none],
]

test.each(operations)(
  'after %s, earlier credentials are valid as documented',
  async (_name, operate, expected) => {
    const owner = await createOwner()

    await operate(owner)

    expect(await findRemaining(owner)).toEqual(expected)
  },
)

/** An account with one of each credential. */
async function createOwner(): Promise<Owner> {
  const owner = await insertMember(api)
  const token = bearer((await calls.logIn(owner.email)).data.login.token)
  const resetCode = await findResetCode(api, owner.email)
  await calls.requestVerification(owner)
  return { ...owner, token, resetCode, verificationCode: codeIn(await untilMailed(api, owner.email, 2)) }
}

/** Checks codes last, because using one may revoke other credentials. */
async function findRemaining(owner: Owner): Promise<Remaining> {
  const [token, apiKey] = [await isLetIn(api, owner.token), await isLetIn(api, owner)]
  const email = (await findEmail(owner.id)) ?? owner.email
  const login = await calls.logIn(email, password, from('192.0.2.1'))
  return {
    ...{ token, apiKey, password: codesOf(login).length === 0 },
    verificationCode: await hasVerificationCode(owner),
    resetCode: await isReset(owner),
  }
}

async function findEmail(id: string): Promise<string | undefined> {
  const user = await api.db.selectFrom('users').select('email').where('id', '=', id).executeTakeFirst()
  return user?.email
}

/** Whether the code is still stored. Using it requires a signed-in user. */
async function hasVerificationCode(owner: Owner): Promise<boolean> {
  const stored = await api.db
    .selectFrom('account_codes')
    .select('digest')
    .where('user_id', '=', owner.id)
    .where('purpose', '=', 'email_verification')
    .execute()
  return stored.length > 0
}

async function isReset(owner: Owner): Promise<boolean> {
  const input = { email: owner.email, code: owner.resetCode, newPassword: 'third horse' }
  return codesOf(await calls.resetPassword(input, from('192.0.2.2'))).length === 0
}
