import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The content of schema.graphql. */
export function readSchemaText(): string {
  return readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8')
}
