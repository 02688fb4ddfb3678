import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExternalDatabase } from '../../src/config.ts'
import { type ServerProcess, startServerProcess } from '../processes/child-process.ts'
import { toUrl } from '../processes/postgres-server.ts'
import { handWrittenDialect } from '../queries/hand-written.ts'
import { ourDialect } from '../queries/ours.ts'
import { postgraphileDialect } from '../queries/postgraphile.ts'
import type { Dialect } from '../queries/query.ts'

/** The compared servers, and PostgreSQL alone. */
export const serverNames = ['ours', 'postgraphile', 'mercurius', 'yoga', 'apollo'] as const
export type ServerName = (typeof serverNames)[number]
export const candidateNames = [...serverNames, 'database'] as const
export type CandidateName = (typeof candidateNames)[number]

interface ServerForm {
  readonly title: string
  readonly file: string
  readonly dialect: Dialect
  /** The npm package whose version is part of the title. */
  readonly packageName?: string
}

/** A running server. */
export interface Candidate {
  readonly name: ServerName
  readonly title: string
  readonly dialect: Dialect
  readonly process: ServerProcess
}

export interface CandidateOptions {
  readonly database: ExternalDatabase
  readonly jwtSecret: string
  /** An empty working directory. */
  readonly directory: string
  readonly profileDirectory: string | undefined
  readonly signal: AbortSignal
  /** A port shared with other processes; a free port if omitted. */
  readonly sharedPort?: number
}

/** The number of PostgreSQL connections of each server. */
const poolSize = 20
export const benchDirectory = join(import.meta.dirname, '..')
const peer = (name: string) => join(benchDirectory, 'peers', `${name}.ts`)

const serverForms: Readonly<Record<ServerName, ServerForm>> = {
  ours: { title: 'ours', file: join(benchDirectory, '../src/main.js'), dialect: ourDialect },
  postgraphile: {
    title: 'PostGraphile',
    packageName: 'postgraphile',
    file: peer('postgraphile'),
    dialect: postgraphileDialect,
  },
  mercurius: {
    title: 'Mercurius, jit',
    packageName: 'mercurius',
    file: peer('mercurius'),
    dialect: handWrittenDialect,
  },
  yoga: {
    title: 'GraphQL Yoga',
    packageName: 'graphql-yoga',
    file: peer('yoga'),
    dialect: handWrittenDialect,
  },
  apollo: {
    title: 'Apollo Server',
    packageName: '@apollo/server',
    file: peer('apollo'),
    dialect: handWrittenDialect,
  },
}

/** The number of PostgreSQL connections of all servers together. */
export const allConnections = serverNames.length * poolSize

/** Starts one server on the dataset. */
export async function startCandidate(name: ServerName, options: CandidateOptions): Promise<Candidate> {
  const { title, packageName, file, dialect } = serverForms[name]
  const { database, jwtSecret, directory, profileDirectory, signal, sharedPort } = options
  const process = await startServerProcess({
    file,
    directory,
    environment: {
      NODE_ENV: 'production',
      // `--processes` requests the schema.
      GRAPHQL_INTROSPECTION: 'true',
      DATABASE_URL: toUrl(database),
      JWT_SECRET: jwtSecret,
      PORT: String(sharedPort ?? 0),
      REUSE_PORT: String(sharedPort !== undefined),
      // The other servers log no requests either.
      LOG_LEVEL: 'error',
      POSTGRES_MAX_CONNECTIONS: String(poolSize),
      POOL_SIZE: String(poolSize),
    },
    profileDirectory: name === 'ours' ? profileDirectory : undefined,
    signal,
  })
  return {
    name,
    title: packageName === undefined ? title : `${title} ${versionOf(packageName)}`,
    dialect,
    process,
  }
}

function versionOf(packageName: string): string {
  const file = join(benchDirectory, 'node_modules', packageName, 'package.json')
  return String(JSON.parse(readFileSync(file, 'utf8')).version)
}
