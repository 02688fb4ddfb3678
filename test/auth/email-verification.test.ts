import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { codeIn, loggedMails, untilMailed } from '../support/mail.ts'
import { createAccountCalls, findResetCode, insertMember, password } from './account-calls.ts'

const api = await startApi()
const calls = createAccountCalls(api)
const { requestVerification, verifyEmail, updateProfile, resetPassword } = calls

async function findCode(user: { email: string; apiKey: string }, count = 1): Promise<string> {
  await requestVerification(user)
  return codeIn(await untilMailed(api, user.email, count))
}

test('the code from the e-mail verifies the address once', async () => {
  const user = await insertMember(api)
  const code = await findCode(user)

  const answer = await verifyEmail(code, user)

  expect(answer.data.verifyEmail.user).toEqual({ isEmailVerified: true })
  expect(codesOf(await verifyEmail(code, user))).toEqual(['INVALID_CODE'])
})

test('no code is sent to an e-mail that is already verified', async () => {
  const user = await insertMember(api, { email_verified: true })

  const { data } = await requestVerification(user)

  expect(data.requestEmailVerification).toEqual({ isAccepted: false })
  expect(loggedMails(api, user.email)).toEqual([])
})

test('the code of another user is invalid', async () => {
  const [user, other] = [await insertMember(api), await insertMember(api)]
  const code = await findCode(user)
  await findCode(other)

  expect(codesOf(await verifyEmail(code, other))).toEqual(['INVALID_CODE'])
})

test('a verification code can’t reset a password, and a reset code can’t verify an e-mail', async () => {
  const user = await insertMember(api)
  const verification = await findCode(user)
  const reset = await findResetCode(api, user.email, 2)

  const answer = await resetPassword({ email: user.email, code: verification, newPassword: password })

  expect(codesOf(answer)).toEqual(['INVALID_CODE'])
  expect(codesOf(await verifyEmail(reset, user))).toEqual(['INVALID_CODE'])
})

test('a code that was sent to the previous e-mail does not verify the new one', async () => {
  const user = await insertMember(api)
  const code = await findCode(user)

  const email = `new.${user.email}`
  await updateProfile({ email, currentPassword: password }, user)

  expect(codesOf(await verifyEmail(code, user))).toEqual(['INVALID_CODE'])
  expect(codesOf(await verifyEmail(await findCode({ ...user, email }), user))).toEqual([])
})

test('only one of several concurrent uses of a code succeeds', async () => {
  const user = await insertMember(api)
  const code = await findCode(user)

  const answers = await Promise.all(Array.from({ length: 8 }, () => verifyEmail(code, user)))

  expect(answers.flatMap(codesOf)).toEqual(Array.from({ length: 7 }, () => 'INVALID_CODE'))
})

test('only twenty concurrent wrong codes are checked, and then the correct one is rejected too', async () => {
  const user = await insertMember(api)
  const code = await findCode(user)

  const answers = await Promise.all(Array.from({ length: 25 }, () => verifyEmail('3333-3333-3333', user)))

  const codes = answers.flatMap(codesOf)
  expect(codes.filter((each) => each === 'INVALID_CODE')).toHaveLength(20)
  expect(codes.filter((each) => each === 'TOO_MANY_ATTEMPTS')).toHaveLength(5)
  expect(codesOf(await verifyEmail(code, user))).toEqual(['TOO_MANY_ATTEMPTS'])
})

test('verification requires a viewer', async () => {
  expect(codesOf(await requestVerification())).toEqual(['UNAUTHENTICATED'])
  expect(codesOf(await verifyEmail('3333-3333-3333'))).toEqual(['UNAUTHENTICATED'])
})
