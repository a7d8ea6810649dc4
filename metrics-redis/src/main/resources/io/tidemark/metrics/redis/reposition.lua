-- Moves ledger entries to other offsets, or removes them, if all of them are the expected ones, and stores the receipts of
-- what is lost by it.
--
-- KEYS  ledger, state, receipts
-- ARGV  id of this write; ' writer'; n, then n ledger fields, n expected offsets, n expected identities, n next offsets ('' to
--       remove the entry), n next identities; an identity is ' topic cluster' or '';
--       m, then m fields and m values of receipts
-- Replies {'applied'}, {'conflict', stored entries...} or {'refused', reason, details...}.

local LEDGER, STATE, RECEIPTS = KEYS[1], KEYS[2], KEYS[3]
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
local refused = refusal({{'TIME'}, {'HMGET', LEDGER, 'f'}, {'HSET', LEDGER, 'f', 'v'}, {'HDEL', LEDGER, 'f'},
  {'HMGET', RECEIPTS, 'f'}, {'HSET', RECEIPTS, 'f', 'v'}})
if refused then
  return refused
end

local id = ARGV[1]
local writer, count = ARGV[2], tonumber(ARGV[3])
local function argument(which, i)
  return ARGV[3 + which * count + i]
end
local clock = redis.call('TIME')
local now_millis = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
local state = redis.pcall('HMGET', STATE, 'layout', 'write')
if state.err then
  return {'refused', 'server', STATE, state.err}
end
if state[1] and not LAYOUTS[state[1]] then
  return {'refused', 'layout', STATE, state[1], LAYOUT}
end
-- The client sent this very write before and did not see the answer.
if state[2] == id then
  return {'applied'}
end

-- tells readers that a new group has no buckets of earlier layouts
local began = state[1] and {} or {'began', LAYOUT}

local reply = {'conflict'}
local conflict = false
for done = 0, count - 1, SPAN do
  local part = redis.pcall('HMGET', LEDGER, unpack(ARGV, done + 4, math.min(done + SPAN, count) + 3))
  if part.err then
    return {'refused', 'server', LEDGER, part.err}
  end
  for i = 1, #part do
    local entry = part[i]
    reply[1 + done + i] = entry
    local offset, identity = nil, ''
    if entry then
      local rest
      offset, rest = string.match(entry, '^(%d+) %d+(.*)$')
      -- a single word is a writer without an identity
      identity = string.match(rest or '', '^ %S+ %S+') or ''
    end
    if offset ~= argument(1, done + i) or (identity ~= '' and identity ~= argument(2, done + i)) then
      conflict = true
    end
  end
end
if conflict then
  return reply
end

-- A key of another type would fail after the moves.
local receipts = redis.pcall('HMGET', RECEIPTS, 'f')
if receipts.err then
  return {'refused', 'server', RECEIPTS, receipts.err}
end

local begun = redis.pcall('HSET', STATE, 'layout', LAYOUT, 'write', id, unpack(began))
if type(begun) == 'table' and begun.err then
  return {'refused', 'server', STATE, begun.err}
end
for i = 1, count do
  local field, offset = argument(0, i), argument(3, i)
  if offset == '' then
    redis.call('HDEL', LEDGER, field)
  else
    redis.call('HSET', LEDGER, field, offset .. ' ' .. now_millis .. argument(4, i) .. writer)
  end
end
local fields = 4 + 5 * count
local losses = tonumber(ARGV[fields])
for i = 1, losses do
  redis.call('HSET', RECEIPTS, ARGV[fields + i], ARGV[fields + losses + i])
end
return {'applied'}
