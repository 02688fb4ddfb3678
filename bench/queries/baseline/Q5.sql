\set user random(0, :users - 1) * :stride
select json_agg(counted) from (
  select status, count(*) as count from analyses where user_id = md5('user-' || :user)::uuid group by status
) as counted;
