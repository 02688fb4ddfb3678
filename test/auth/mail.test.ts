import { expect, test, vi } from 'vitest'
import { createMailer } from '../../src/auth/mailer.ts'
import { createLogger } from '../../src/logger.ts'
import { codesOf, startApi } from '../support/api.ts'
import { codeIn, type MailServer, startMailServer } from '../support/mail.ts'
import { createAccountCalls, insertMember } from './account-calls.ts'

const from = 'Metagauge <no-reply@metagauge.example>'

/** An API that sends its e-mail to the SMTP server. */
async function startMailingApi(url: string) {
  const api = await startApi({ mail: { smtpUrl: url, from } })
  return { api, ...createAccountCalls(api) }
}

/** A mailer and its log. */
function createLoggedMailer(url: string) {
  const lines: string[] = []
  const logger = createLogger('info', { write: (line) => void lines.push(line) })
  return { mailer: createMailer({ smtpUrl: url, from }, logger), log: () => lines.join('') }
}

const mail = { to: 'ada@example.com', subject: 'Hello', text: 'A secret.\n' }
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 })
const urlOf = ({ port }: MailServer) => `smtp://127.0.0.1:${port}`

test('a code is sent through the SMTP server to the account’s e-mail, and is valid', async () => {
  const logins: (string | null | undefined)[] = []
  const server = await startMailServer({
    onAuth: ({ username, password }, _session, done) => {
      logins.push(username, password)
      done(null, { user: username })
    },
  })
  const { api, requestReset, resetPassword } = await startMailingApi(
    `smtp://me:s%40cret@127.0.0.1:${server.port}`,
  )
  const user = await insertMember(api)

  await requestReset(user.email)
  await until(() => expect(server.mails).toHaveLength(1))

  const [{ to, source } = { to: [], source: '' }] = server.mails
  expect(to).toEqual([user.email])
  expect(source).toContain(`From: ${from}\r\n`)
  expect(source).toContain('Content-Type: text/plain; charset=utf-8\r\n')
  expect(logins).toEqual(['me', 's@cret'])
  const code = codeIn({ to: '', subject: '', text: source.replaceAll('\r', '') })
  const answer = await resetPassword({ email: user.email, code, newPassword: 'another horse' })
  expect(codesOf(answer)).toEqual([])
  expect(api.log()).not.toContain(code)
})

test('failures of the mail server are not revealed to the client, and the log has no address', async () => {
  const refusing = await startMailServer({
    onRcptTo: ({ address }, _session, done) => done(new Error(`no mailbox ${address} here`)),
  })
  const answered = Promise.withResolvers<void>()
  const slow = await startMailServer({
    onConnect: (_session, done) => void answered.promise.then(() => done()),
  })
  const urls = [urlOf(refusing), urlOf(slow), 'smtp://127.0.0.1:1']

  for (const url of urls) {
    const { api, requestReset } = await startMailingApi(url)
    const user = await insertMember(api)
    const answers = [await requestReset(user.email), await requestReset('nobody@example.com')]
    expect(answers.map(({ data }) => data.requestPasswordReset.isAccepted)).toEqual([true, true])
    if (url === urls[1]) {
      answered.resolve()
      continue
    }
    await until(() => expect(api.log()).toContain('sending an e-mail failed'))
    expect(api.log()).not.toContain(user.email)
  }
}, 60_000)

test('a legacy e-mail that looks like two addresses is sent to neither of them', async () => {
  const server = await startMailServer()
  const { mailer, log } = createLoggedMailer(urlOf(server))

  for (const to of ['a@example.com, b@example.com', 'a@example.com\r\nBcc: b@example.com']) {
    mailer.send(async () => ({ ...mail, to }))
  }
  await mailer.close()

  expect(server.mails.flatMap(({ to }) => to)).not.toContain('b@example.com')
  expect(log()).not.toContain('a@example.com')
})

test.each([
  ['smtps', { secure: true }],
  ['smtp', { disabledCommands: [] }],
])('no e-mail is sent over %s to a server with an untrusted certificate', async (protocol, options) => {
  const server = await startMailServer(options)
  const { mailer, log } = createLoggedMailer(`${protocol}://127.0.0.1:${server.port}`)

  mailer.send(async () => mail)

  await until(() => expect(log()).toMatch(/certificate/))
  expect(server.mails).toEqual([])
})

test('no e-mail is sent to a remote server without TLS, unless the operator allows it', async () => {
  const server = await startMailServer()
  // Any host name other than the loopback's.
  const { mailer, log } = createLoggedMailer(`smtp://0.0.0.0:${server.port}`)
  mailer.send(async () => mail)
  await until(() => expect(log()).toContain('sending an e-mail failed'))
  expect(server.mails).toEqual([])

  const { mailer: allowed } = createLoggedMailer(`smtp://0.0.0.0:${server.port}?requireTLS=false`)
  allowed.send(async () => mail)
  await until(() => expect(server.mails).toHaveLength(1))
})

test('the server sends queued e-mails before it stops', async () => {
  const server = await startMailServer({ onConnect: (_session, done) => void setTimeout(done, 300) })
  const { mailer } = createLoggedMailer(urlOf(server))

  mailer.send(async () => mail)
  await mailer.close()

  expect(server.mails).toHaveLength(1)
})

test('the queue of e-mails is limited', () => {
  const { mailer } = createLoggedMailer('smtp://127.0.0.1:1')
  const never = () => new Promise<undefined>(() => undefined)
  for (let count = 0; count < 502; count += 1) {
    mailer.requireAvailable()
    mailer.send(never)
  }

  expect(() => mailer.requireAvailable()).toThrow('Too many e-mails are waiting')
  expect(() => mailer.send(never)).toThrow('Too many e-mails are waiting')
})

test('in production without SMTP_URL, every request for a code fails in the same way, and the log has a warning', async () => {
  const api = await startApi({ mail: 'none' })
  const { requestReset, requestVerification } = createAccountCalls(api)
  const user = await insertMember(api)

  const answers = [
    await requestReset(user.email),
    await requestReset('nobody@example.com'),
    await requestVerification(user),
  ]

  expect(answers.flatMap(codesOf)).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'])
  expect(answers[0]?.text).toBe(answers[1]?.text)
  expect(api.log()).toContain('SMTP_URL is not set: users can’t reset passwords')
})
