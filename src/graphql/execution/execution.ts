import { type GraphQLError, locatedError, responsePathAsArray } from 'graphql'
import type { FieldPlan, PlannedOperation } from './plan.ts'

export interface ExecutionInput {
  readonly rootValue?: unknown
  readonly contextValue: unknown
  /** Coerced by getVariableValues. */
  readonly variableValues: Readonly<Record<string, unknown>>
}

/**
 * One execution of a plan: its pending work and its errors. Each object and list counts its incomplete members
 * instead of having a promise; the last member to complete also completes the enclosing object or list.
 */
export class Execution {
  readonly planned: PlannedOperation
  readonly input: ExecutionInput
  /** The arguments of fields that depend on variables, by the plan's index. */
  readonly argumentValues: Readonly<Record<string, unknown>>[] = []
  readonly root = new Holder()
  readonly errors: GraphQLError[] = []
  /** Positions, objects and lists that have failed: they neither complete nor fail again. */
  readonly #failed = new Set<Holder>()
  /** Positions where an error was recorded. Errors below them are ignored, as in graphql-js. */
  readonly #nulled = new Set<Holder>()
  /** Failures of objects that had pending fields at that time. */
  readonly #deferred = new Map<Holder, unknown>()
  /** A function assigned to a property would be allocated, with its context, in the old generation. */
  readonly #end = Promise.withResolvers<void>()

  constructor(planned: PlannedOperation, input: ExecutionInput) {
    this.planned = planned
    this.input = input
  }

  /** The object or list that has the position. */
  holderOf({ prev }: Place): Holder {
    return prev ?? this.root
  }

  /**
   * Completes a position with the value of a promise. The caller counts the position as pending in its holder.
   * @returns the placeholder until then.
   */
  wait(place: Place, thenable: PromiseLike<unknown>, complete: (value: unknown) => unknown): null {
    place.pending++
    place.waits++
    subscribe(
      thenable,
      (value) => this.#resume(place, () => complete(value)),
      (error) => this.#failLater(place, error, 1),
    )
    return null
  }

  /**
   * Handles an error that was thrown while a position was completed.
   * @returns null if the position may be null.
   * @throws the error with its location otherwise, for the enclosing object or list.
   */
  failNow(place: Place, error: unknown): null {
    const located = locate(place, error)
    this.#failed.add(place)
    if (place.isNonNull) throw located
    this.#addError(place, located)
    return null
  }

  /**
   * Lets an object fail once its pending fields are complete. graphql-js also waits for them and collects their
   * errors.
   */
  defer(holder: Holder, error: unknown): void {
    this.#deferred.set(holder, error)
  }

  /** Makes the whole response null. */
  failRoot(error: unknown): void {
    if (!this.#nulled.has(this.root)) this.errors.push(locatedError(error, undefined))
    this.#failed.add(this.root)
    this.#nulled.add(this.root)
  }

  /** Resolves when nothing is pending any more; never if nothing was ever pending. */
  get ended(): Promise<void> {
    return this.#end.promise
  }

  get isFailed(): boolean {
    return this.#nulled.has(this.root)
  }

  #resume(place: Place, complete: () => unknown): void {
    place.pending--
    // graphql-js would continue, but without effect on the response.
    if (this.#isNulled(place)) return
    try {
      this.#write(place, complete())
    } catch (error) {
      this.#failed.add(place)
      this.#failLater(place, error, 1)
      return
    }
    if (place.pending === 0) this.#settle(place, 1)
  }

  /**
   * A position is no longer pending. If it was the last one, the enclosing object or list is complete, too.
   * @param turns after which graphql-js would notice.
   */
  #settle(place: Place, turns: number): void {
    const holder = this.holderOf(place)
    holder.pending--
    if (holder.pending > 0 || this.#failed.has(holder)) return
    if (this.#deferred.has(holder)) {
      afterTurns(turns, () => this.#failHolder(holder, this.#deferred.get(holder)))
    } else if (holder instanceof Place) {
      this.#settle(holder, turns + turnsOf(holder) + holder.waits + 1)
    } else {
      this.#end.resolve()
    }
  }

  /** After as many turns of the promise queue as in graphql-js, so that of several failures the same one is first. */
  #failLater(place: Place, error: unknown, turns: number): void {
    afterTurns(turns, () => this.#fail(place, error))
  }

  #fail(place: Place, error: unknown): void {
    const located = locate(place, error)
    if (place.isNonNull) {
      this.#failHolder(this.holderOf(place), located)
      return
    }
    this.#addError(place, located)
    this.#write(place, null)
    this.#settle(place, 0)
  }

  #failHolder(holder: Holder, error: unknown): void {
    // Another member failed before.
    if (this.#failed.has(holder)) return
    this.#failed.add(holder)
    const deferred = this.#deferred.get(holder)
    const failure = deferred ?? error
    // The promise of an object that deferred its failure has an extra finally().
    const turns = turnsOf(holder) + (deferred === undefined ? 0 : 1)
    if (holder instanceof Place) {
      this.#failLater(holder, failure, turns + holder.waits + 1)
      return
    }
    afterTurns(turns + 1, () => {
      this.failRoot(failure)
      this.#end.resolve()
    })
  }

  #write(place: Place, value: unknown): void {
    const container = this.holderOf(place).value
    if (Array.isArray(container)) container[Number(place.key)] = value
    else if (container !== undefined) container[place.key] = value
  }

  #addError(place: Place, error: GraphQLError): void {
    if (this.#isNulled(place)) return
    this.#nulled.add(place)
    this.errors.push(error)
  }

  #isNulled(place: Place): boolean {
    if (this.#nulled.size === 0) return false
    for (let at: Place | undefined = place; at !== undefined; at = at.prev) {
      if (this.#nulled.has(at)) return true
    }
    return this.#nulled.has(this.root)
  }
}

/** From a member's promise to that of its container: Promise.all for a list, plus a then() for an object. */
function turnsOf({ value }: Holder): number {
  return Array.isArray(value) ? 1 : 2
}

function locate(place: Place, error: unknown): GraphQLError {
  return locatedError(error, place.field.nodes, responsePathAsArray(place))
}

/** An object or list of the response while it is being completed. */
class Holder {
  /** Undefined until its fields or items are being executed. */
  value: Record<string, unknown> | unknown[] | undefined = undefined
  /** The number of incomplete members, or pending promises of the value itself. */
  pending = 0
}

/**
 * A position in the response: a field of an object or an item of a list. Linked from leaf to root, like graphql-js's
 * paths, so that resolvers get it as `info.path`.
 */
export class Place extends Holder {
  /** The enclosing position; undefined for a field of the operation itself. */
  readonly prev: Place | undefined
  readonly key: string | number
  /** The field at this position, or the field whose list contains this item. */
  readonly field: FieldPlan
  readonly isNonNull: boolean
  /** The number of nested promises that produced the value: the field's, then its type's. */
  waits = 0

  constructor(prev: Place | undefined, key: string | number, field: FieldPlan, isNonNull: boolean) {
    super()
    this.prev = prev
    this.key = key
    this.field = field
    this.isNonNull = isNonNull
  }

  /** The type that has the field; undefined for an item. */
  get typename(): string | undefined {
    return typeof this.key === 'string' ? this.field.parentType.name : undefined
  }
}

/** The position of a field within an object. */
export function placeField(prev: Place | undefined, field: FieldPlan): Place {
  return new Place(prev, field.key, field, field.isNonNull)
}

/**
 * Waits for a promise or thenable. Unlike a promise, a thenable may call back synchronously or twice; this function
 * calls exactly one of its callbacks, once and asynchronously.
 */
function subscribe(
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
function afterTurns(turns: number, act: () => void): void {
  if (turns === 0) act()
  else void Promise.resolve().then(() => afterTurns(turns - 1, act))
}
