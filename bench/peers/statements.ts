/**
 * The statements of the hand-written peers. They list their columns, fetch the lists of many parents with one statement
 * that applies the limit to each parent, and are restricted to the user of the token.
 */
const contractColumns = `id, name, description, target_address as "targetAddress", target_chain as "targetChain",
  target_name as "targetName", is_active as "isActive", is_default as "isDefault", analysis_count as "analysisCount",
  last_analyzed as "lastAnalyzedAt", created_at as "createdAt", updated_at as "updatedAt"`
const analysisColumns = `id, user_id as "userId", config_id as "configId", analysis_type as type, status, progress,
  error_message as "errorMessage", has_errors as "hasErrors", completed_at as "completedAt", created_at as "createdAt",
  updated_at as "updatedAt"`
const sessionColumns = `id, title, contract_address as "contractAddress", contract_chain as "contractChain",
  contract_name as "contractName", is_active as "isActive", message_count as "messageCount",
  last_message_at as "lastMessageAt", created_at as "createdAt", updated_at as "updatedAt"`

/** $1 is the user; the name of the statement describes the other parameters. */
export const statements = {
  contractById: `select ${contractColumns} from contracts where user_id = $1 and id = $2`,
  contractsByIds: `select ${contractColumns} from contracts where user_id = $1 and id = any($2)`,
  firstContracts: `select ${contractColumns} from contracts where user_id = $1 and is_active
    order by created_at desc, id desc limit $2`,
  competitorsByContracts: `select contract_id as "contractId", id, address, chain, name, created_at as "createdAt"
    from contract_competitors where user_id = $1 and contract_id = any($2) order by created_at, id`,
  paramsByContracts: `select contract_id as "contractId", block_range as "blockRange",
    whale_threshold as "whaleThreshold", max_concurrent_requests as "maxConcurrentRequests",
    failover_timeout as "failoverTimeoutMs", max_retries as "maxRetries", output_formats as "outputFormats",
    custom_params as "customParams"
    from contract_analysis_params where user_id = $1 and contract_id = any($2)`,
  firstAnalysesByContracts: `select analysis.* from unnest($2::uuid[]) as contract (id) cross join lateral (
    select ${analysisColumns} from analyses where user_id = $1 and config_id = contract.id
    order by created_at desc, id desc limit $3) as analysis`,
  firstAnalyses: `select ${analysisColumns} from analyses where user_id = $1
    order by created_at desc, id desc limit $2`,
  // The measured query selects the results.
  firstAnalysesWithResults: `select ${analysisColumns}, results from analyses where user_id = $1
    order by created_at desc, id desc limit $2`,
  resultsByIds: 'select id, results from analyses where user_id = $1 and id = any($2)',
  analysisCounts: 'select status, count(*)::int as count from analyses where user_id = $1 group by status',
  firstSessions: `select ${sessionColumns} from chat_sessions where user_id = $1 and is_active
    order by created_at desc, id desc limit $2`,
  firstMessagesBySessions: `select message.* from unnest($2::uuid[]) as session (id) cross join lateral (
    select session_id as "sessionId", id, role, content, created_at as "createdAt"
    from chat_messages where user_id = $1 and session_id = session.id
    order by created_at desc, id desc limit $3) as message`,
  usersByIds: 'select id, email, name from users where id = $1 and id = any($2)',
} as const
