/**
 * Waits for a promise or thenable. Unlike a promise, a thenable may call back synchronously or twice; this function calls
 * exactly one of its callbacks, once and asynchronously.
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

/** Acts after the given number of turns of the promise queue; immediately if it is 0. */
export function afterTurns(turns: number, act: () => void): void {
  if (turns === 0) act()
  else void Promise.resolve().then(() => afterTurns(turns - 1, act))
}
