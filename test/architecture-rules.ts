/** Imports that the maps in docs/architecture.md can't express, because they are about files of one room. */
export interface ImportRule {
  readonly rule: string
  /** The importing files. */
  readonly from: RegExp
  /** Values that they must not import; `$1` is the first group of `from`. A package is named as in the import. */
  readonly not: string
  /** Exceptions to `not`. */
  readonly except?: string
  /** Whether the rule is about types too. */
  readonly includesTypes?: true
}

const rooms = 'users|onboarding|contracts|analyses|chat|search|activity|dashboard'

export const importRules: readonly ImportRule[] = [
  {
    rule: 'a migration depends on nothing that changes',
    from: /^migrations\//,
    not: '',
    except: '^kysely$',
    includesTypes: true,
  },
  {
    rule: 'the source does not depend on tests and tools',
    from: /^src\//,
    not: '^(test|bench)/|^[\\w-]+\\.ts$',
    includesTypes: true,
  },
  { rule: 'generated files contain only types', from: /./, not: '^src/generated/' },
  {
    rule: 'entry points are not imported',
    from: /^src\/(?!main\.js$)/,
    not: '^src/serve\\.ts$|\\.cli\\.ts$|^src/main\\.js$',
  },
  {
    rule: 'the executor of plans knows only graphql-js',
    from: /^src\/graphql\/execution\//,
    not: '',
    except: '^src/graphql/execution/|^graphql(/|$)',
    includesTypes: true,
  },
  {
    rule: 'resolvers and loaders are connected in one file each',
    from: /^src\/(?!graphql\/(resolvers|loaders|schema)\.ts$)(\w+)\//,
    not: '\\.(resolvers|loaders)\\.ts$',
    except: '^src/$2/',
  },
  {
    rule: 'rules need no database',
    from: /\.rules\.ts$/,
    not: '\\.(store|loaders|resolvers)\\.ts$|^(kysely|pg|dataloader)$',
    // A request has the defaults of its row.
    except: '^src/import/job\\.store\\.ts$',
  },
  { rule: 'a store does not know who calls it', from: /\.store\.ts$/, not: '\\.(loaders|resolvers)\\.ts$' },
  { rule: 'a loader does not resolve fields', from: /\.loaders\.ts$/, not: '\\.resolvers\\.ts$' },
  {
    rule: 'a room reads another through the context, and may share only its rules',
    from: new RegExp(`^src/(${rooms})/`),
    not: `^src/(?!$1/)(${rooms})/`,
    // The onboarding saves its contract in its own transaction.
    except: '\\.rules\\.ts$|^src/contracts/default-contract\\.store\\.ts$',
  },
  {
    rule: 'zod is configured before it is used',
    from: /^src\/(?!zod\.ts$|config\.ts$)/,
    not: '^zod$',
  },
]

export interface Ban {
  readonly rule: string
  readonly files: RegExp
  /** No line of these files may match. */
  readonly pattern: RegExp
}

export const bans: readonly Ban[] = [
  {
    rule: 'no check of the compiler or the linter is switched off',
    files: /\.ts$/,
    pattern: /@ts-(ignore|expect-error|nocheck)|biome-ignore/,
  },
  {
    rule: 'no text becomes code',
    files: /^src\/(?!process\/code-generation\.ts$).*\.[jt]s$/,
    pattern: /\bnew Function\b|\beval\(|['"](node:)?vm['"]/,
  },
  { rule: 'no work is left to do', files: /^/, pattern: /\b(TODO|FIXME|HACK)\b/ },
  { rule: 'exports have names', files: /^src\//, pattern: /^export (default\b|\*)/ },
  { rule: 'columns are listed', files: /^src\//, pattern: /\.selectAll\(\)/ },
  {
    rule: 'SQL is in stores and in database/',
    files: /^src\/(?!database\/|import\/(staging|publish)\/|.*\.store\.ts$).*\.ts$/,
    pattern: /\bsql(<.*>)?`|\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|query)\(/,
  },
  {
    rule: 'transactions state their isolation level and are retried after a deadlock',
    files: /^src\/(?!database\/transaction\.ts$).*\.ts$/,
    pattern: /\.transaction\(\)|\.startTransaction\(\)(?!\.setIsolationLevel\()/,
  },
  {
    rule: 'nothing is kept next to its replacement',
    files: /^(src|test)\/.*\.ts$/,
    pattern: /\b(function|const|class|interface|type) (?!is[A-Z])\w+(V\d+|Old|New)\b|_v\d+\b/,
  },
  {
    rule: 'no path of a developer’s machine',
    files: /^/,
    pattern: /["'`\s(](\/(home|root|work|Users)\/\w|[A-Z]:\\\w)/,
  },
  {
    rule: 'lock files name no registry',
    files: /^(bench\/)?package(-lock)?\.json$/,
    pattern: /"resolved"|registry/,
  },
]

/** Names of files and folders that say nothing about their content. */
export const vagueNames = /(^|[-./])(utils?|helpers?|common|shared|misc|base|manager)([-./]|$)/

export const maxFileLines = 400
export const maxFunctionLines = 50
