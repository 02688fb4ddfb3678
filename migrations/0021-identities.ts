import { type Kysely, type RawBuilder, sql } from 'kysely'

/**
 * Functions that map chains and addresses to their identity: two spellings are the same chain, or the same address, if
 * and only if their identities are equal. The spelling that the user typed is stored and shown. `src/database/identity.ts`
 * has the same rules of chains; a test compares them.
 *
 * The functions are used by indexes. So their bodies use only built-in functions or SQL bodies that PostgreSQL parses
 * when it creates them, which do not depend on the search path; and a later migration that changes an identity must
 * build the indexes again. The previous release uses its own indexes, which a later migration drops. Indexes are built
 * concurrently, which is not possible in a transaction.
 */
export const isTransactional = false

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create or replace function chain_identity(chain text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  name text := regexp_replace(lower(btrim(normalize(chain)) collate "C"), '[ _]+', '-', 'g');
begin
  name := regexp_replace(name, '(.)-mainnet$', '\\1');
  if name ~ '^[0-9]+$' then name := 'eip155:' || name; end if;
  return coalesce(${sql.lit(JSON.stringify(aliases))}::jsonb ->> name, name);
end
$$`.execute(db)
  await createAddressIdentity(db)
  // The text of an address without its chain is one of these on any chain.
  await sql`
create or replace function address_identities(address text) returns text[]
language sql immutable parallel safe
return array[${sql.join(representatives.map((chain) => sql`address_identity(address, ${sql.lit(chain)})`))}]`.execute(
    db,
  )
  await buildIndex(db, {
    name: 'contracts_by_identity',
    on: sql`contracts (user_id, address_identity(target_address, target_chain))`,
  })
  await buildIndex(db, {
    name: 'analyses_by_identity',
    on: sql`analyses (user_id, address_identity(contract_address, contract_chain))`,
  })
  await buildIndex(db, {
    name: 'chat_sessions_by_identity',
    on: sql`chat_sessions (user_id, address_identity(contract_address, contract_chain))`,
  })
}

const evmNetworks = [
  'ethereum:1 eth mainnet ether homestead',
  'optimism:10 op op-mainnet oeth',
  'bsc:56 bnb binance binance-smart-chain bnb-smart-chain bnb-chain bnbchain',
  'gnosis:100 xdai gnosis-chain gno',
  'polygon:137 matic polygon-pos pol',
  'sonic:146',
  'fantom:250 ftm fantom-opera opera',
  'zksync:324 zksync-era era',
  'lisk:1135 lsk',
  'mantle:5000 mnt',
  'base:8453',
  'mode:34443',
  'arbitrum:42161 arb arbitrum-one arb1',
  'celo:42220',
  'avalanche:43114 avax avalanche-c avalanche-c-chain',
  'linea:59144',
  'blast:81457',
  'scroll:534352',
  'sepolia:11155111 ethereum-sepolia eth-sepolia sepolia-testnet',
  'holesky:17000 ethereum-holesky eth-holesky',
  'lisk-sepolia:4202 lisk-sepolia-testnet',
  'base-sepolia:84532 base-sepolia-testnet',
  'xdc:50 xdc-network xinfin',
]

const otherNetworks = [
  'starknet sn sn-main stark starknet-main',
  'solana sol solana-mainnet-beta',
  'tron trx',
  'bitcoin btc',
  'bitcoin-cash bch bitcoincash',
  'litecoin ltc',
  'dogecoin doge',
  'cosmos atom cosmoshub cosmos-hub cosmoshub-4',
  'osmosis osmo osmosis-1',
  'cardano ada',
  'aptos apt',
  'sui',
  'ton toncoin the-open-network',
  'near near-protocol',
]

const aliases = {
  ...Object.fromEntries(
    evmNetworks.flatMap((network) => {
      const [head = '', ...others] = network.split(' ')
      const [name = '', id] = head.split(':')
      const hexadecimal = `0x${Number(id).toString(16)}`
      return [...others, `eip155:${id}`, hexadecimal].map((alias) => [alias, name])
    }),
  ),
  ...Object.fromEntries(
    otherNetworks.flatMap((network) => {
      const [name = '', ...others] = network.split(' ')
      return others.map((alias) => [alias, name])
    }),
  ),
}

/** Names and aliases, for the test. */
export const knownChains: readonly string[] = Object.entries(aliases).flat()

/** The rule for addresses of each chain. Other chains with an EIP-155 id have the rule `evm`. */
const rules = {
  ...Object.fromEntries(evmNetworks.map((network) => [network.split(':')[0], 'evm'])),
  ...{ starknet: 'felt', aptos: 'move', sui: 'move', tron: 'tron', ton: 'ton', near: 'near' },
  ...{ bitcoin: 'bech32', litecoin: 'bech32', cosmos: 'bech32', osmosis: 'bech32', cardano: 'bech32' },
  ...{ 'bitcoin-cash': 'cashaddr' },
}

/** A chain for each rule, and one without a rule of its own. */
const representatives = [
  ...['ethereum', 'starknet', 'sui', 'tron', 'ton', 'near', 'bitcoin', 'bitcoin-cash', 'solana'],
]

/**
 * - evm: case-insensitive; "0x" may be missing or written "xdc".
 * - felt (Starknet) and move (Aptos, Sui): case-insensitive, without leading zeros; module names after "::" are exact.
 * - tron: the hexadecimal form is case-insensitive, and may begin with "0x"; Base58 is exact.
 * - bech32 and cashaddr: all upper case is the same as all lower case; the prefix of a CashAddr may be missing. Base58
 *   is exact.
 * - ton: all Base64 forms of an account are the raw form.
 * - near: case-insensitive.
 * - other chains, such as Solana: exact, except hexadecimal numbers that begin with "0x".
 */
async function createAddressIdentity(db: Kysely<unknown>): Promise<void> {
  await sql`
create or replace function address_identity_on(address text, chain_identity text) returns text
language plpgsql immutable parallel safe as $$
declare
  exact text := btrim(normalize(address));
  folded text := lower(exact collate "C");
  is_one_case boolean := exact = folded or exact = upper(exact collate "C");
  bytes bytea;
begin
  case coalesce(${sql.lit(JSON.stringify(rules))}::jsonb ->> chain_identity,
    case when chain_identity like 'eip155:%' then 'evm' else 'other' end)
  when 'evm' then
    return regexp_replace(folded, '^(0x|xdc)?([0-9a-f]{40})$', '0x\\2');
  when 'felt' then
    return regexp_replace(folded, '^0x0*([0-9a-f]+)$', '0x\\1');
  when 'move' then
    if exact !~* '^(0x)?[0-9a-f]+(::|$)' then return exact; end if;
    return regexp_replace(split_part(folded, '::', 1), '^(0x)?0*([0-9a-f]+)$', '0x\\2')
      || substr(exact, length(split_part(exact, '::', 1)) + 1);
  when 'tron' then
    if folded ~ '^(0x)?(41)?[0-9a-f]{40}$' then return '41' || right(folded, 40); end if;
    return exact;
  when 'bech32' then
    if is_one_case and folded ~ '^[a-z][a-z_]*1[02-9ac-hj-np-z]{6,}$' then return folded; end if;
    return exact;
  when 'cashaddr' then
    if is_one_case and folded ~ '^(bitcoincash:)?[qp][02-9ac-hj-np-z]{41,}$' then
      return regexp_replace(folded, '^bitcoincash:', '');
    end if;
    return exact;
  when 'ton' then
    if folded ~ '^(-1|0):[0-9a-f]{64}$' then return folded; end if;
    if exact !~ '^[0-9A-Za-z_/+-]{48}$' then return exact; end if;
    bytes := decode(translate(exact, '-_', '+/'), 'base64');
    return case get_byte(bytes, 1) when 255 then '-1' else get_byte(bytes, 1)::text end
      || ':' || encode(substr(bytes, 3, 32), 'hex');
  when 'near' then
    return folded;
  else
    return case when folded ~ '^0x[0-9a-f]+$' then folded else exact end;
  end case;
end
$$`.execute(db)
  await sql`
create or replace function address_identity(address text, chain text) returns text
language sql immutable parallel safe return address_identity_on(address, chain_identity(chain))`.execute(db)
}

/** Drops an invalid index that an interrupted build may have left. */
async function buildIndex(
  db: Kysely<unknown>,
  { name, on }: { readonly name: string; readonly on: RawBuilder<unknown> },
): Promise<void> {
  await sql`drop index concurrently if exists ${sql.id(name)}`.execute(db)
  await sql`create index concurrently ${sql.id(name)} on ${on}`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists chat_sessions_by_identity`.execute(db)
  await sql`drop index concurrently if exists analyses_by_identity`.execute(db)
  await sql`drop index concurrently if exists contracts_by_identity`.execute(db)
  await sql`drop function if exists address_identities(text)`.execute(db)
  await sql`drop function if exists address_identity(text, text)`.execute(db)
  await sql`drop function if exists address_identity_on(text, text)`.execute(db)
  await sql`drop function if exists chain_identity(text)`.execute(db)
}
