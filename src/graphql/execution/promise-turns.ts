/**
 * Waits for a promise, or for anything with a method `then`: that may call back at once, or twice, which a promise never
 * does. One function is called, once, and later.
 */
export function subscribe(
  thenable: PromiseLike<unknown>,
  onValue: (value: unknown) => void,
  onError: (error: unknown) => void,
): void {
  if (thenable.then === Promise.prototype.then) {
    thenable.then(onValue, onError)
    return
  }
  let isAtOnce = true
  let isDone = false
  const once = (callBack: () => void) => {
    if (isDone) return
    isDone = true
    afterTurns(isAtOnce ? 1 : 0, callBack)
  }
  thenable.then(
    (value) => once(() => onValue(value)),
    (error) => once(() => onError(error)),
  )
  isAtOnce = false
}

/** Acts after as many turns of the promise queue; at once after none. */
export function afterTurns(turns: number, act: () => void): void {
  if (turns === 0) act()
  else void Promise.resolve().then(() => afterTurns(turns - 1, act))
}
