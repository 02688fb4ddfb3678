import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Api, startApi } from '../support/api.ts'
import { createPage, isBrowserMissing, launchBrowser } from '../support/browser.ts'
import { createTestDatabase } from '../support/database.ts'
import { type Account, insertAnalysis, insertContract, insertUser } from '../support/factories.ts'
import { hashPassword } from '../support/passwords.ts'
import { startServerProgram } from '../support/programs.ts'

const password = 'correct horse battery staple'

// The editor is 5 MB of script: two busy cores need many seconds to start it.
describe.skipIf(isBrowserMissing)('the playground in a browser', { timeout: 120_000 }, () => {
  let browser: Browser
  let api: Api
  let ada: Account
  beforeAll(async () => {
    browser = await launchBrowser()
    api = await startApi()
    ada = await insertUser(api.db, { name: 'Ada', password: await hashPassword(password) })
  })
  afterAll(async () => browser?.close())

  test('opens with its examples, without errors and without requests to other hosts', async () => {
    const { page, troubles } = await openPlayground(browser, api.url)

    await untilQuiet(page)

    expect(await page.title()).toBe('Metagauge API')
    expect(await tabsOf(page)).toEqual(['Dashboard', 'ImportLegacyData', 'ImportProgress'])
    expect(await page.getByRole('link', { name: 'Imports' }).getAttribute('href')).toBe('/imports')
    expect(troubles).toEqual([])
  })

  test('explains the schema', async () => {
    const { page } = await openPlayground(browser, api.url)

    await page.getByLabel('Show Documentation Explorer').click()
    await page.getByRole('link', { name: 'Query' }).first().click()

    await page.getByRole('link', { name: 'onboardingStatus', exact: true }).waitFor()
  })

  test('runs the dashboard for the owner of the key', async () => {
    await insertContract(api.db, { user_id: ada.id, name: 'Gauge Token' })
    const { page, troubles } = await openPlayground(browser, api.url)

    await signInWithKey(page, ada.apiKey)
    const sent = page.waitForRequest((request) => request.postData()?.includes('chatSessions') ?? false)
    await page.getByLabel('Execute query').click()

    expect(await (await sent).headerValue('x-api-key')).toBe(ada.apiKey)
    await page.locator('.result-window').getByText('"Gauge Token"').waitFor()
    expect(troubles).toEqual([])
  })

  test('signs in with e-mail and password, and out again', async () => {
    const { page, troubles } = await openPlayground(browser, api.url)

    await signInWithPassword(page, ada.email, 'wrong')
    await page.getByRole('alert').filter({ hasText: 'password' }).waitFor()
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in with password' }).click()
    await page.getByText('Signed in as Ada').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()

    await page.getByText('Not signed in').waitFor()
    expect(await page.evaluate('JSON.stringify([sessionStorage, localStorage])')).not.toContain(password)
    expect(await page.evaluate('sessionStorage.length')).toBe(0)
    expect(troubles).toEqual([])
  })

  test('rejects a wrong key', async () => {
    const { page } = await openPlayground(browser, api.url)

    await signInWithKey(page, 'mg_wrong')

    await page.getByRole('alert').filter({ hasText: 'API key is wrong' }).waitFor()
    expect(await page.evaluate('sessionStorage.length')).toBe(0)
  })

  test('shows all digits of a number beyond 2^53', async () => {
    await insertAnalysis(api.db, { user_id: ada.id, results: '{"supply":135000000000000000001}' })
    const { page } = await openPlayground(browser, api.url)

    await signInWithKey(page, ada.apiKey)
    await page.getByLabel('New Tab').click()
    await page.locator('.graphiql-query-editor .monaco-editor').click()
    await page.keyboard.insertText('{ analyses { edges { node { results } } } }')
    // The editor takes a moment to accept the text; the shortcut would come too early.
    await page.locator('.graphiql-query-editor .view-lines').getByText('results').waitFor()
    await page.keyboard.press('Control+Enter')

    await page.locator('.result-window').getByText('135000000000000000001').waitFor()
  })

  test('keeps the key until the tab is closed', async () => {
    const { page } = await openPlayground(browser, api.url)

    await signInWithKey(page, ada.apiKey)
    // The key is stored when the server has accepted it.
    await page.getByText('Signed in as Ada').waitFor()
    await page.reload()

    await page.getByText('Signed in as Ada').waitFor()
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain(ada.apiKey)
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(ada.apiKey)
  })

  test('opens the same tabs after a reload', async () => {
    const { page } = await openPlayground(browser, api.url)
    const before = await tabsOf(page)

    await reload(page)
    const afterReload = await tabsOf(page)
    await openTab(page, 'ImportProgress')
    await untilStored(page, '"activeTabIndex":2')
    await reload(page)

    expect(afterReload).toEqual(before)
    expect(await tabsOf(page)).toEqual(before)
    await page.locator('.graphiql-query-editor .view-lines').getByText('ImportProgress').waitFor()
  })

  test('restores closed examples', async () => {
    const { page } = await openPlayground(browser, api.url)
    await page.getByLabel('Close Tab').first().click()
    // GraphiQL stores its tabs half a second later.
    await expect
      .poll(() => page.evaluate('localStorage["graphiql:tabState"]'), { timeout: 60_000 })
      .not.toContain('Dashboard')

    await page.getByRole('button', { name: 'Restore examples' }).click()

    await page.getByRole('tab', { name: 'Dashboard' }).waitFor()
  })

  test('follows the color scheme of the system', async () => {
    const { page } = await openPlayground(browser, api.url)
    const color = () => page.evaluate('getComputedStyle(document.querySelector("header")).backgroundColor')

    await page.emulateMedia({ colorScheme: 'light' })
    const light = await color()
    await page.emulateMedia({ colorScheme: 'dark' })

    expect(light).toBe('rgb(255, 255, 255)')
    expect(await color()).not.toBe(light)
  })

  test('is usable at the width of a phone', async () => {
    const { page } = await openPlayground(browser, api.url)
    await page.setViewportSize({ width: 360, height: 700 })
    await signInWithKey(page, ada.apiKey)

    await page.getByLabel('Execute query').click()
    await page.locator('.result-window').getByText('"Ada"').waitFor()

    const query = await page.locator('.graphiql-query-editor').boundingBox()
    const response = await page.locator('.graphiql-response').boundingBox()
    expect(query?.width).toBeGreaterThan(200)
    expect(response?.width).toBeGreaterThan(200)
    expect(response?.y).toBeGreaterThan(query?.y ?? Number.POSITIVE_INFINITY)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await page.getByLabel('Show Documentation Explorer').click()
    expect((await page.locator('.graphiql-plugin').boundingBox())?.width).toBeGreaterThan(250)
  })

  test('its examples work with the sample data of the repository', async () => {
    const testDatabase = await createTestDatabase()
    const admin = await insertUser(testDatabase.connection.db, { role: 'admin', name: 'Admin' })
    const server = await startServerProgram(testDatabase, {
      LEGACY_DATA_DIR: join(import.meta.dirname, '../..'),
    })
    const { page, troubles } = await openPlayground(browser, server.url)

    await signInWithKey(page, admin.apiKey)
    await openTab(page, 'ImportLegacyData')
    await executeUntil(page, '"test/fixtures/legacy/era2"')
    await openTab(page, 'ImportProgress')
    await executeUntil(page, '"COMPLETED"')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await signInWithPassword(page, 'dalia.mansour@example.org', 'dalia.mansour-keeps-bees')
    await page.getByText('Signed in as Dalia Mansour').waitFor()
    await openTab(page, 'Dashboard')
    await executeUntil(page, '"Saffron Farm"')
    expect(troubles).toEqual([])
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

/**
 * Resolves when the page has sent no request for a second. The load state `networkidle` may never be reached: the
 * browser reports two requests for the script of a worker, and the end of only one.
 */
async function untilQuiet(page: Page): Promise<void> {
  let lastRequestAt = performance.now()
  page.on('request', () => {
    lastRequestAt = performance.now()
  })
  await vi.waitFor(() => expect(performance.now() - lastRequestAt).toBeGreaterThan(1_000), {
    timeout: 60_000,
  })
}

async function signInWithKey(page: Page, key: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('API key').fill(key)
  await page.getByRole('button', { name: 'Sign in with key' }).click()
}

async function signInWithPassword(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in with password' }).click()
}

/** Clicks until the response shows the text, for example that a job has ended. */
async function executeUntil(page: Page, text: string): Promise<void> {
  const shown = page.locator('.result-window').getByText(text)
  await vi.waitFor(
    async () => {
      await page.getByLabel('Execute query').click()
      await shown.waitFor({ timeout: 2_000 })
    },
    { timeout: 60_000 },
  )
}

/** The editor takes a moment to show the query; until then, the previous one would be executed. */
async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click()
  await page.locator('.graphiql-query-editor .view-lines').getByText(name, { exact: true }).waitFor()
}

async function reload(page: Page): Promise<void> {
  await page.reload()
  await page.locator('.graphiql-execute-button').waitFor()
}

function tabsOf(page: Page): Promise<string[]> {
  return page.locator('.graphiql-tab-button').allInnerTexts()
}

/** GraphiQL stores its tabs half a second after a change. */
async function untilStored(page: Page, text: string): Promise<void> {
  await expect
    .poll(() => page.evaluate('localStorage["graphiql:tabState"]'), { timeout: 60_000 })
    .toContain(text)
}
