-- One user to whom a part of everything belongs, an administrator, and imports with many files and rejects: lists as long as they
-- get. The first user has 25 contracts, 250 analyses and 20 sessions beside these.
insert into users (id, email, password, name, role, api_key)
values (md5('admin')::uuid, 'admin@example.org', '!', 'Administrator', 'admin', 'sha256:' || repeat('0', 64));

insert into contracts (id, user_id, name, description, target_address, target_chain, tags, created_at, updated_at)
select md5('long-' || id)::uuid, md5('user-0')::uuid, name, description, '0x' || left(md5(id::text) || md5(name), 40),
  target_chain, tags, created_at, updated_at
from contracts order by id limit current_setting('bench.users')::integer / 5;

insert into analyses (id, user_id, config_id, contract_address, contract_chain, analysis_type, status, progress, results,
  error_message, has_errors, completed_at, created_at, updated_at)
select md5('long-' || id)::uuid, md5('user-0')::uuid, case when config_id is not null then md5('contract-0-1')::uuid end,
  contract_address, contract_chain, analysis_type, status, progress, results, error_message, has_errors, completed_at,
  created_at, updated_at
from analyses order by id limit current_setting('bench.users')::integer * 2;

insert into chat_sessions (id, user_id, title, contract_address, contract_chain, contract_name, is_active, last_message_at,
  created_at, updated_at)
select md5('long-' || id)::uuid, md5('user-0')::uuid, title, '0x' || left(md5(id::text) || md5(title), 40), contract_chain,
  contract_name, is_active, last_message_at, created_at, updated_at
from chat_sessions order by id limit current_setting('bench.users')::integer * 2 / 5;

insert into chat_messages (id, session_id, user_id, role, content, components, model, created_at)
select md5('long-' || id)::uuid, md5('session-0-1')::uuid, md5('user-0')::uuid, role, 'Everywhere: ' || content, components, model,
  created_at
from chat_messages order by id limit current_setting('bench.users')::integer * 8;

insert into import_jobs (id, directory, phase, created_at)
select md5('job-' || number)::uuid, 'legacy', 'completed', timestamptz '2024-01-01 00:00:00Z' + number * interval '1 hour'
from generate_series(1, 300) as number;

insert into import_progress (job_id) select id from import_jobs;

-- One in twenty belongs to the first job.
insert into import_rejects (job_id, number, kind, file, line, byte_offset, pointer, code, message, raw, raw_bytes)
select md5('job-' || case when number % 20 = 0 then 1 else 2 + number % 299 end)::uuid, number,
  (array['users', 'analyses', 'chat_messages'])[1 + number % 3], 'file.json', number, 0, '',
  (array['BROKEN_RECORD', 'ID_TAKEN', 'OWNER_UNKNOWN', 'BAD_VALUE'])[1 + number / 7 % 4], 'Broken.', convert_to('{"id":', 'UTF8'),
  6
from generate_series(1, 40000) as number;

insert into import_files (job_id, number, kind, path, is_backup, bytes, records, rejected, verified, differing)
select md5('job-' || case when number % 20 = 0 then 1 else 2 + number % 299 end)::uuid, number, 'users', number || '.json',
  false, 1, 1, 1, 0, 0
from generate_series(1, 20000) as number;
