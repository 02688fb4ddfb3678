-- import jobs, counted
-- import jobs, first page
-- import jobs with rejects
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "isDryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "hasBackups",
    "import_jobs"."orphans", "import_jobs"."on_email_taken" as "onEmailTaken", "import_jobs"."on_damage" as
    "onDamage", "import_jobs"."is_verified" as "hasVerification", "import_jobs"."error_code" as "errorCode",
    "import_jobs"."error_message" as "errorMessage", "import_jobs"."created_at" as "createdAt",
    "import_jobs"."resumed_at" as "resumedAt", "import_jobs"."finished_at" as "finishedAt",
    "import_jobs"."reverted_at" as "revertedAt", "import_progress"."counts", "import_progress"."warnings",
    "import_progress"."skipped_paths" as "skippedPaths", "import_progress"."renamed_users" as "renamedUsers",
    "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as "bytesTotal",
    "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at" as
    "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt", import_jobs.created_at as "sortKey"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where (true and true)
order by import_jobs.created_at desc, "import_jobs"."id" desc
limit $1;

-- import jobs, counted
select count(*)::int as "count"
from "import_jobs";

-- import jobs, deepest page
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "isDryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "hasBackups",
    "import_jobs"."orphans", "import_jobs"."on_email_taken" as "onEmailTaken", "import_jobs"."on_damage" as
    "onDamage", "import_jobs"."is_verified" as "hasVerification", "import_jobs"."error_code" as "errorCode",
    "import_jobs"."error_message" as "errorMessage", "import_jobs"."created_at" as "createdAt",
    "import_jobs"."resumed_at" as "resumedAt", "import_jobs"."finished_at" as "finishedAt",
    "import_jobs"."reverted_at" as "revertedAt", "import_progress"."counts", "import_progress"."warnings",
    "import_progress"."skipped_paths" as "skippedPaths", "import_progress"."renamed_users" as "renamedUsers",
    "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as "bytesTotal",
    "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at" as
    "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt", import_jobs.created_at as "sortKey"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where ((import_jobs.created_at, "import_jobs"."id") < ($1::timestamptz, $2::uuid) and true)
order by import_jobs.created_at desc, "import_jobs"."id" desc
limit $3;

-- import jobs, deepest page from the end
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "isDryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "hasBackups",
    "import_jobs"."orphans", "import_jobs"."on_email_taken" as "onEmailTaken", "import_jobs"."on_damage" as
    "onDamage", "import_jobs"."is_verified" as "hasVerification", "import_jobs"."error_code" as "errorCode",
    "import_jobs"."error_message" as "errorMessage", "import_jobs"."created_at" as "createdAt",
    "import_jobs"."resumed_at" as "resumedAt", "import_jobs"."finished_at" as "finishedAt",
    "import_jobs"."reverted_at" as "revertedAt", "import_progress"."counts", "import_progress"."warnings",
    "import_progress"."skipped_paths" as "skippedPaths", "import_progress"."renamed_users" as "renamedUsers",
    "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as "bytesTotal",
    "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at" as
    "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt", import_jobs.created_at as "sortKey"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where (true and (import_jobs.created_at, "import_jobs"."id") > ($1::timestamptz, $2::uuid))
order by import_jobs.created_at asc, "import_jobs"."id" asc
limit $3;

-- a job's files, counted
-- a job's files, first page
-- import jobs with rejects
select "file".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_files"."job_id" as "jobId", "import_files"."number", "import_files"."kind",
      "import_files"."path", "import_files"."is_backup" as "isBackup", "import_files"."bytes",
      "import_files"."records", "import_files"."rejected", "import_files"."verified",
      "import_files"."differing", encode(import_files.bytes_sha256, 'hex') as "bytesSha256",
      encode(import_files.source_digest, 'hex') as "sourceDigest", encode(import_files.published_digest,
      'hex') as "publishedDigest", "import_files"."job_id" as "id", "import_files"."number" as "sortKey"
  from "import_files"
  where "import_files"."job_id" = "parent"."id" and (true and true)
  order by "import_files"."number" asc
  limit $3
) as "file" on true
order by "file"."sortKey" asc;

-- a job's files, counted
-- a job's files, first page
-- a job's files, deepest page
-- a job's files, deepest page from the end
-- a job's rejects, counted
-- a job's rejects, first page
-- a job's rejects, deepest page
-- a job's rejects, deepest page from the end
-- a job's rejects by kinds, counted
-- a job's rejects by codes, counted
-- rejects as NDJSON
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "isDryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "hasBackups",
    "import_jobs"."orphans", "import_jobs"."on_email_taken" as "onEmailTaken", "import_jobs"."on_damage" as
    "onDamage", "import_jobs"."is_verified" as "hasVerification", "import_jobs"."error_code" as "errorCode",
    "import_jobs"."error_message" as "errorMessage", "import_jobs"."created_at" as "createdAt",
    "import_jobs"."resumed_at" as "resumedAt", "import_jobs"."finished_at" as "finishedAt",
    "import_jobs"."reverted_at" as "revertedAt", "import_progress"."counts", "import_progress"."warnings",
    "import_progress"."skipped_paths" as "skippedPaths", "import_progress"."renamed_users" as "renamedUsers",
    "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as "bytesTotal",
    "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at" as
    "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);

-- a job's files, counted
-- import jobs with rejects
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_files" on "import_files"."job_id" = "parent"."id"
group by "parent"."id";

-- a job's files, deepest page
select "file".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_files"."job_id" as "jobId", "import_files"."number", "import_files"."kind",
      "import_files"."path", "import_files"."is_backup" as "isBackup", "import_files"."bytes",
      "import_files"."records", "import_files"."rejected", "import_files"."verified",
      "import_files"."differing", encode(import_files.bytes_sha256, 'hex') as "bytesSha256",
      encode(import_files.source_digest, 'hex') as "sourceDigest", encode(import_files.published_digest,
      'hex') as "publishedDigest", "import_files"."job_id" as "id", "import_files"."number" as "sortKey"
  from "import_files"
  where "import_files"."job_id" = "parent"."id" and ((import_files.number, "import_files"."job_id") >
      ($3::integer, $4::uuid) and true)
  order by "import_files"."number" asc
  limit $5
) as "file" on true
order by "file"."sortKey" asc;

-- a job's files, deepest page from the end
select "file".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_files"."job_id" as "jobId", "import_files"."number", "import_files"."kind",
      "import_files"."path", "import_files"."is_backup" as "isBackup", "import_files"."bytes",
      "import_files"."records", "import_files"."rejected", "import_files"."verified",
      "import_files"."differing", encode(import_files.bytes_sha256, 'hex') as "bytesSha256",
      encode(import_files.source_digest, 'hex') as "sourceDigest", encode(import_files.published_digest,
      'hex') as "publishedDigest", "import_files"."job_id" as "id", "import_files"."number" as "sortKey"
  from "import_files"
  where "import_files"."job_id" = "parent"."id" and (true and (import_files.number, "import_files"."job_id") <
      ($3::integer, $4::uuid))
  order by "import_files"."number" desc
  limit $5
) as "file" on true
order by "file"."sortKey" desc;

-- a job's rejects, counted
-- a job's rejects, first page
-- a job's rejects, deepest page
-- a job's rejects, deepest page from the end
-- a job's rejects by codes, counted
select "job_id" as "jobId", "number", substring(raw for $1) as "beginning"
from "import_rejects"
where (job_id, number) in (
  select *
  from unnest($2::uuid[], $3::integer[])
);

-- a job's rejects, counted
-- import jobs with rejects
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_rejects" on "import_rejects"."job_id" = "parent"."id"
where (not import_rejects.is_refusal)
group by "parent"."id";

-- a job's rejects, counted
-- a job's rejects, first page
-- import jobs with rejects
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and (not import_rejects.is_refusal) and (true and true)
  order by "import_rejects"."number" asc
  limit $3
) as "reject" on true
order by "reject"."sortKey" asc;

-- a job's rejects, deepest page
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and (not import_rejects.is_refusal) and
      ((import_rejects.number, "import_rejects"."job_id") > ($3::integer, $4::uuid) and true)
  order by "import_rejects"."number" asc
  limit $5
) as "reject" on true
order by "reject"."sortKey" asc;

-- a job's rejects, deepest page from the end
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and (not import_rejects.is_refusal) and (true and
      (import_rejects.number, "import_rejects"."job_id") < ($3::integer, $4::uuid))
  order by "import_rejects"."number" desc
  limit $5
) as "reject" on true
order by "reject"."sortKey" desc;

-- a job's rejects by kinds, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_rejects" on "import_rejects"."job_id" = "parent"."id"
where (not import_rejects.is_refusal and import_rejects.kind = any($3::text[]))
group by "parent"."id";

-- a job's rejects by kinds, counted
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and (not import_rejects.is_refusal and import_rejects.kind =
      any($3::text[])) and (true and true)
  order by "import_rejects"."number" asc
  limit $4
) as "reject" on true
order by "reject"."sortKey" asc;

-- a job's rejects by codes, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_rejects" on "import_rejects"."job_id" = "parent"."id"
where (not import_rejects.is_refusal and import_rejects.code = any($3::text[]))
group by "parent"."id";

-- a job's rejects by codes, counted
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and (not import_rejects.is_refusal and import_rejects.code =
      any($3::text[])) and (true and true)
  order by "import_rejects"."number" asc
  limit $4
) as "reject" on true
order by "reject"."sortKey" asc;

-- a user's documents, counted
-- a user's documents, first page
select "document".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "legacy_documents"."id", "legacy_documents"."user_id" as "userId", "legacy_documents"."path",
      "legacy_documents"."bytes", "legacy_documents"."is_json" as "isJson", "legacy_documents"."modified_at"
      as "modifiedAt", "legacy_documents"."imported_at" as "importedAt", encode(legacy_documents.sha256,
      'hex') as "sha256", "legacy_documents"."path" as "sortKey"
  from "legacy_documents"
  where "legacy_documents"."user_id" = "parent"."user_id" and (true and true)
  order by "legacy_documents"."path" asc, "legacy_documents"."id" asc
  limit $3
) as "document" on true
order by "document"."sortKey" asc, "document"."id" asc;

-- a user's documents, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "legacy_documents" on "legacy_documents"."user_id" = "parent"."user_id"
group by "parent"."id";

-- a user's documents, counted
-- a user's documents, first page
-- a user's documents, deepest page
-- a user's documents, deepest page from the end
-- usage
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "users" on ("users"."id" = key.id and (key.user_id is null or "users"."id" = key.user_id));

-- a user's documents, counted
-- a user's documents, first page
-- a user's documents, deepest page
-- a user's documents, deepest page from the end
select request.place::int as "place", case when legacy_documents.is_json then legacy_documents.content end as
    "part"
from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[]) with ordinality as request(id, user_id,
    start, length, place)
inner join "legacy_documents" on "legacy_documents"."id" = "request"."id" and "legacy_documents"."user_id" is
    not distinct
from request.user_id;

-- a user's documents, deepest page
select "document".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "legacy_documents"."id", "legacy_documents"."user_id" as "userId", "legacy_documents"."path",
      "legacy_documents"."bytes", "legacy_documents"."is_json" as "isJson", "legacy_documents"."modified_at"
      as "modifiedAt", "legacy_documents"."imported_at" as "importedAt", encode(legacy_documents.sha256,
      'hex') as "sha256", "legacy_documents"."path" as "sortKey"
  from "legacy_documents"
  where "legacy_documents"."user_id" = "parent"."user_id" and ((legacy_documents.path,
      "legacy_documents"."id") > ($3::text, $4::uuid) and true)
  order by "legacy_documents"."path" asc, "legacy_documents"."id" asc
  limit $5
) as "document" on true
order by "document"."sortKey" asc, "document"."id" asc;

-- a user's documents, deepest page from the end
select "document".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "legacy_documents"."id", "legacy_documents"."user_id" as "userId", "legacy_documents"."path",
      "legacy_documents"."bytes", "legacy_documents"."is_json" as "isJson", "legacy_documents"."modified_at"
      as "modifiedAt", "legacy_documents"."imported_at" as "importedAt", encode(legacy_documents.sha256,
      'hex') as "sha256", "legacy_documents"."path" as "sortKey"
  from "legacy_documents"
  where "legacy_documents"."user_id" = "parent"."user_id" and (true and (legacy_documents.path,
      "legacy_documents"."id") < ($3::text, $4::uuid))
  order by "legacy_documents"."path" desc, "legacy_documents"."id" desc
  limit $5
) as "document" on true
order by "document"."sortKey" desc, "document"."id" desc;

-- documents, counted
-- documents, first page
select "legacy_documents"."id", "legacy_documents"."user_id" as "userId", "legacy_documents"."path",
    "legacy_documents"."bytes", "legacy_documents"."is_json" as "isJson", "legacy_documents"."modified_at" as
    "modifiedAt", "legacy_documents"."imported_at" as "importedAt", encode(legacy_documents.sha256, 'hex') as
    "sha256", "legacy_documents"."path" as "sortKey"
from "legacy_documents"
where (true and true)
order by "legacy_documents"."path" asc, "legacy_documents"."id" asc
limit $1;

-- documents, counted
select count(*)::int as "count"
from "legacy_documents";

-- documents, counted
-- documents, first page
-- documents, deepest page
-- documents, deepest page from the end
select request.place::int as "place", substring(legacy_documents.content from request.start for
    request.length) as "part"
from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[]) with ordinality as request(id, user_id,
    start, length, place)
inner join "legacy_documents" on "legacy_documents"."id" = "request"."id" and "legacy_documents"."user_id" is
    not distinct
from request.user_id;

-- documents, deepest page
select "legacy_documents"."id", "legacy_documents"."user_id" as "userId", "legacy_documents"."path",
    "legacy_documents"."bytes", "legacy_documents"."is_json" as "isJson", "legacy_documents"."modified_at" as
    "modifiedAt", "legacy_documents"."imported_at" as "importedAt", encode(legacy_documents.sha256, 'hex') as
    "sha256", "legacy_documents"."path" as "sortKey"
from "legacy_documents"
where ((legacy_documents.path, "legacy_documents"."id") > ($1::text, $2::uuid) and true)
order by "legacy_documents"."path" asc, "legacy_documents"."id" asc
limit $3;

-- documents, deepest page from the end
select "legacy_documents"."id", "legacy_documents"."user_id" as "userId", "legacy_documents"."path",
    "legacy_documents"."bytes", "legacy_documents"."is_json" as "isJson", "legacy_documents"."modified_at" as
    "modifiedAt", "legacy_documents"."imported_at" as "importedAt", encode(legacy_documents.sha256, 'hex') as
    "sha256", "legacy_documents"."path" as "sortKey"
from "legacy_documents"
where (true and (legacy_documents.path, "legacy_documents"."id") < ($1::text, $2::uuid))
order by "legacy_documents"."path" desc, "legacy_documents"."id" desc
limit $3;

-- import jobs with rejects
select "import_rejects"."job_id" as "jobId", "import_rejects"."kind", "import_rejects"."code", count(*)::int
    as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_rejects" on "import_rejects"."job_id" = "parent"."id"
where (not import_rejects.is_refusal)
group by "import_rejects"."job_id", "import_rejects"."kind", "import_rejects"."code"
order by "count" desc, "import_rejects"."kind", "import_rejects"."code";

-- rejects as NDJSON
select number, kind, file, line::float8 as line, byte_offset::float8 as "offset", pointer, code, message,
    raw_bytes::float8 as "rawBytes", substring(raw for $1::integer) as raw, "hasNext"
from (
  select *, sum(least(octet_length(raw), $2::integer)) over (order by number) - least(octet_length(raw),
      $3::integer) as bytes_before, row_number() over (order by number) as place, lead(number) over (order by
      number) is not null as "hasNext"
  from (
    select *
    from import_rejects
    where job_id = $4::uuid and number > $5
    order by number
    limit $6
  ) as page
) as measured
where bytes_before < $7 and place <= $8
order by number;
