import { expect, test } from 'vitest'
import { toRawText } from '../../src/import/reject.rules.ts'

const masked = (text: string) => toRawText(Buffer.from(text))
const key = 'a1'.repeat(32)
const hash = `$2a$12$${'x'.repeat(53)}`

test.each([
  [`{"apiKey": "${key}", "name": "Rosa"}`, '{"apiKey": "[secret]", "name": "Rosa"}'],
  [`{"password":"plain \\" text"}`, '{"password":"[secret]"}'],
  ['{"verifyOtp": 408213, "n": 1}', '{"verifyOtp": "[secret]", "n": 1}'],
  ['{"twitter": {"accessToken": "7d07"}}', '{"twitter": {"accessToken": "[secret]"}}'],
  ['{"verifyOtp": -40.8e3}', '{"verifyOtp": "[secret]"}'],
  ['{"password": null, "secret": true}', '{"password": null, "secret": true}'],
  [
    '{"api\\u004bey": "7d07", "\\u0074oken": "7d07"}',
    '{"api\\u004bey": "[secret]", "\\u0074oken": "[secret]"}',
  ],
  ['{"apiKey": ["7d07", {"k": ["]7d07"]}], "n": 1}', '{"apiKey": "[secret]", "n": 1}'],
  ['{"token": {"access": "7d07"}, "n": 1}', '{"token": "[secret]", "n": 1}'],
  ['{"apiKey": ["7d07", "7d', '{"apiKey": "[secret]"'],
  ['{"tokens": 153, "tokenName": "T"}', '{"tokens": 153, "tokenName": "T"}'],
  // The record is cut off in the value, or starts in it.
  ['{"password": "only the begin', '{"password": "[secret]"'],
  [`${key}", "name": "Rosa"}`, '[secret]", "name": "Rosa"}'],
  [`x": "${hash}"}`, 'x": "[secret]"}'],
  ['["https://rpc.example.org/v3/abc?k=1"]', '["https://rpc.example.org/[secret]"]'],
  ['["wss://me:pw@rpc.example.org/ws"]', '["wss://rpc.example.org/[secret]"]'],
  ['["https:\\/\\/rpc.example.org\\/v3\\/abc"]', '["https:\\/\\/rpc.example.org/[secret]"]'],
  [
    '["https://rpc.example.org/", "https://rpc.example.org"]',
    '["https://rpc.example.org/", "https://rpc.example.org"]',
  ],
  [`{"hash": "0x${key}"}`, `{"hash": "0x${key}"}`],
])('%s is shown as %s', (text, shown) => {
  expect(masked(text)).toBe(shown)
})

test.each(['"', '\\"', '"a', '"token":', '"token":[', '"token" ', ' ', '\\u0074', '"ab":"'])(
  'masking a megabyte of %s takes linear time',
  (piece) => {
    const text = piece.repeat(1_000_000 / piece.length)

    expect(toRawText(Buffer.from(text), text.length).length).toBeGreaterThan(0)
  },
  5_000,
)

test('bytes that are not UTF-8 are shown as U+FFFD', () => {
  expect(toRawText(Buffer.from([0x22, 0xff, 0x22]))).toBe('"\ufffd"')
})

test('a long text is cut to 10,000 characters', () => {
  expect(masked('x'.repeat(20_000))).toHaveLength(10_000)
})
