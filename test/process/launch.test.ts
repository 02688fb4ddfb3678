import { readFileSync } from 'node:fs'
import { platform } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { runProgram, startServerProgram } from '../support/programs.ts'

const { engines } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
const required: string = engines.node.replace('>=', '')

/** Runs the entry point as another version of Node.js would. */
function runWithVersion(version: string) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
  return runProgram('src/main.js', ['nothing'], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(pretend)}`,
  })
}

test.each(['8.17.0', '20.20.2', '23.11.0', '24.6.0'])(
  'Node.js %s is refused in one sentence',
  async (version) => {
    const program = runWithVersion(version)
    expect(await program.exited).toBe(1)
    expect(program.stderr()).toMatch(
      new RegExp(`^Metagauge API requires Node\\.js ${required} or later; this is ${version} .*\\n$`),
    )
  },
)

test.each(['24.7.0', '24.18.0', '25.0.0', '26.10.0'])('Node.js %s is accepted', async (version) => {
  const program = runWithVersion(version)
  await program.exited
  expect(program.stderr()).toMatch(/^Unknown command "nothing"/)
})

test.runIf(platform() === 'linux')("the server has V8's options on its command line", async () => {
  const { child } = await startServerProgram(await createTestDatabase())
  const [, ...words] = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0')
  const hasPool = Number.parseInt(process.versions.node, 10) >= 25
  expect(words.filter((word) => word.startsWith('--'))).toEqual([
    ...['--heap-growing-percent=50', '--no-allocation-site-pretenuring'],
    ...(hasPool ? ['--no-large-page-pool'] : []),
  ])
})
