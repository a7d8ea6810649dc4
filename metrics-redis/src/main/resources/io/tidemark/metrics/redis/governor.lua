-- Records what governs the group.
--
-- KEYS  ledger, state, receipts
-- ARGV  what governs
-- Replies {'applied'} or {'refused', reason, details...}.

local STATE = KEYS[2]
local LAYOUT = '3'
local LAYOUTS = {['1'] = true, ['2'] = true, ['3'] = true}

if not redis.acl_check_cmd then
  return {'refused', 'version'}
end
local state = redis.pcall('HMGET', STATE, 'layout')
if state.err then
  return {'refused', 'server', STATE, state.err}
end
if state[1] and not LAYOUTS[state[1]] then
  return {'refused', 'layout', STATE, state[1], LAYOUT}
end
-- tells readers that a new group has no buckets of earlier layouts
local began = state[1] and {} or {'began', LAYOUT}
local recorded = redis.pcall('HSET', STATE, 'layout', LAYOUT, 'governor', ARGV[1], unpack(began))
if type(recorded) == 'table' and recorded.err then
  return {'refused', 'server', STATE, recorded.err}
end
return {'applied'}
