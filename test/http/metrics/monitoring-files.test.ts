import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTinyServer } from '../tiny-api.ts'

const directory = join(import.meta.dirname, '../../../docs/monitoring')
const read = (name: string) => readFileSync(join(directory, name), 'utf8')

interface Panel {
  readonly targets?: readonly { readonly expr: string }[]
}

const dashboard: { readonly panels: readonly Panel[] } = JSON.parse(read('dashboard.json'))
const expressions = [
  ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...[...read('alerts.yaml').matchAll(/^ +expr: '(.+)'$/gm)].map(([, expr = '']) => expr),
]

/** Added by Prometheus itself. */
const ofPrometheus = new Set(['up'])

/** Names followed by a selector, a range, an operator or the end; not functions, labels and words in quotes. */
function metricsOf(expression: string): readonly string[] {
  const withoutLabels = expression
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\b(?:by|without) \([^)]*\)/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
  return withoutLabels.match(/\b[a-z_]{2,}\b(?!\s*\()/g) ?? []
}

test('the dashboard and the alerts name only metrics that exist, and every metric of this server is shown', async () => {
  const { server } = await createTinyServer()
  const { body } = await server.inject('/metrics')
  const types = [...body.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => ({
    name,
    type,
  }))
  const series = types.flatMap(({ name, type }) =>
    type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
  )

  const named = new Set(expressions.flatMap(metricsOf))

  expect([...named].filter((name) => !series.includes(name) && !ofPrometheus.has(name))).toEqual([])
  const own = types.filter(({ name }) => !/^(?:process|nodejs)_/.test(name)).map(({ name }) => name)
  const isShown = (name: string) =>
    [...named].some((each) => each.replace(/_(?:bucket|sum|count)$/, '') === name)
  expect(own.filter((name) => !isShown(name))).toEqual([])
})

test('every expression is read', () => {
  const rules = read('alerts.yaml').match(/alert:/g) ?? []
  const targets = dashboard.panels.flatMap((panel) => panel.targets ?? [])
  expect(rules.length).toBeGreaterThan(5)
  expect(expressions).toHaveLength(rules.length + targets.length)
})

test('every label of a selector exists', async () => {
  const labels = new Set(expressions.flatMap((each) => each.match(/(?<=[{,]\s*)\w+(?==)/g) ?? []))
  expect([...labels].sort()).toEqual(['code', 'instance', 'job', 'outcome', 'route'])
})
