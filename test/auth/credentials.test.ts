import { randomUUID } from 'node:crypto'
import { SignJWT, UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'
import { createApiKey } from '../../src/auth/api-keys.ts'
import { createTokens } from '../../src/auth/tokens.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'

const api = await startApi()
const user = await insertUser(api.db)
const tokens = createTokens(api.jwtSecret)
const { token } = await tokens.sign({ userId: user.id, version: 0 })

const askMe = (headers: Record<string, string>) => api.ask('{ me { id } }', {}, { headers })
const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` })

const claims = { iss: 'metagauge-api', aud: 'metagauge-graphql', ver: 0 }

/** A token with only these claims, signed with the secret of the server. */
const signClaims = (given: Record<string, unknown>) =>
  new SignJWT({ sub: user.id, exp: Math.floor(Date.now() / 1000) + 60, ...given })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(api.jwtSecret))

/** A token like one of the server, except for the given options. */
async function sign(options: {
  secret?: string
  issuer?: string
  audience?: string | string[]
  algorithm?: string
  expiresInSeconds?: number
  claims?: Record<string, unknown>
}) {
  const {
    secret = api.jwtSecret,
    issuer = 'metagauge-api',
    audience = 'metagauge-graphql',
    algorithm = 'HS256',
    expiresInSeconds = 60,
    claims = { ver: 0 },
  } = options
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(user.id)
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds)
    .sign(new TextEncoder().encode(secret))
}

function tamper(): string {
  const [header, , signature] = token.split('.')
  const payload = Buffer.from(JSON.stringify({ ...claims, sub: randomUUID(), exp: 4e9 }))
  return [header, payload.toString('base64url'), signature].join('.')
}

const unsecured = new UnsecuredJWT({ ver: 0 })
  .setIssuer('metagauge-api')
  .setAudience('metagauge-graphql')
  .setSubject(user.id)
  .setExpirationTime('1h')
  .encode()

test.each([
  ['an API key in X-API-Key', { 'x-api-key': user.apiKey }],
  ['an API key as bearer', bearer(user.apiKey)],
  ['a token as bearer', bearer(token)],
  ['a token after "bearer" in lower case', { authorization: `bearer ${token}` }],
  ['a token like one of the server', bearer(await sign({}))],
])('%s authenticates its owner', async (_what, headers) => {
  const answer = await askMe(headers)

  expect(answer.data.me).toEqual({ id: user.id })
})

test.each([
  ['an expired token', bearer(await sign({ expiresInSeconds: -1 }))],
  ['a token of another secret', bearer(await sign({ secret: 'somebody else has another secret' }))],
  ['a token of another issuer', bearer(await sign({ issuer: 'elsewhere' }))],
  ['a token for another audience', bearer(await sign({ audience: 'elsewhere' }))],
  ['a token whose audience is empty', bearer(await sign({ audience: [] }))],
  ['a token without an audience', bearer(await signClaims({ iss: claims.iss, ver: 0 }))],
  ['a token without an issuer', bearer(await signClaims({ aud: claims.aud, ver: 0 }))],
  [
    'a token with issuer and audience swapped',
    bearer(await signClaims({ iss: claims.aud, aud: claims.iss })),
  ],
  ['a token of another algorithm', bearer(await sign({ algorithm: 'HS512' }))],
  ['an unsigned token', bearer(unsecured)],
  ['a token whose payload was changed', bearer(tamper())],
  ['a token without a version', bearer(await sign({ claims: {} }))],
  ['a token of a later version', bearer(await sign({ claims: { ver: 1 } }))],
  ['a token whose version is not a number', bearer(await sign({ claims: { ver: '0' } }))],
  ['a truncated token', bearer(token.slice(0, -4))],
  ['a token of an unknown user', bearer((await tokens.sign({ userId: randomUUID(), version: 0 })).token)],
  ['an unknown API key', { 'x-api-key': createApiKey() }],
  ['an unknown API key as bearer', bearer(createApiKey())],
  ['another scheme', { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }],
  ['a scheme without a credential', { authorization: 'Bearer' }],
  ['a credential without scheme', { authorization: token }],
  ['two credentials', bearer(`${token} ${token}`)],
  ['two dots', bearer('..')],
])('%s returns 401 without data', async (_what, headers) => {
  const answer = await askMe(headers)

  expect(answer.status).toBe(401)
  expect(answer.data).toBeUndefined()
  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED'])
})

test('the digest of an API key is not accepted as an API key', async () => {
  const { api_key: digest } = await api.db.selectFrom('users').select('api_key').executeTakeFirstOrThrow()

  const answers = await Promise.all([askMe({ 'x-api-key': digest }), askMe(bearer(digest.slice(7)))])

  expect(answers.map(({ status }) => status)).toEqual([401, 401])
})

test('a request without credentials fails only if it selects something that requires a viewer', async () => {
  const me = await api.ask('{ me { id } }')
  const contracts = await api.ask('{ contracts { totalCount } }')

  expect([me.status, me.text.trim()]).toEqual([200, '{"data":{"me":null}}'])
  expect([contracts.status, ...codesOf(contracts)]).toEqual([401, 'UNAUTHENTICATED'])
})

test('closing an account invalidates its token and API key at once', async () => {
  const leaver = await insertUser(api.db)
  const headers = bearer((await tokens.sign({ userId: leaver.id, version: 0 })).token)
  expect((await askMe(headers)).status).toBe(200)

  await api.db.updateTable('users').set({ is_active: false }).where('id', '=', leaver.id).execute()

  expect((await askMe(headers)).status).toBe(401)
  expect((await askMe({ 'x-api-key': leaver.apiKey })).status).toBe(401)
})

test('a changed role takes effect with the next request, regardless of the token', async () => {
  const climber = await insertUser(api.db)
  const headers = bearer((await tokens.sign({ userId: climber.id, version: 0 })).token)
  const askUsers = async () => codesOf(await api.ask('{ users { totalCount } }', {}, { headers }))
  expect(await askUsers()).toEqual(['FORBIDDEN'])

  await api.db.updateTable('users').set({ role: 'admin' }).where('id', '=', climber.id).execute()

  expect(await askUsers()).toEqual([])
})

test('authentication takes one statement, and none without credentials', async () => {
  const count = async (work: () => Promise<unknown>) => (await api.statementsOf(work)).length

  expect(await count(() => api.ask('{ __typename }'))).toBe(0)
  expect(await count(() => api.ask('{ __typename }', {}, user))).toBe(1)
  expect(await count(() => api.ask('{ __typename }', {}, { headers: bearer(token) }))).toBe(1)
})
