interface ImportRule {
  /** The first line that matches a file decides; a room's name stands in brackets. */
  readonly from: RegExp
  /** What these files may import of ours; `$1` is the room. */
  readonly to: RegExp | string
  /** What they may import as types, beside that. */
  readonly types?: RegExp | string
  /** The only packages that they may import, where not all. */
  readonly packages?: RegExp
}

const nothing = /^$/
const room = String.raw`^src/(users|contracts|analyses|chat|onboarding|search|dashboard)/[\w-]+\.`

/** Who may import whom. Everything under src/generated may be imported as types, by anyone. */
export const imports: readonly ImportRule[] = [
  { from: /^migrations\//, to: nothing, packages: /^kysely$/ },
  // The edges of the process put the parts together.
  { from: /^src\/(serve|app|first-start|start-report)\.ts$|\.cli\.ts$/, to: /^src\// },
  {
    from: /^src\/(errors|logger|secret-file|garbage-collection|code-generation|repeated-task|zod)\.ts$/,
    to: nothing,
  },
  { from: /^src\/(listen|program)\.ts$/, to: /^src\/errors\.ts$/ },
  { from: /^src\/environment\.ts$/, to: /^src\/zod\.ts$/ },
  { from: /^src\/config\.ts$/, to: /^src\/(errors|environment)\.ts$/ },
  { from: /^src\/(stop-request|failure-log)\.ts$/, to: nothing, types: /^src\/logger\.ts$/ },
  { from: /^src\/json\//, to: /^src\/json\// },
  { from: /^src\/database\//, to: /^src\/((database|json)\/|(config|errors|logger|secret-file)\.ts$)/ },
  // An upload is made where requests are read, checked as a scalar, and received by the importer.
  { from: /^src\/import\/upload\/upload\.ts$/, to: nothing },
  {
    from: /^src\/http\//,
    to: /^src\/(http\/|json\/|import\/upload\/upload\.ts$|(errors|failure-log)\.ts$)/,
    types: /^src\/logger\.ts$/,
  },
  // Executes any schema: it knows nothing of rooms, nor of the server.
  {
    from: /^src\/graphql\/execution\//,
    to: /^src\/graphql\/execution\//,
    packages: /^graphql(\/jsutils\/inspect\.js)?$/,
  },
  // The only two files that know all rooms.
  { from: /^src\/graphql\/resolvers\.ts$/, to: /^src\/(graphql\/|\w+\/[\w-]+\.resolvers\.ts$)/ },
  {
    from: /^src\/graphql\/loaders\.ts$/,
    to: /^src\/((graphql|database)\/|auth\/viewer\.ts$|\w+\/[\w-]+\.loaders\.ts$)/,
  },
  {
    from: /^src\/graphql\//,
    to: /^src\/((graphql|database|auth|json)\/|import\/upload\/upload\.ts$|(errors|failure-log)\.ts$)/,
    types: /^src\/(logger|import\/import-runner)\.ts$/,
  },
  // The one act that writes two rooms: what is told when starting is saved with its contract, in one transaction.
  {
    from: /^src\/onboarding\/onboarding\.resolvers\.ts$/,
    to: /^src\/(onboarding\/|contracts\/starting-contract\.store\.ts$|(errors|auth\/viewer|database\/(batching|transaction))\.ts$)/,
  },
  // A room asks others through the context. What all may ask is who the viewer is.
  {
    from: new RegExp(`${room}store`),
    to: String.raw`^src/(database/|errors\.ts$|$1/[\w-]+\.store\.ts$|\w+/[\w-]+\.rules\.ts$)`,
  },
  { from: new RegExp(`${room}loaders`), to: String.raw`^src/(database/|json/json-text\.ts$|$1/)` },
  // Rules are pure: one may build on another, whatever its room.
  {
    from: new RegExp(`${room}rules`),
    to: String.raw`^src/((errors|zod|auth/viewer|database/(ids|storable))\.ts$|\w+/[\w-]+\.rules\.ts$)`,
    types: '^src/($1|database)/',
  },
  {
    from: new RegExp(`${room}resolvers`),
    to: String.raw`^src/($1/|\w+/[\w-]+\.rules\.ts$|(errors|auth/viewer|json/json-text|database/(batching|idempotency\.store|ids|page|pagination|run-search|storable|transaction))\.ts$)`,
  },
  // An act: what a resolver or the clock starts, when it takes more than one store call.
  {
    from: /^src\/(analyses)\/[\w-]+\.ts$/,
    to: String.raw`^src/($1/|\w+/[\w-]+\.rules\.ts$|database/|(errors|repeated-task)\.ts$)`,
    types: /^src\/logger\.ts$/,
  },
  {
    from: /^src\/auth\//,
    to: /^src\/(auth\/|database\/(ids|storable|transaction)\.ts$|(errors|repeated-task|zod)\.ts$)/,
    types: /^src\/(database\/|(config|logger)\.ts$)/,
  },
  // Entities know no stage; stages know of entities only what all have in common.
  {
    from: /^src\/import\/entities\//,
    to: /^src\/(import\/entities|json)\//,
    types: /^src\/import\/stages\/record\.ts$/,
  },
  {
    from: /^src\/import\/stages\//,
    to: /^src\/(import\/(stages\/|(report|entities\/entity)\.ts$)|json\/|database\/|errors\.ts$)/,
    types: /^src\/import\/entities\//,
  },
  {
    from: /^src\/import\//,
    to: /^src\/((import|json|database)\/|(errors|auth\/viewer)\.ts$)/,
    types: /^src\/(logger|config)\.ts$/,
  },
]

interface Ban {
  readonly rule: string
  readonly files: RegExp
  /** What no line of these files has. */
  readonly pattern: RegExp
}

export const bans: readonly Ban[] = [
  // The linter forbids any, ! and console, and the compiler the rest: nothing is switched off.
  { rule: 'no check is off', files: /\.ts$/, pattern: /@ts-(ignore|expect-error|nocheck)|biome-ignore/ },
  {
    rule: 'no text becomes code',
    files: /^src\/(?!(zod|config|code-generation)\.ts$).*\.[jt]s$/,
    pattern: /\bnew Function\b|\beval\(|['"](node:)?vm['"]|from 'zod'/,
  },
  { rule: 'nothing is left to do', files: /^/, pattern: /\b(TODO|FIXME|HACK)\b/ },
  { rule: 'exports have names', files: /^src\//, pattern: /^export (default\b|\*)/ },
  { rule: 'columns are listed', files: /^src\//, pattern: /\.selectAll\(\)/ },
  {
    rule: 'SQL stands in stores, stages and database',
    files: /^src\/(?!database\/|import\/stages\/|.*\.store\.ts$).*\.ts$/,
    pattern: /\bsql(<.*>)?`|\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|query)\(/,
  },
  {
    rule: 'transactions state their isolation, and are run again after a deadlock',
    files: /^src\/(?!database\/transaction\.ts$).*\.ts$/,
    pattern: /\.transaction\(\)|\.startTransaction\(\)(?!\.setIsolationLevel\()/,
  },
  {
    rule: 'nothing is kept beside what replaced it',
    files: /^(src|test)\/.*\.ts$/,
    pattern: /\b(function|const|class|interface|type) (?!is[A-Z])\w+(V\d+|Old|New)\b|_v\d+\b/,
  },
  { rule: 'no path of a machine', files: /^/, pattern: /["'`\s(](\/(home|root|work|Users)\/\w|[A-Z]:\\\w)/ },
  { rule: 'no registry', files: /^(bench\/)?package(-lock)?\.json$/, pattern: /"resolved"|registry/ },
]

/** Names of files and folders that would become drawers. */
export const drawers = /(^|[-./])(utils?|helpers?|common|shared|misc|base|manager)([-./]|$)/

export const maxFileLines = 400
export const maxFunctionLines = 50
