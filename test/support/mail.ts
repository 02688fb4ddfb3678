import { expect, vi } from 'vitest'
import type { ApiClient } from './api.ts'

export interface SeenMail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** The code in a message. */
export function codeIn({ text }: SeenMail): string {
  return /^ {4}([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})$/m.exec(text)?.[1] ?? 'no code'
}

/** The mails to an address that a server without SMTP wrote to its log so far. */
export function loggedMails(api: ApiClient, to: string): readonly SeenMail[] {
  const entries = api
    .log()
    .split('\n')
    .filter((line) => line.includes('"mail":'))
    .map((line): { mail: SeenMail } => JSON.parse(line))
  return entries.map(({ mail }) => mail).filter((mail) => mail.to === to)
}

/** Waits for that many mails to the address; the newest. */
export async function untilMailed(api: ApiClient, to: string, count = 1): Promise<SeenMail> {
  await vi.waitFor(() => expect(loggedMails(api, to)).toHaveLength(count), { timeout: 5_000, interval: 10 })
  return loggedMails(api, to).at(-1) ?? { to: '', subject: '', text: '' }
}
