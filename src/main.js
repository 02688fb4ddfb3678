import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// JavaScript, for of a module with types Node first loads what strips them: 12 to 14 MB a thread. All others are kept
// compiled, with their types stripped, from the second start on. Threads take the directory from the environment.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../node_modules/.cache/metagauge-api')
enableCompileCache()
// Behind the call, where static imports would come before it.
const { tuneGarbageCollection } = await import('./process/v8-options.ts')
tuneGarbageCollection()
await import('./serve.ts')
