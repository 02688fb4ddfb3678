import { requireJsonObject, requireText } from '../database/validation.ts'
import { type AppError, badArgument, requireGiven, requireUnmodified } from '../errors.ts'
import type { UpdatePreferencesInput } from '../generated/graphql.ts'
import type { PreferencesChange, SettingsChange } from './preferences.store.ts'

const maxChainLength = 50
/** Bytes of JSON: what a user interface remembers, not a store for anything else. */
export const maxSettingsBytes = 65_536

/**
 * What is to change.
 * @throws AppError BAD_USER_INPUT that names the argument.
 */
export function decodePreferencesChange(input: UpdatePreferencesInput): PreferencesChange {
  const chain = requireGiven(input.defaultChain, 'input.defaultChain')
  const settings = requireGiven(input.customSettings, 'input.customSettings')
  return {
    emailNotifications: requireGiven(input.emailNotifications, 'input.emailNotifications'),
    analysisNotifications: requireGiven(input.analysisNotifications, 'input.analysisNotifications'),
    defaultChain:
      chain === undefined ? undefined : requireText(chain, 'input.defaultChain', { max: maxChainLength }),
    customSettings: settings === undefined ? undefined : createSettingsChange(settings),
    ifUnmodifiedSince: input.ifUnmodifiedSince ?? undefined,
  }
}

/**
 * Says why a change was not saved; nothing when there was nothing to save.
 * @throws AppError CONFLICT with the moment of the last change, BAD_USER_INPUT when the settings would be too large.
 */
export function explainUnsaved(change: PreferencesChange, updatedAt: Date): void {
  requireUnmodified('Preferences', updatedAt, change.ifUnmodifiedSince)
  if (change.customSettings !== undefined) throw settingsTooLarge()
}

function settingsTooLarge(): AppError {
  return badArgument('input.customSettings', `must stay below ${maxSettingsBytes} bytes of JSON`)
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
