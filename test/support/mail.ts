import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, vi } from 'vitest'
import type { ApiClient } from './api.ts'

interface SeenMail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** The code in a message. */
export function codeIn({ text }: SeenMail): string {
  return /^ {4}([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})$/m.exec(text)?.[1] ?? 'no code'
}

/** The mails to an address that a server without SMTP has logged so far. */
export function loggedMails(api: ApiClient, to: string): readonly SeenMail[] {
  const entries = api
    .log()
    .split('\n')
    .filter((line) => line.includes('"mail":'))
    .map((line): { mail: SeenMail } => JSON.parse(line))
  return entries.map(({ mail }) => mail).filter((mail) => mail.to === to)
}

/** Waits for this number of mails to the address and returns the newest. */
export async function untilMailed(api: ApiClient, to: string, count = 1): Promise<SeenMail> {
  await vi.waitFor(() => expect(loggedMails(api, to)).toHaveLength(count), { timeout: 5_000, interval: 10 })
  return loggedMails(api, to).at(-1) ?? { to: '', subject: '', text: '' }
}

interface ReceivedMail {
  readonly from: string
  /** The recipients of the envelope. */
  readonly to: readonly string[]
  /** Headers and body as they were sent. */
  readonly source: string
}

export interface MailServer {
  readonly port: number
  /** In the order of arrival. */
  readonly mails: readonly ReceivedMail[]
}

/**
 * Starts a small SMTP server on a free port of this machine, which is closed after the test. TLS is optional, and uses
 * an untrusted certificate.
 */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onData: (stream, { envelope }, done) => {
      const to = envelope.rcptTo.map(({ address }) => address)
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      text(stream).then((source) => {
        mails.push({ from, to, source })
        done()
      }, done)
    },
    ...options,
  })
  // A client that does not trust the certificate closes the connection.
  server.on('error', () => undefined)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port.')
  return { port: address.port, mails }
}
