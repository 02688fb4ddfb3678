import { setFlagsFromString } from 'node:v8'

/** Of what is in use, until what is not is collected. */
const growthPercent = 50

/**
 * Keeps the process small and quick under load. Of its own accord V8 lets the heap grow several times over before it
 * looks for what can go. And when much of what some line makes has survived for a while, such as rows of many requests
 * at once, it makes all that comes from there where only full collections look: in some processes, two of four in one run,
 * each request then cost a third more, until they ended. The room of large texts, such as whole results, is given back at
 * once instead of after eight seconds without use, which under load never come.
 */
export function tuneGarbageCollection(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`)
  setFlagsFromString('--no-allocation-site-pretenuring')
  setFlagsFromString('--no-large-page-pool')
}

const message = 'The server does not generate code from text once it has started.'

/**
 * Disables code generation from strings (`eval` and function constructors) in threads that start from now on. V8 enforces
 * it, so nothing in the thread can undo it. It has no effect on running threads.
 */
export function forbidCodeGenerationInNewThreads(): void {
  setFlagsFromString('--disallow-code-generation-from-strings')
}

/**
 * The same for the running thread, where V8 can't do it: from now on, calling `eval` or a function constructor throws. This
 * is a second line of defence, since there should be no such call; code that saved a constructor earlier can still use it.
 */
export function forbidCodeGeneration(): void {
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
  // A replaced eval is called like any function, never as a direct eval.
  globalThis.eval = refuse
}
