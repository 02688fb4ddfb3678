import { setTimeout as sleep } from 'node:timers/promises'
import type { Transporter } from 'nodemailer'
import type { MailSettings } from '../config.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { createConcurrencyLimit } from './concurrency-limit.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  /** Plain text. */
  readonly text: string
}

export interface Mailer {
  /** @throws AppError UNAVAILABLE when this server sends no mail, or too many wait. */
  requireAvailable(): void
  /**
   * Composes and sends a mail later: who asked for it is answered at once, and learns nothing from the time or the
   * outcome. What goes wrong is logged, without the address and the text.
   * @param compose gives undefined when there is nothing to send after all.
   * @throws AppError UNAVAILABLE as `requireAvailable`.
   */
  send(compose: () => Promise<Mail | undefined>): void
  /** Waits a moment for the mails that are being sent. */
  close(): Promise<void>
}

type Deliver = (mail: Mail) => Promise<unknown>

const connectTimeoutMs = 10_000
const answerTimeoutMs = 20_000
const closeTimeoutMs = 2_000
const maxSending = 2
const maxWaiting = 500

/** Sends mail by SMTP; without a server for it, development writes it to the log, and production says that it can't. */
export function createMailer(settings: MailSettings, logger: Logger): Mailer {
  const deliver = createDelivery(settings, logger)
  const sending = createConcurrencyLimit<'mails'>({ maxRunning: maxSending, maxWaiting })
  const underWay = new Set<Promise<void>>()

  async function sendNow(compose: () => Promise<Mail | undefined>): Promise<void> {
    let mail: Mail | undefined
    try {
      mail = await compose()
      if (mail !== undefined) await deliver(mail)
    } catch (error) {
      logger.error(describeFailure(error, mail), 'a mail could not be sent')
    }
  }

  function requireAvailable(): void {
    if (settings === 'none') {
      throw new AppError(
        'UNAVAILABLE',
        'This server can’t send mail: SMTP_URL is not set. Contact its operator.',
      )
    }
    if (sending.isFull('mails')) {
      throw new AppError('UNAVAILABLE', 'Too many e-mails are waiting to be sent. Try again in a moment.')
    }
  }

  return {
    requireAvailable,
    send(compose) {
      // Others may have been queued since the caller checked.
      requireAvailable()
      const sent = sending.run({ queue: 'mails', client: '' }, () => sendNow(compose))
      underWay.add(sent)
      void sent.finally(() => underWay.delete(sent))
    },
    async close() {
      await Promise.race([Promise.all(underWay), sleep(closeTimeoutMs, undefined, { ref: false })])
    },
  }
}

function createDelivery(settings: MailSettings, logger: Logger): Deliver {
  if (settings === 'none') {
    logger.warn('SMTP_URL is not set: nobody can reset a password or verify an e-mail')
    return async () => undefined
  }
  if (settings === 'log') {
    return async (mail) => logger.info({ mail }, 'SMTP_URL is not set: this mail is only logged')
  }
  let transport: Promise<Transporter> | undefined
  return async (mail) => {
    transport ??= openTransport(settings.smtpUrl)
    // An object, for a text may name several recipients.
    await (await transport).sendMail({ ...mail, from: settings.from, to: { name: '', address: mail.to } })
  }
}

/** The library takes memory that a server without mail can do without. */
async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url,
    // Certificates are verified, and a server that offers no TLS gets no mail, unless it is this machine or the URL
    // says otherwise (?requireTLS=false).
    requireTLS: !isLoopback(url),
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: answerTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function isLoopback(url: string): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname)
}

/** Mail servers like to repeat the address in their answers; a log is no place for it. */
function describeFailure(error: unknown, mail: Mail | undefined): Record<string, unknown> {
  if (!(error instanceof Error)) return { reason: String(error) }
  const reason = mail === undefined ? error.message : error.message.replaceAll(mail.to, '[address]')
  return { reason, code: Reflect.get(error, 'code'), subject: mail?.subject }
}
