import { setTimeout as sleep } from 'node:timers/promises'
import type { Transporter } from 'nodemailer'
import type { MailSettings } from '../config.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { mails } from '../process/measurements.ts'
import { createConcurrencyLimit } from './concurrency-limit.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  /** Plain text. */
  readonly text: string
}

export interface Mailer {
  /** @throws AppError UNAVAILABLE if this server sends no e-mail, or too many e-mails are waiting. */
  requireAvailable(): void
  /**
   * Composes and sends an e-mail in the background, so that neither the time nor the outcome reveals anything to the
   * client. Failures are logged without the address and the text.
   * @param compose returns undefined if there is nothing to send.
   * @throws AppError UNAVAILABLE like `requireAvailable`.
   */
  send(compose: () => Promise<Mail | undefined>): void
  /** Waits up to two seconds for e-mails that are being sent. */
  close(): Promise<void>
}

type Deliver = (mail: Mail) => Promise<unknown>

const connectTimeoutMs = 10_000
const answerTimeoutMs = 20_000
const closeTimeoutMs = 2_000
const maxSending = 2
const maxWaiting = 500

/** Sends e-mail by SMTP. Without SMTP_URL, development logs e-mails and production rejects them. */
export function createMailer(settings: MailSettings, logger: Logger): Mailer {
  const deliver = createDelivery(settings, logger)
  const sending = createConcurrencyLimit<'mails'>({ maxRunning: maxSending, maxWaiting })
  const inProgress = new Set<Promise<void>>()

  async function sendNow(compose: () => Promise<Mail | undefined>): Promise<void> {
    let mail: Mail | undefined
    try {
      mail = await compose()
      if (mail === undefined) return
      await deliver(mail)
      mails.publish({ isSent: true })
    } catch (error) {
      mails.publish({ isSent: false })
      logger.error(describeFailure(error, mail), 'sending an e-mail failed')
    }
  }

  function requireAvailable(): void {
    if (settings === 'none') {
      throw new AppError(
        'UNAVAILABLE',
        'This server can’t send e-mail: SMTP_URL is not set. Contact its operator.',
      )
    }
    if (sending.isFull('mails')) {
      throw new AppError('UNAVAILABLE', 'Too many e-mails are waiting to be sent. Try again in a moment.')
    }
  }

  return {
    requireAvailable,
    send(compose) {
      // The queue may have filled since the caller checked.
      requireAvailable()
      const sent = sending.run({ queue: 'mails', client: '' }, () => sendNow(compose))
      inProgress.add(sent)
      void sent.finally(() => inProgress.delete(sent))
    },
    async close() {
      await Promise.race([Promise.all(inProgress), sleep(closeTimeoutMs, undefined, { ref: false })])
    },
  }
}

function createDelivery(settings: MailSettings, logger: Logger): Deliver {
  if (settings === 'none') {
    logger.warn('SMTP_URL is not set: users can’t reset passwords or verify e-mails')
    return async () => undefined
  }
  if (settings === 'log') {
    return async (mail) => logger.info({ mail }, 'SMTP_URL is not set: this e-mail is only logged')
  }
  let transport: Promise<Transporter> | undefined
  return async (mail) => {
    transport ??= openTransport(settings.smtpUrl)
    // An object, because nodemailer parses a string, which may then name several recipients.
    await (await transport).sendMail({ ...mail, from: settings.from, to: { name: '', address: mail.to } })
  }
}

/** Imports the library on first use, which saves memory in servers that send no e-mail. */
async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url,
    // Certificates are verified. TLS is required except on this machine, or with ?requireTLS=false in the URL.
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

/** Mail servers often repeat the address in their errors. It must not be logged. */
function describeFailure(error: unknown, mail: Mail | undefined): Record<string, unknown> {
  if (!(error instanceof Error)) return { reason: String(error) }
  const reason = mail === undefined ? error.message : error.message.replaceAll(mail.to, '[address]')
  return { reason, code: Reflect.get(error, 'code'), subject: mail?.subject }
}
