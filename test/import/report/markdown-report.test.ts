import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { formatMarkdownReport, readReport, writeReport } from '../../../src/import/report/markdown-report.ts'
import { legacyDirectory } from '../../fixtures/make-legacy.ts'
import { createTestDatabase } from '../../support/database.ts'
import { clearTables, endedJob, importTree } from '../../support/imports.ts'
import { runProgram } from '../../support/programs.ts'

const { connection, url } = await createTestDatabase()

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'metagauge-report-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

const { id, createdAt, startedAt, finishedAt } = endedJob
const fixed = { id, createdAt, startedAt, finishedAt, readingFinishedAt: finishedAt, directory: 'era2' }

test('the report of the sample is as expected', async () => {
  const job = await importTree(connection, join(legacyDirectory, 'era2'))
  expect(job.phase).toBe('completed')
  const content = await readReport(connection.db, job)
  const report = formatMarkdownReport({ ...content, job: { ...job, ...fixed } })
  await expect(report).toMatchFileSnapshot('report-of-era2.md')
})

test('text from the files can not become markup in the report', () => {
  const hostile = '<img src=x onerror=alert(1)> | a](https://evil.example) `code` **b** \n# Title'
  const sample = {
    file: hostile,
    line: '1',
    pointer: hostile,
    message: hostile,
    rawText: `\`\`\`\`\n${hostile}`,
  }
  const reason = { jobId: id, kind: 'users', code: 'MISSING_ID', count: 9, samples: [sample] } as const
  const skippedPaths = [{ path: hostile, reason: hostile }]
  const job = { ...endedJob, directory: hostile, skippedPaths }
  const report = formatMarkdownReport({ job, reasons: [reason], refusals: [], files: [], fileCount: 0 })

  const fenced = /^(`{5})text\n````\n[\s\S]*?\n\1$/m
  expect(report).toMatch(fenced)
  const outside = report.replace(fenced, '')
  expect(outside).not.toMatch(/<|(?<!\\)`|(?<!\\)\]|https:|^# Title/m)
  const text = String.raw`&lt;img src=x onerror=alert\(1\)&gt; \| a\]\(https\://evil.example\) \`code\` \*\*b\*\* \# Title`
  expect(outside).toContain(`| ${text} | ${text} |`)
  expect(report).toContain('And 8 more.')
})

test('a report contains no secrets of rejects', async () => {
  await clearTables(connection)
  const job = await importTree(connection, join(legacyDirectory, 'hostile'))
  const report = formatMarkdownReport(await readReport(connection.db, job))
  expect(report).toContain('EMAIL\\_TAKEN')
  expect(report).not.toMatch(/\$2[ab]\$|"apiKey": "[0-9a-f]{64}|\/v3\/[0-9a-zA-Z]{8}/)
})

test('a report is private, replaces an existing file, and leaves no temporary file', async () => {
  const directory = await makeDirectory()
  const path = join(directory, 'report.md')
  await writeReport(connection.db, endedJob, path)
  await writeReport(connection.db, { ...endedJob, phase: 'cancelled' }, path)
  expect(await readFile(path, 'utf8')).toContain('Cancelled: nothing was published.')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readdir(directory)).toEqual(['report.md'])
})

function runImport(...words: string[]) {
  return runProgram('src/import/cli/import.cli.ts', words, { DATABASE_URL: url, JWT_SECRET: 'x'.repeat(32) })
}

test('the command writes a report even if the import fails', async () => {
  const path = join(await makeDirectory(), 'report.md')
  const damaged = [join(legacyDirectory, 'hostile'), '--on-damage', 'fail']
  const program = runImport(...damaged, '--report', path)
  expect(await program.exited, program.stderr()).toBe(1)
  expect(await readFile(path, 'utf8')).toMatch(
    /^# Import of .*\n\nSOURCE\\_UNREADABLE: Nothing was published\. /,
  )
})

test('a report path that is not writable is refused before the import', async () => {
  const directory = await makeDirectory()
  const asDirectory = runImport(directory, '--report', directory)
  expect(await asDirectory.exited).toBe(1)
  expect(asDirectory.stderr()).toContain('is a directory. Specify a file for the report.')
  const nowhere = runImport(directory, '--report', join(directory, 'no/report.md'))
  expect(await nowhere.exited).toBe(1)
  expect(nowhere.stderr()).toContain("The report can't be written")
})
