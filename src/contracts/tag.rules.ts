import { requireText } from '../database/storable.ts'
import { badArgument } from '../errors.ts'

const maxTags = 50
const maxTagLength = 100
/** Imported tags may be longer than those that can be added, or empty: these can be removed all the same. */
const maxImportedTagLength = 1_000_000

/**
 * The tags without repetitions, in their order.
 * @param argument the list's path.
 * @throws AppError BAD_USER_INPUT that names the argument: too many, or one that is empty or too long.
 */
export function checkTags(tags: readonly string[], argument: string): string[] {
  const checked = tags.map((tag, place) => requireText(tag, `${argument}.${place}`, { max: maxTagLength }))
  const distinct = [...new Set(checked)]
  if (distinct.length > maxTags) throw badArgument(argument, `may hold ${maxTags} tags`)
  return distinct
}

/** @throws AppError BAD_USER_INPUT for a text that no column can hold. */
export function checkTagsToRemove(tags: readonly string[], argument: string): readonly string[] {
  return tags.map((tag, place) =>
    requireText(tag, `${argument}.${place}`, { min: 0, max: maxImportedTagLength }),
  )
}
