import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// JavaScript, because for a module with types Node.js first loads its type stripper: 12 to 14 MB per thread. From the
// second start on, all other modules come from the compile cache, without their types. Threads find it by the
// environment.

const commands = {
  migrate: '../database/migrate.cli.ts',
  import: '../import/cli/import.cli.ts',
  export: '../import/cli/export.cli.ts',
  user: '../users/user.cli.ts',
  psql: '../database/psql.cli.ts',
}

/**
 * V8's options for the server. They keep it small and fast under load:
 * - By default, V8 lets the heap grow to several times the size in use before it collects garbage.
 * - Allocation-site pretenuring is off. When many objects from one place in the code have survived for a while, such as the
 *   rows of many concurrent requests, it allocates all objects from there where only full collections find them. In some
 *   processes (two of four in one run), each request then took a third longer until the process ended.
 * - Without a pool for large pages, which V8 has since Node.js 25, the memory of large texts, such as whole results, is
 *   returned immediately. With a pool, it is returned after eight seconds without use, which never occur under load.
 */
const v8Options = ['--heap-growing-percent=50', '--no-allocation-site-pretenuring']
if (Number.parseInt(process.versions.node, 10) >= 25) v8Options.push('--no-large-page-pool')

const [, file, command] = process.argv
if (command === undefined) {
  restartWithOptions()
  await run('../serve.ts')
} else if (Object.hasOwn(commands, command)) {
  process.argv.splice(2, 1)
  await run(commands[command])
} else {
  const names = Object.keys(commands).join(', ')
  process.stderr.write(`Unknown command "${command}". Commands: ${names}. Without one, the server starts.\n`)
  process.exitCode = 1
}

/**
 * Replaces this process with one that has V8's options on the command line, because changing them after V8 has started
 * is documented as unsafe. The process id, the environment and the standard streams stay the same, so signals and exit
 * codes work as if it had been started with the options. Two cases run without the options unless the command line
 * already has them: Windows, which can't replace a process, and a child of `node --watch`, whose channel to its parent
 * would be lost.
 */
function restartWithOptions() {
  const missing = v8Options.filter((option) => !process.execArgv.includes(option))
  if (missing.length === 0 || process.connected || process.platform === 'win32') return
  process.execve(process.execPath, [process.argv0, ...missing, ...process.execArgv, file], process.env)
}

/** @param {string} module */
async function run(module) {
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../node_modules/.cache/metagauge-api')
  enableCompileCache()
  await import(module)
}
