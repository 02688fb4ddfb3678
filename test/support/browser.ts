import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
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

/** Whether browser tests must be skipped because no browser is installed. CI has one. */
export const isBrowserMissing = !existsSync(executablePath) && process.env.CI === undefined
if (isBrowserMissing) {
  process.stderr.write(`Browser tests are skipped: ${executablePath} does not exist (CHROMIUM_PATH).\n`)
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: launchArguments })
}

/** Opens a page in a new profile and records console messages and requests to other hosts as troubles. */
export async function createPage(
  browser: Browser,
  address: string,
  timeoutMs: number,
): Promise<{ page: Page; troubles: string[] }> {
  const context = await browser.newContext()
  context.setDefaultTimeout(timeoutMs)
  onTestFinished(() => context.close())
  const troubles: string[] = []
  await refuseOtherHosts(context, address, troubles)
  const page = await context.newPage()
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    if (message.type() !== 'log' && message.type() !== 'debug') troubles.push(message.text())
  })
  return { page, troubles }
}

function refuseOtherHosts(context: BrowserContext, address: string, troubles: string[]): Promise<unknown> {
  return context.route(
    (url) => url.origin !== address,
    (route) => {
      troubles.push(`request to ${route.request().url()}`)
      return route.abort()
    },
  )
}
