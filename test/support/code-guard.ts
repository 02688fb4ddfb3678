import { writeSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import vm from 'node:vm'
import { isMainThread } from 'node:worker_threads'

/*
 * Loaded first in a server and its threads (`--import`). After the first SIGUSR2, and in threads from their start, code
 * generation from text fails and is reported on standard error: function constructors, `eval` and node:vm. The second
 * SIGUSR2 makes such a call, to test the guard.
 */

import { report } from './code-report.ts'

let isArmed = !isMainThread
const stderr = 2

function refuse(what: string): never {
  const { stack } = new Error(what)
  writeSync(stderr, `${report}${what} ${JSON.stringify(stack)}\n`)
  throw new EvalError(what)
}

function guard<Callable extends object>(what: string, original: Callable): Callable {
  return new Proxy(original, {
    apply: (target, self, words) =>
      isArmed ? refuse(what) : Reflect.apply(target as unknown as () => unknown, self, words),
    construct: (target, words, newTarget) =>
      isArmed ? refuse(what) : Reflect.construct(target as unknown as () => unknown, words, newTarget),
  })
}

function guardAll(): void {
  for (const example of [() => undefined, async () => undefined, function* () {}, async function* () {}]) {
    const prototype: object = Object.getPrototypeOf(example)
    const original: FunctionConstructor = Reflect.get(prototype, 'constructor')
    const value = guard(original.name, original)
    Object.defineProperty(prototype, 'constructor', { value })
    if (original === globalThis.Function) globalThis.Function = value
  }
  Reflect.set(globalThis, 'eval', guard('eval', Reflect.get(globalThis, 'eval')))
}

guardAll()
for (const [name, member] of Object.entries(vm)) {
  if (typeof member === 'function') Reflect.set(vm, name, guard(`vm.${name}`, member))
}
syncBuiltinESMExports()

if (isMainThread) {
  process.on('SIGUSR2', () => {
    if (isArmed) {
      try {
        Reflect.construct(Function, ['return 1'])
      } catch {
        // The guard has reported it.
      }
      return
    }
    isArmed = true
    // Again, because the server may have replaced them.
    guardAll()
    writeSync(stderr, 'armed\n')
  })
}
