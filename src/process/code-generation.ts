import { setFlagsFromString } from 'node:v8'

const message = 'The server does not generate code from text once it has started.'

/**
 * Disables code generation from strings (`eval` and function constructors) in threads that start from now on. V8 enforces
 * it, so nothing in the thread can undo it. It has no effect on running threads: V8 reads the option when a thread's
 * context is created. It can't be an option of the command line, because Fastify compiles routes from text while the
 * server starts, and Node.js does not accept it as an option of a single thread.
 */
export function forbidCodeGenerationInNewThreads(): void {
  setFlagsFromString('--disallow-code-generation-from-strings')
}

/**
 * Disables code generation from strings in the running thread, where V8 can't do it: from now on, calling `eval` or a
 * function constructor throws. This is a second line of defence, since there should be no such call; code that saved a
 * constructor earlier can still use it.
 */
export function forbidCodeGeneration(): void {
  const refuse = () => {
    throw new EvalError(message)
  }
  // Each kind of function has its own constructor.
  for (const example of [() => undefined, async () => undefined, function* () {}, async function* () {}]) {
    const prototype: object = Object.getPrototypeOf(example)
    const original = Reflect.get(prototype, 'constructor')
    const refusing = new Proxy(original, { apply: refuse, construct: refuse })
    Object.defineProperty(prototype, 'constructor', { value: refusing })
    if (original === Function) globalThis.Function = refusing
  }
  // A replaced eval is called like any function, never as a direct eval.
  globalThis.eval = refuse
}
