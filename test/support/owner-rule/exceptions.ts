/** Statements that may access rows of an owned table without naming their owner. */
export interface OwnerException {
  readonly name: string
  readonly reason: string
  /** Tables accessed without the owner. Tables joined to these must still have the same owner. */
  readonly tables: readonly string[]
  /** Matches the statement's text, with white space collapsed to single spaces. */
  readonly pattern: RegExp
}

/** The whole list: every other statement names the owner. A test fails for an exception that no statement needs. */
export const ownerExceptions: readonly OwnerException[] = [
  {
    name: 'credentials',
    reason: 'The statement identifies the viewer by the digest of an API key, or by the e-mail of a login.',
    tables: ['users'],
    pattern:
      /^select .* from "users" left join "account_security" .* where .*(users\.api_key = any\(|"users"\."email" = )/,
  },
  {
    name: 'known clients',
    reason:
      'Before a login or a request for a code, the e-mail identifies the user whose known clients are read.',
    tables: ['users'],
    pattern:
      /^select "known_clients"\."user_id" from "users" inner join "known_clients" .* where "users"\."email" = /,
  },
  {
    name: 'list of users',
    reason: 'Only administrators may read it, and it is a list of all users.',
    tables: ['users'],
    pattern: /^select ("users"\."id", "users"\."email",|count\(\*\)::int as "count" from "users") /,
  },
  {
    name: 'list of documents',
    reason:
      'Only administrators may read it, and it is a list of the documents of all users and of those without an owner.',
    tables: ['legacy_documents'],
    pattern:
      /^select ("legacy_documents"\."id", .* from "legacy_documents" where |count\(\*\)::int as "count" from "legacy_documents"$)/,
  },
  {
    name: 'administrators',
    reason: 'The last administrator’s account can’t be closed, so all administrators are locked.',
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
      "The owner is in the aggregate's FILTER: in a condition next to the parent's id, it would make the planner expect " +
      'very few rows and read all rows of the user for every parent. The composite foreign key ensures that rows have the ' +
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
    reason: 'A worker knows the token of its claim, not the owner; the claim it identifies names the owner.',
    tables: ['analysis_leases'],
    pattern: /where \(analysis_leases\.token = \$\d::uuid and analysis_leases\.worker_id = \$\d::uuid and /,
  },
  {
    name: 'shared contracts',
    reason:
      'Whoever has the token of a share link knows the link, not the owner; the link it identifies names the owner.',
    tables: ['contract_share_links'],
    pattern:
      /^select .* from "contract_share_links" inner join "contracts" .* where "contract_share_links"\."token_digest" = \$\d /,
  },
  {
    name: 'sweeps',
    reason: 'They end the claims and analyses of stopped workers, for all users.',
    tables: ['analyses', 'analysis_leases'],
    pattern:
      /^(with expired as materialized|update "analyses" set "status" = \$1, .* not exists|delete from analysis_leases using analyses) /,
  },
  {
    name: 'syncs that are due',
    reason: 'A sweep queues the next cycle of each sync, for all users. Joined tables have the same owner.',
    tables: ['user_onboarding', 'users', 'contracts', 'analysis_runs', 'analyses'],
    pattern:
      /^select contracts\.id from user_onboarding join users on users\.id = user_onboarding\.user_id .* where user_onboarding\.continuous_sync and .* for no key update of contracts skip locked$/,
  },
]
