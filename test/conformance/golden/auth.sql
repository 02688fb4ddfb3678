-- the viewer, in every request
select "users"."id", "users"."role", "users"."api_key" as "apiKey", coalesce(account_security.token_version,
    0) as "version"
from "users"
left join "account_security" on "account_security"."user_id" = "users"."id"
where users.api_key = any($1::text[]) and (users.is_active and account_security.deleted_at is null);
