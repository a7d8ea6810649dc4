-- Records what governs the group.
--
-- KEYS  ledger, state, receipts
-- ARGV  what governs
-- Replies {'applied'} or {'refused', reason, details...}.

local STATE = KEYS[2]
local LAYOUT = '2'
local EARLIER_LAYOUT = '1' -- ledger entries without a writer

if not redis.acl_check_cmd then
  return {'refused', 'version'}
end
local state = redis.pcall('HMGET', STATE, 'layout')
if state.err then
  return {'refused', 'server', STATE, state.err}
end
if state[1] and state[1] ~= LAYOUT and state[1] ~= EARLIER_LAYOUT then
  return {'refused', 'layout', STATE, state[1], LAYOUT}
end
local recorded = redis.pcall('HSET', STATE, 'layout', LAYOUT, 'governor', ARGV[1])
if type(recorded) == 'table' and recorded.err then
  return {'refused', 'server', STATE, recorded.err}
end
return {'applied'}
