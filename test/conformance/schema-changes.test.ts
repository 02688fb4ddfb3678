import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { apiSchema } from '../support/schema-walk.ts'
import { declareSchemaChanges } from './schema-changes.ts'

const root = join(import.meta.dirname, '../..')
const changelog = join(root, 'CHANGELOG.md')

test('CHANGELOG.md declares every breaking change of the schema since the last release; `-u` updates it', async () => {
  const released = buildSchema(readFileSync(join(root, 'test/fixtures/released-schema.graphql'), 'utf8'))

  const declared = declareSchemaChanges(readFileSync(changelog, 'utf8'), released, apiSchema)

  await expect(declared).toMatchFileSnapshot(changelog)
})

const older = buildSchema(`
  type Query { me: User, find(kind: Kind, old: ID!): [User], gone: Int, list(id: ID): Int }
  type User { role: String, name: String }
  enum Kind { A B }
  input Filter { a: Int }
  type Removed { id: ID! }`)
const newer = buildSchema(`
  type Query { me: User, find(kind: Kind, input: Int!): [User], list(id: Int): Int }
  type User { roleName: String, name: Int, extra: Int }
  enum Kind { A C }
  input Filter { a: Int, b: Int! }
  type Added { id: ID! }`)
const release = (section: string) =>
  `# Changelog\n\n## [2.0.0]\n\n### Fixed\n\n- All.\n\n${section}## [1.0.0]\n\n### Fixed\n\n- One.\n`
const intro =
  '### Breaking changes to the schema\n\n`old` -> `new` names the replacement, which belongs to the same type unless it has another.\n\n'
const declaration = `${intro}- \`Filter\`: \`b\` is required
- \`Kind\`: \`B\` -> \`C\`
- \`Query\`: \`gone\` is removed, \`find(old:)\` -> \`find(input:)\`, \`list(id:)\` has the type \`Int\`
- \`Removed\` -> \`Added\`
- \`User\`: \`role\` -> \`roleName\`, \`name\` has the type \`Int\`

`

test('breaking changes are declared by type, also those that no member replaces', () => {
  const undeclared = declareSchemaChanges(release(''), older, newer)

  expect(undeclared).toBe(
    release(
      declaration
        .replace('-> `C`', 'is removed')
        .replace('-> `Added`', 'is removed')
        .replace('-> `roleName`', 'is removed'),
    ),
  )
})

test('replacements remain if they exist', () => {
  const wrong = declaration.replace('-> `roleName`', '-> `roles`')

  expect(declareSchemaChanges(release(declaration), older, newer)).toBe(release(declaration))
  expect(declareSchemaChanges(release(wrong), older, newer)).toBe(
    release(declaration.replace('-> `roleName`', 'is removed')),
  )
})

test('a declared change that the schema does not have is removed', () => {
  const surplus = declaration.replace('- `Removed`', '- `Other`: `field` is removed\n- `Removed`')

  expect(declareSchemaChanges(release(surplus), older, newer)).toBe(release(declaration))
  expect(declareSchemaChanges(release(declaration), older, older)).toBe(release(''))
})

test('the section may be followed by others', () => {
  const followed = (section: string) =>
    `# Changelog\n\n## [2.0.0]\n\n${section}### Fixed\n\n- All.\n\n## [1.0.0]\n\n- One.\n`

  expect(declareSchemaChanges(followed(declaration), older, newer)).toBe(followed(declaration))
  expect(declareSchemaChanges(followed(declaration), older, older)).toBe(followed(''))
})
