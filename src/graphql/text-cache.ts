import type { ApolloServerOptions } from '@apollo/server'
import type { Context } from './context.ts'
import { LimitedMap } from './limited-map.ts'

type TextCache = Exclude<NonNullable<ApolloServerOptions<Context>['cache']>, 'bounded'>

/** For the texts of automatically persisted queries: anybody may register them. */
const maxBytes = 4 * 1024 ** 2
const bytesPerCharacter = 2

/** Apollo Server's cache of texts, within a limit of memory. */
export function createTextCache(): TextCache {
  const texts = new LimitedMap<string>(maxBytes)
  return {
    get: async (key) => texts.get(key),
    set: async (key, text) => void texts.set(key, text, (key.length + text.length) * bytesPerCharacter),
    delete: async (key) => texts.delete(key),
  }
}
