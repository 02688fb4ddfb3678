import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { legacyDirectory } from '../fixtures/make-legacy.ts'
import { type Api, startApi } from '../support/api.ts'
import { createPage, isBrowserMissing, launchBrowser } from '../support/browser.ts'
import { type Account, insertImportJob, insertUser } from '../support/factories.ts'
import { importTree, lockTable, untilBlocked, writeTree } from '../support/imports.ts'
import { legacyUser } from '../support/legacy-records.ts'

const readJob = `query ($id: ID!) { importJob(id: $id) {
  phase rejectsByCode { kind code count } skippedPaths { path }
  counts { kind read inserted updated unchanged skipped rejected warnings verified }
  rejects(first: 1) { totalCount edges { node { file line pointer code } } }
  files { totalCount edges { node { path sourceDigest publishedDigest } } }
} }`

describe.skipIf(isBrowserMissing)('the imports page in a browser', { timeout: 40_000 }, () => {
  let browser: Browser
  let api: Api
  let admin: Account
  beforeAll(async () => {
    browser = await launchBrowser()
    api = await startApi()
    admin = await insertUser(api.db, { role: 'admin' })
  })
  afterAll(async () => browser?.close())

  async function open(path: string, key: string): Promise<{ page: Page; troubles: string[] }> {
    const opened = await createPage(browser, api.url, 10_000)
    await opened.page.goto(`${api.url}${path}`)
    await opened.page.getByLabel('API key').fill(key)
    return opened
  }

  async function ask(id: string) {
    return (await api.ask(readJob, { id }, admin)).data.importJob
  }

  test('a report shows the counts of the API and samples of rejects', async () => {
    const { id } = await importTree(api.jobs, `${legacyDirectory}/hostile`)
    const { page, troubles } = await open(`/imports/${id}`, admin.apiKey)
    const job = await ask(id)

    await page.getByText('Completed', { exact: true }).waitFor()
    await page.locator('.samples li').first().waitFor()

    const names = await page.locator('#counts thead th').allInnerTexts()
    for (const [row, counts] of job.counts.entries()) {
      const cells = await page.locator(`#counts tbody tr:nth-child(${row + 1}) > *`).allInnerTexts()
      const shown = Object.fromEntries(names.map((name, column) => [name, cells[column]]))
      expect(shown).toMatchObject({ read: `${counts.read}`, rejected: `${counts.rejected}` })
      expect(shown).toMatchObject({ inserted: `${counts.inserted}`, verified: `${counts.verified}` })
    }
    const reasons = await page.locator('#rejects summary').allInnerTexts()
    expect(reasons).toEqual(
      job.rejectsByCode.map(
        ({ kind, code, count }: { kind: string; code: string; count: number }) =>
          `${count} ${code} ${kind.toLowerCase().replaceAll('_', ' ')}`,
      ),
    )
    expect(await page.locator('#rejects-title').innerText()).toBe(`Rejected: ${job.rejects.totalCount}`)
    const [{ node: reject }] = job.rejects.edges
    await page.locator('#rejects summary', { hasText: `${reject.code} users` }).click()
    await page.getByText(`${reject.file}:${reject.line} ${reject.pointer}`, { exact: true }).waitFor()
    expect(await page.locator('#skipped tbody tr').count()).toBe(job.skippedPaths.length)
    expect(await page.locator('#files tbody tr').count()).toBe(job.files.totalCount)
    expect(troubles).toEqual([])
  })

  test('a report shows the users with a substitute e-mail', async () => {
    const [first, second] = [1, 2].map(() => legacyUser({ email: 'same@example.org' }))
    const directory = await writeTree({ 'users.json': [first, second] })
    const { id } = await importTree(api.jobs, directory, { onEmailTaken: 'rename', dryRun: true })
    const { page, troubles } = await open(`/imports/${id}`, admin.apiKey)
    await page.getByText('Users with a substitute e-mail').waitFor()
    expect(await page.locator('#renamed tbody tr > *').allInnerTexts()).toEqual([
      'users.json:27',
      second?.id,
      first?.id,
    ])
    expect(troubles).toEqual([])
  })

  test('a report shows the files without records beside copies of records', async () => {
    const user = legacyUser()
    const directory = await writeTree({
      'users.json': [user],
      'users.json.backup': [user],
      'alerts.json': [],
    })
    const { id } = await importTree(api.jobs, directory)
    const { page, troubles } = await open(`/imports/${id}`, admin.apiKey)

    await page.getByText('Completed', { exact: true }).waitFor()

    const names = await page.locator('#counts thead th').allInnerTexts()
    const cells = await page.locator('#counts tbody tr:last-child > *').allInnerTexts()
    const shown = Object.fromEntries(names.map((name, column) => [name, cells[column]]))
    expect(cells[0]).toBe('documents')
    expect(shown).toMatchObject({ read: '1', inserted: '1', copies: '0', verified: '1' })
    expect(troubles).toEqual([])
  })

  test('a file name that contains markup is shown as text', async () => {
    const name = '<img src=x onerror=document.title=1>'
    const directory = await writeTree({
      'users.json': [legacyUser()],
      [`users/${name}/contracts.json`]: [{ name: `${name}</pre><script>document.title=1</script>` }],
    })
    await symlink('users.json', join(directory, `${name}.json`))
    const { id } = await importTree(api.jobs, directory)
    const { page, troubles } = await open(`/imports/${id}`, admin.apiKey)

    await page.locator('.place', { hasText: `users/${name}/contracts.json:2 /0` }).waitFor()
    await page.locator('pre', { hasText: '</pre><script>' }).waitFor()
    await page.locator('#skipped', { hasText: `${name}.json` }).waitFor()

    expect(await page.locator('main img, main script').count()).toBe(0)
    expect(await page.title()).toContain('Import of')
    expect(troubles).toEqual([])
  })

  test('a running import shows its progress and can be cancelled', async () => {
    const blocker = await lockTable(api.jobs, 'legacy_records', 'access exclusive')
    const start = 'mutation { importLegacyData(input: { directory: "era1" }) { job { id } } }'
    const { id } = (await api.ask(start, {}, admin)).data.importLegacyData.job
    await untilBlocked(api.jobs, 'legacy_records')
    const { page, troubles } = await open(`/imports/${id}`, admin.apiKey)
    page.on('dialog', (dialog) => dialog.accept())

    await page.getByRole('progressbar').waitFor()
    await page.getByText('Running for').waitFor()
    await page.getByRole('button', { name: 'Cancel this import' }).click()

    await page.getByText('Cancelled: nothing was published', { exact: true }).waitFor()
    blocker.release(true)
    expect((await ask(id)).phase).toBe('CANCELLED')
    expect(await page.getByRole('button', { name: 'Cancel this import' }).count()).toBe(0)
    expect(troubles).toEqual([])
  })

  test('a failed import shows its error and the remedy', async () => {
    const id = await insertImportJob(api.db, {
      phase: 'failed',
      error_code: 'DISK_FULL',
      error_message: 'Make room.',
      finished_at: new Date().toISOString(),
    })
    const { page } = await open(`/imports/${id}`, admin.apiKey)

    await page.getByRole('alert').filter({ hasText: 'DISK_FULL: Make room.' }).waitFor()
  })

  test.each([
    ['a wrong key', () => 'mg_wrong', 'This key is not valid.'],
    ['a text that is not a key', () => 'Schlüssel', 'This key is not valid.'],
    ['no key', () => '', 'Paste the API key'],
  ])('%s gets a message that says what to do', async (_case, findKey, message) => {
    const { page } = await open('/imports', findKey())

    await page.getByRole('status').filter({ hasText: message }).waitFor()
  })

  test('a viewer who is not an administrator, and an unknown id, get a message', async () => {
    const otherUser = await insertUser(api.db)
    const id = '00000000-0000-4000-8000-000000000000'
    const { page, troubles } = await open(`/imports/${id}`, otherUser.apiKey)
    await page.getByRole('status').filter({ hasText: 'does not belong to an administrator' }).waitFor()

    await page.getByLabel('API key').fill(admin.apiKey)
    await page
      .getByRole('status')
      .filter({ hasText: `No import has the id ${id}.` })
      .waitFor()

    await page.goto(`${api.url}/imports/nonsense`)
    await page.getByRole('status').filter({ hasText: 'id' }).waitFor()
    expect(troubles).toEqual([])
  })

  test('the list links to reports, and the key is kept for the tab only', async () => {
    const { id } = await importTree(api.jobs, `${legacyDirectory}/era2`, { dryRun: true })
    const { page, troubles } = await open('/imports', admin.apiKey)

    await page.getByRole('link', { name: 'Dry run: Import of' }).first().click()

    await page.getByText('Dry run: nothing was written').waitFor()
    expect(page.url()).toBe(`${api.url}/imports/${id}`)
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(admin.apiKey)
    expect(troubles).toEqual([])
  })

  test('a report fits a narrow, dark screen without horizontal scrolling', async () => {
    const { id } = await importTree(api.jobs, `${legacyDirectory}/mixed`)
    const { page } = await open(`/imports/${id}`, admin.apiKey)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 360, height: 700 })

    await page.locator('.samples li').first().waitFor()

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(28, 36, 51)')
  })
})
