import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { apiSchema, fieldsOf } from '../support/schema-walk.ts'
import { measuredOperations } from './operations.ts'

const documentation = readFileSync(join(import.meta.dirname, '../../docs/clients.md'), 'utf8')
const rows = [...documentation.matchAll(/^\| (`(?:GET|POST|PUT|DELETE) .+?) \| (.+) \|$/gm)].map(
  ([, routes = '', answer = '']) => ({
    routes,
    names: [...answer.matchAll(/`(\w+(?:\.\w+)?)/g)].map(([, name]) => name),
  }),
)
const executed = new Set(Object.keys(measuredOperations))
const coordinates = new Set(
  Object.values(apiSchema.getTypeMap()).flatMap((type) =>
    fieldsOf(type).map(({ name }) => `${type.name}.${name}`),
  ),
)

test('each operation that docs/clients.md names for a route of the legacy application exists and is executed by a test', () => {
  expect(rows.length).toBeGreaterThan(30)
  for (const { routes, names } of rows) {
    expect(names.length, routes).toBeGreaterThan(0)
    for (const name of names) {
      const isKnown = name?.includes('.')
        ? coordinates.has(name)
        : executed.has(name ?? '') || name === 'requestPasswordReset'
      expect(isKnown, `${name} for ${routes}`).toBe(true)
    }
  }
})
