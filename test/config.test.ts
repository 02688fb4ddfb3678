import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

const smtp = { SMTP_URL: 'smtps://me:secret@mail.example.com:465', MAIL_FROM: 'Metagauge <a@example.com>' }

test('mail goes to the server that is named, else to the log, and in production nowhere', () => {
  const named = { smtpUrl: smtp.SMTP_URL, from: smtp.MAIL_FROM }
  expect(readConfig(smtp).mail).toEqual(named)
  expect(readConfig({ ...smtp, NODE_ENV: 'production' }).mail).toEqual(named)
  expect(readConfig({}).mail).toBe('log')
  expect(readConfig({ NODE_ENV: 'test' }).mail).toBe('log')
  expect(readConfig({ NODE_ENV: 'production' }).mail).toBe('none')
})

test.each([
  [{ SMTP_URL: 'https://me:secret@mail.example.com' }, 'SMTP_URL must look like smtps://'],
  [{ SMTP_URL: smtp.SMTP_URL }, 'MAIL_FROM must be set beside SMTP_URL'],
  [{ ...smtp, MAIL_FROM: 'Metagauge' }, 'MAIL_FROM must be an address'],
  [{ TRUST_PROXY: 'proxy.example.com' }, 'TRUST_PROXY must list addresses'],
  [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY must list addresses'],
])('%j is refused by name, and no secret is repeated', (variables, message) => {
  expect(() => readConfig(variables)).toThrow(message)
  expect(() => readConfig(variables)).not.toThrow('secret')
})

test('proxies are addresses and ranges of both kinds', () => {
  const list = ['192.0.2.7', '10.0.0.0/8', '::1', '2001:db8::/32']
  expect(readConfig({ TRUST_PROXY: list.join(', ') }).trustedProxies).toEqual(list)
  expect(readConfig({}).trustedProxies).toEqual([])
})
