import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, startApi } from '../support/api.ts'
import { createPage, isBrowserMissing, launchBrowser } from '../support/browser.ts'
import { type Account, insertAnalysis, insertContract, insertUser } from '../support/factories.ts'

// The editor is 5 MB of script: two busy cores need many seconds to start it.
describe.skipIf(isBrowserMissing)('the playground in a browser', { timeout: 120_000 }, () => {
  let browser: Browser
  let api: Api
  let ada: Account
  beforeAll(async () => {
    browser = await launchBrowser()
    api = await startApi()
    ada = await insertUser(api.db, { name: 'Ada' })
  })
  afterAll(async () => browser?.close())

  test('opens with its examples, without an error and without another host', async () => {
    const { page, troubles } = await openPlayground(browser, api.url)

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
    const { page } = await openPlayground(browser, api.url)

    await page.getByLabel('Show Documentation Explorer').click()
    await page.getByRole('link', { name: 'Query' }).first().click()

    await page.getByText('The viewer; null when the request carries no credentials.').waitFor()
  })

  test('runs the dashboard for the owner of the key that is typed', async () => {
    await insertContract(api.db, { user_id: ada.id, name: 'Gauge Token' })
    const { page, troubles } = await openPlayground(browser, api.url)

    await page.getByLabel('API key').fill(ada.apiKey)
    const sent = page.waitForRequest((request) => request.postData()?.includes('chatSessions') ?? false)
    await page.getByLabel('Execute query').click()

    expect(await (await sent).headerValue('x-api-key')).toBe(ada.apiKey)
    await page.locator('.result-window').getByText('"Gauge Token"').waitFor()
    expect(troubles).toEqual([])
  })

  test('shows all digits of a number beyond 2^53', async () => {
    await insertAnalysis(api.db, { user_id: ada.id, results: '{"supply":135000000000000000001}' })
    const { page } = await openPlayground(browser, api.url)

    await page.getByLabel('API key').fill(ada.apiKey)
    await page.getByLabel('New Tab').click()
    await page.locator('.graphiql-query-editor .monaco-editor').click()
    await page.keyboard.insertText('{ analyses { edges { node { results } } } }')
    // The editor takes a moment to take a text; the keys that run it would come too soon.
    await page.locator('.graphiql-query-editor .view-lines').getByText('results').waitFor()
    await page.keyboard.press('Control+Enter')

    await page.locator('.result-window').getByText('135000000000000000001').waitFor()
  })

  test('keeps the key for as long as the tab is open, and no longer', async () => {
    const { page } = await openPlayground(browser, api.url)

    await page.getByLabel('API key').fill(ada.apiKey)
    await page.reload()

    expect(await page.getByLabel('API key').inputValue()).toBe(ada.apiKey)
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain(ada.apiKey)
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(ada.apiKey)
  })

  test('brings closed examples back', async () => {
    const { page } = await openPlayground(browser, api.url)
    await page.getByLabel('Close Tab').first().click()
    // GraphiQL remembers its tabs half a second later.
    await expect
      .poll(() => page.evaluate('localStorage["graphiql:tabState"]'), { timeout: 60_000 })
      .not.toContain('Dashboard')

    await page.getByRole('button', { name: 'Restore examples' }).click()

    await page.getByRole('tab', { name: 'Dashboard' }).waitFor()
  })

  test('is light or dark as the system is', async () => {
    const { page } = await openPlayground(browser, api.url)
    const colour = () => page.evaluate('getComputedStyle(document.querySelector("header")).backgroundColor')

    await page.emulateMedia({ colorScheme: 'light' })
    const light = await colour()
    await page.emulateMedia({ colorScheme: 'dark' })

    expect(light).toBe('rgb(255, 255, 255)')
    expect(await colour()).not.toBe(light)
  })
})

async function openPlayground(
  browser: Browser,
  address: string,
): Promise<{ page: Page; troubles: string[] }> {
  const { page, troubles } = await createPage(browser, address, 100_000)
  await page.goto(`${address}/graphql`)
  await page.locator('.graphiql-execute-button').waitFor()
  return { page, troubles }
}
