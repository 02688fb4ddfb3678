/** Statements that may reach rows of an owned table without naming their owner. */
export interface OwnerException {
  readonly name: string
  readonly reason: string
  /** Reached without the owner. What is joined to these still names the same owner. */
  readonly tables: readonly string[]
  /** What the statement's text matches; white space counts as one blank. */
  readonly pattern: RegExp
}

/** The whole list: every other statement names the owner. A test fails for an exception that no statement needs. */
export const ownerExceptions: readonly OwnerException[] = [
  {
    name: 'credentials',
    reason: 'The statement finds out who asks: by the digest of an API key, or by the e-mail of a login.',
    tables: ['users'],
    pattern:
      /^select .* from "users" left join "account_security" .* where .*(users\.api_key = any\(|"users"\."email" = )/,
  },
  {
    name: 'known clients',
    reason: 'Before somebody logs in or asks for a code, the e-mail says whose known clients to look at.',
    tables: ['users'],
    pattern:
      /^select "known_clients"\."user_id" from "users" inner join "known_clients" .* where "users"\."email" = /,
  },
  {
    name: 'list of users',
    reason: 'Only administrators may ask for it, and it is a list of all users.',
    tables: ['users'],
    pattern: /^select ("users"\."id", "users"\."email",|count\(\*\)::int as "count" from "users") /,
  },
  {
    name: 'administrators',
    reason: 'The last administrator must not leave, so all of them are locked.',
    tables: ['users'],
    pattern: /^select "users"\."id" from "users" where "role" = \$1 and "is_active" = \$2 .* for update$/,
  },
  {
    name: 'nodes for administrators',
    reason: 'An administrator reads the nodes of all users, a worker their contracts and analyses.',
    tables: ['users', 'contracts', 'contract_competitors', 'analyses', 'chat_sessions', 'chat_messages'],
    pattern: /^select id, 'User' as type from "users" where id = any\(\$1::uuid\[\]\) and .* union all /,
  },
  {
    name: 'lists of a parent, counted',
    reason:
      "The owner is in the aggregate's FILTER: beside the parent's id in a condition it would make the planner expect " +
      'hardly any rows and read all that the user has, for every parent. The composite foreign key gives the rows the ' +
      "parent's owner.",
    tables: ['analyses', 'chat_messages'],
    pattern:
      /^select "parent"\."id" as "parentId", \(count\(\*\) filter \(where (analyses|chat_messages)\.user_id = parent\.user_id\)\)/,
  },
  {
    name: 'claims',
    reason: 'A worker takes the analysis that has waited longest, whoever owns it.',
    tables: ['analyses'],
    pattern:
      /^with "next" as \(select "id", "user_id" from "analyses" where "status" = 'pending' .* skip locked\)/,
  },
  {
    name: "workers' reports",
    reason: 'A worker knows the token of its claim, not the owner; what the token leads to names the owner.',
    tables: ['analysis_leases'],
    pattern: /where \(analysis_leases\.token = \$\d::uuid and analysis_leases\.worker_id = \$\d::uuid and /,
  },
  {
    name: 'sweeps',
    reason: 'They end the claims and analyses of all users whose workers have stopped.',
    tables: ['analyses', 'analysis_leases'],
    pattern:
      /^(with expired as materialized|update "analyses" set "status" = \$1, .* not exists|delete from analysis_leases using analyses) /,
  },
]
