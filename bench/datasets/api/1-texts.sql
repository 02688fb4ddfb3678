-- Texts and functions that the other files use. The rows are the same every time: each value comes from a hash of its
-- row's number.

-- A number from 0 to choices - 1, different for each purpose.
create function pg_temp.pick(number bigint, purpose integer, choices integer) returns integer
language sql immutable return ((hashint8extended(number, purpose) & 2147483647) % choices)::integer;

create function pg_temp.address(number bigint) returns text
language sql stable return '0x' || md5('address-' || number) || left(md5('end-' || number), 8);

create temporary table words as
select place - 1 as number, word
from unnest(string_to_array(
  'wallets deposits the of users came back within a week volume fell by half from Friday to Sunday gas cost per swap '
  || 'is above that other pools retention grows where first transaction was paid for largest holders moved liquidity '
  || 'between contracts and approval step loses new most daily active bridge fees rose while staking rewards stayed '
  || 'flat since last month which “churn” naïve "whales" either\or 🚀 → Zürich governance votes treasury audit slippage '
  || 'oracle price vault lending borrowers collateral liquidation yield airdrop campaign cohort funnel conversion median '
  || 'share outliers bots sybil clusters exchange inflow outflow mempool block time throughput failed reverted upgraded', ' '
)) with ordinality as word(word, place);

create temporary table sentences as
select sentence as number, initcap(left(words.text, 1)) || substr(words.text, 2) || '.' as text
from generate_series(0, 4095) as sentence
cross join lateral (
  select string_agg(
    case when pg_temp.pick(sentence * 64 + place, 1, 12) = 0 then pg_temp.pick(sentence * 64 + place, 2, 10000)::text
    else word end, ' ' order by place) as text
  from generate_series(1, 10 + pg_temp.pick(sentence, 3, 10)) as place
  join words on words.number = pg_temp.pick(sentence * 64 + place, 4, (select count(*)::integer from words))
) as words;
alter table sentences add primary key (number);
analyze sentences;
