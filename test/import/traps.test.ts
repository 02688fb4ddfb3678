import { expect, test } from 'vitest'
import type { Tree } from '../fixtures/traps/trap.ts'
import { traps } from '../fixtures/traps.ts'
import { createTestDatabase } from '../support/database.ts'
import { describeOutcome, importSample, type TreeOutcome } from './trap-outcome.ts'
import expected from './trap-outcomes.json' with { type: 'json' }

const outcomes = new Map<Tree, TreeOutcome>()
for (const tree of ['era1', 'era2', 'mixed', 'hostile'] as const) {
  const { connection } = await createTestDatabase()
  outcomes.set(tree, await importSample(connection, tree))
}

test('the table of outcomes has exactly the known traps', () => {
  expect(Object.keys(expected).toSorted()).toEqual(traps.map(({ name }) => name).toSorted())
})

const table = new Map(Object.entries(expected))
for (const trap of traps) {
  test(`${trap.tree}: ${trap.name}`, () => {
    const outcome = outcomes.get(trap.tree)
    expect(outcome && describeOutcome(trap, outcome)).toBe(table.get(trap.name))
  })
}
