import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareTree } from '../../bench/datasets/legacy/legacy-tree.ts'
import { type ApiServer, startApiServer } from '../../bench/import/api-server.ts'
import { startDashboardLoad } from '../../bench/import/measure-latency.ts'
import { timeImport } from '../../bench/import/timed-import.ts'
import { createTestDatabase } from '../support/database.ts'

let cacheDirectory: string
let api: ApiServer

beforeAll(async () => {
  cacheDirectory = await mkdtemp(join(tmpdir(), 'metagauge-bench-'))
  const { database } = await createTestDatabase()
  api = await startApiServer({ database, legacyDirectory: cacheDirectory, profileDirectory: undefined })
})

afterAll(async () => {
  await api.stop()
  await rm(cacheDirectory, { recursive: true, force: true })
})

test('an import with missing records gives no figures', async () => {
  const tree = await prepareTree({ cacheDirectory, seed: 1, scale: 0.0002 })
  await writeFile(join(cacheDirectory, tree.name, 'chat_messages.json'), '[]')
  await expect(timeImport({ api, postmasterPid: 0, tree, verify: true })).rejects.toThrow(
    'for 200 chat_messages',
  )
})

test('a failed import gives no figures', async () => {
  const tree = await prepareTree({ cacheDirectory, seed: 1, scale: 0.0004 })
  await mkdir(join(cacheDirectory, 'empty'))
  const failing = timeImport({ api, postmasterPid: 0, tree: { ...tree, name: 'empty' }, verify: true })
  await expect(failing).rejects.toThrow('The import is FAILED')
})

test('refused dashboard requests give no latencies', async () => {
  const load = startDashboardLoad(api, ['no-such-key'])
  await sleep(100)
  await expect(load.stop()).rejects.toThrow(/\d+ of \d+ dashboards failed/)
})
