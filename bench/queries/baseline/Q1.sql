\set user random(0, :users - 1) * :stride
\set place random(1, 25)
select json_build_object('id', id, 'name', name, 'description', description, 'targetAddress', target_address, 'targetChain', target_chain, 'isActive', is_active, 'analysisCount', analysis_count, 'createdAt', created_at, 'updatedAt', updated_at)
from contracts
where id = md5('contract-' || :user || '-' || :place)::uuid and user_id = md5('user-' || :user)::uuid;
