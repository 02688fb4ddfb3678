import { platform } from 'node:os'
import { expect, test } from 'vitest'
import { listen } from '../../src/process/listen.ts'
import { createTinyServer } from '../http/tiny-api.ts'

const host = '127.0.0.1'

test('a port that is in use is reported', async () => {
  const url = await listen((await createTinyServer()).server, { host, port: 0 })
  const { server } = await createTinyServer()
  const port = Number(new URL(url).port)
  await expect(listen(server, { host, port })).rejects.toThrow(`Port ${port} of ${host} is in use`)
})

test.skipIf(platform() !== 'linux')('servers share a port with reusePort', async () => {
  const first = await createTinyServer()
  const url = await listen(first.server, { host, port: 0, reusePort: true })
  const second = await createTinyServer()
  const port = Number(new URL(url).port)
  expect(await listen(second.server, { host, port, reusePort: true })).toBe(url)
  await first.server.close()
  expect((await fetch(`${url}/health`)).status).toBe(200)
})
