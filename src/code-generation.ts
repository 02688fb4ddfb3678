import { setFlagsFromString } from 'node:v8'

const message = 'The server makes no code from text once it has started.'

/**
 * Switches off, in threads that start from now on, everything that makes code from text: `eval` and the constructors of
 * functions. V8 does it, so that nothing in the thread can undo it. It takes no effect in a running thread.
 */
export function forbidCodeInNewThreads(): void {
  setFlagsFromString('--disallow-code-generation-from-strings')
}

/**
 * The same for the running thread, where V8 can't: whoever calls `eval` or a constructor of functions from now on gets an
 * error. It is the second line of defence behind having no such caller, and stops none that kept a constructor before.
 */
export function forbidCode(): void {
  const refuse = () => {
    throw new EvalError(message)
  }
  // Of each kind of function, the constructor that its instances lead to.
  for (const example of [() => undefined, async () => undefined, function* () {}, async function* () {}]) {
    const prototype: object = Object.getPrototypeOf(example)
    const original = Reflect.get(prototype, 'constructor')
    const refusing = new Proxy(original, { apply: refuse, construct: refuse })
    Object.defineProperty(prototype, 'constructor', { value: refusing })
    if (original === Function) globalThis.Function = refusing
  }
  // What isn't the original is no direct eval either, but called like any function.
  globalThis.eval = refuse
}
