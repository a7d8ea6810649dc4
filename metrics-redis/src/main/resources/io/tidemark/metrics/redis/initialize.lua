-- Stores first offsets for partitions that have none.
--
-- KEYS  ledger, state, receipts
-- ARGV  ' writer'; n, then n ledger fields, n offsets, n identities (' topic cluster' or '')
-- Replies {'applied', entries that govern...} or {'refused', reason, details...}.

local LEDGER, STATE = KEYS[1], KEYS[2]
local LAYOUT = '3'
local LAYOUTS = {['1'] = true, ['2'] = true, ['3'] = true}
local SPAN = 4000

if not redis.acl_check_cmd then
  return {'refused', 'version'}
end
local function refusal(commands)
  for _, command in ipairs(commands) do
    local known, allowed = pcall(redis.acl_check_cmd, unpack(command))
    if not known then
      return {'refused', 'command', command[1], type(allowed) == 'table' and allowed.err or tostring(allowed)}
    end
    if not allowed then
      return {'refused', 'permission', unpack(command, 1, 2)}
    end
  end
end
local refused = refusal({{'TIME'}, {'HMGET', LEDGER, 'f'}, {'HSET', LEDGER, 'f', 'v'}})
if refused then
  return refused
end

local writer, count = ARGV[1], tonumber(ARGV[2])
local clock = redis.call('TIME')
local now_millis = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
local state = redis.pcall('HMGET', STATE, 'layout')
if state.err then
  return {'refused', 'server', STATE, state.err}
end
if state[1] and not LAYOUTS[state[1]] then
  return {'refused', 'layout', STATE, state[1], LAYOUT}
end

-- tells readers that a new group has no buckets of earlier layouts
local began = state[1] and {} or {'began', LAYOUT}

local reply = {'applied'}
local entered = {}
for done = 0, count - 1, SPAN do
  local part = redis.pcall('HMGET', LEDGER, unpack(ARGV, done + 3, math.min(done + SPAN, count) + 2))
  if part.err then
    return {'refused', 'server', LEDGER, part.err}
  end
  for i = 1, #part do
    local entry = part[i]
    if not entry then
      entry = ARGV[2 + count + done + i] .. ' ' .. now_millis .. ARGV[2 + 2 * count + done + i] .. writer
      entered[#entered + 1] = ARGV[2 + done + i]
      entered[#entered + 1] = entry
    end
    reply[1 + done + i] = entry
  end
end

local begun = redis.pcall('HSET', STATE, 'layout', LAYOUT, unpack(began))
if type(begun) == 'table' and begun.err then
  return {'refused', 'server', STATE, begun.err}
end
for first = 1, #entered, SPAN do
  redis.call('HSET', LEDGER, unpack(entered, first, math.min(first + SPAN - 1, #entered)))
end
return reply
