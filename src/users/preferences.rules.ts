import { checkAll, requireJsonObject, requireText } from '../database/validation.ts'
import { type AppError, badArgument, requireGiven, requireUnmodified } from '../errors.ts'
import type { UpdatePreferencesInput } from '../generated/graphql.ts'
import type { PreferencesChange, SettingsChange } from './preferences.store.ts'

const maxChainLength = 50
/** Bytes of JSON. */
export const maxSettingsBytes = 65_536

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodePreferencesChange(input: UpdatePreferencesInput): PreferencesChange {
  const change = checkAll({
    hasEmailNotifications: () => requireGiven(input.hasEmailNotifications, 'input.hasEmailNotifications'),
    hasAnalysisNotifications: () =>
      requireGiven(input.hasAnalysisNotifications, 'input.hasAnalysisNotifications'),
    defaultChain: () => {
      const chain = requireGiven(input.defaultChain, 'input.defaultChain')
      return chain === undefined
        ? undefined
        : requireText(chain, 'input.defaultChain', { max: maxChainLength })
    },
    customSettings: () => {
      const settings = requireGiven(input.customSettings, 'input.customSettings')
      return settings === undefined ? undefined : createSettingsChange(settings)
    },
  })
  return { ...change, ifUnmodifiedSince: input.ifUnmodifiedSince ?? undefined }
}

/**
 * Explains why no row was written. Returns if the change was empty.
 * @throws AppError CONFLICT with the time of the last change, BAD_USER_INPUT if the settings would be too large.
 */
export function explainUnsaved(change: PreferencesChange, updatedAt: Date): void {
  requireUnmodified('Preferences', updatedAt, change.ifUnmodifiedSince)
  if (change.customSettings !== undefined) throw settingsTooLarge()
}

function settingsTooLarge(): AppError {
  return badArgument(
    'input.customSettings',
    `must not exceed ${maxSettingsBytes} bytes of JSON in total`,
    'LENGTH',
  )
}

function createSettingsChange(settings: unknown): SettingsChange {
  const text = requireJsonObject(settings, 'input.customSettings')
  if (Buffer.byteLength(text) > maxSettingsBytes) throw settingsTooLarge()
  const members = Object.entries(Object(settings))
  return {
    set: JSON.stringify(Object.fromEntries(members.filter(([, value]) => value !== null))),
    removed: members.filter(([, value]) => value === null).map(([name]) => name),
  }
}
