import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page, type Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createTinyServer, listen } from './tiny-api.ts'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const isSkipped = !existsSync(executablePath) && process.env.CI === undefined
if (isSkipped) {
  process.stderr.write(
    `The playground is not tested in a browser: there is no ${executablePath} (CHROMIUM_PATH).\n`,
  )
}
const launchArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

describe.skipIf(isSkipped)('the playground in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: launchArguments })
  })
  afterAll(async () => browser?.close())

  test('opens with its examples, without an error and without another host', async () => {
    const { page, troubles } = await openPlayground(browser)

    await page.waitForLoadState('networkidle')

    expect(await page.title()).toBe('Metagauge API')
    expect(await page.locator('.graphiql-tab-button').allInnerTexts()).toEqual([
      'Dashboard',
      'ImportLegacyData',
      'ImportProgress',
    ])
    expect(troubles).toEqual([])
  })

  test('explains the schema', async () => {
    const { page } = await openPlayground(browser)

    await page.getByLabel('Show Documentation Explorer').click()
    await page.getByRole('link', { name: 'Query' }).first().click()

    await page.getByText('The API key that came with the request.').waitFor()
  })

  test('sends the key that is typed with the query, and shows the answer', async () => {
    const { page, troubles } = await openPlayground(browser)

    await page.getByLabel('API key').fill('key-from-field')
    const request = await run(page, '{ apiKey huge }')

    expect(await request.headerValue('x-api-key')).toBe('key-from-field')
    await page.locator('.result-window').getByText('"key-from-field"').waitFor()
    await page.locator('.result-window').getByText('135000000000000000001').waitFor()
    expect(troubles).toEqual([])
  })

  test('keeps the key for this tab only', async () => {
    const { page } = await openPlayground(browser)

    await page.getByLabel('API key').fill('key-from-field')
    await page.reload()
    const other = await page.context().newPage()
    await other.goto(page.url())

    expect(await page.getByLabel('API key').inputValue()).toBe('key-from-field')
    expect(await other.getByLabel('API key').inputValue()).toBe('')
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('key-from-field')
  })

  test('brings closed examples back', async () => {
    const { page } = await openPlayground(browser)
    await page.getByLabel('Close Tab').first().click()
    // GraphiQL remembers its tabs half a second later.
    await expect.poll(() => page.evaluate('localStorage["graphiql:tabState"]')).not.toContain('Dashboard')

    await page.getByRole('button', { name: 'Restore examples' }).click()

    await page.getByRole('tab', { name: 'Dashboard' }).waitFor()
  })

  test('is light or dark as the system is', async () => {
    const { page } = await openPlayground(browser)
    const colour = () => page.evaluate('getComputedStyle(document.querySelector("header")).backgroundColor')

    await page.emulateMedia({ colorScheme: 'light' })
    const light = await colour()
    await page.emulateMedia({ colorScheme: 'dark' })

    expect(light).toBe('rgb(255, 255, 255)')
    expect(await colour()).not.toBe(light)
  })
})

/** Opens the page in a profile of its own. Whatever a user's console would show, or another host would get, is a trouble. */
async function openPlayground(browser: Browser): Promise<{ page: Page; troubles: string[] }> {
  const { server } = await createTinyServer()
  const address = await listen(server)
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const troubles: string[] = []
  await context.route(
    (url) => url.origin !== address,
    (route) => {
      troubles.push(`request to ${route.request().url()}`)
      return route.abort()
    },
  )
  const page = await context.newPage()
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    if (message.type() !== 'log' && message.type() !== 'debug') troubles.push(message.text())
  })
  await page.goto(`${address}/graphql`)
  await page.locator('.graphiql-execute-button').waitFor()
  return { page, troubles }
}

/** Types the query into a new tab and runs it. */
async function run(page: Page, query: string): Promise<Request> {
  await page.getByLabel('New Tab').click()
  await page.locator('.graphiql-query-editor .monaco-editor').click()
  await page.keyboard.insertText(query)
  const sent = page.waitForRequest((request) => request.postData()?.includes('apiKey') ?? false)
  await page.keyboard.press('Control+Enter')
  return sent
}
