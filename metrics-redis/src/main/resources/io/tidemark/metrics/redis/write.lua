-- Merges a batch into its hashes and moves the ledger, all or nothing. A script that fails does not roll back, so
-- everything that can be wrong is looked for before the first write.
--
-- KEYS  ledger, state, kinds, days, then one hash for each operation
-- ARGV  id of this write; ' writer'; seconds that minutes, hours and days are kept ('' for ever);
--       'fail' or 'saturate' for sums that exceed 64 bits; how many sums of the batch itself were limited to 64 bits;
--       n, then n ledger fields, n offsets from, n offsets until;
--       n, then n metrics, n kinds;
--       n, then n days since the epoch, n days as text, n times of expiry;
--       n, then n times: 'sum', 'max', 'min', 'last' or 'buckets', time of expiry, count, index of the first field,
--       index of the first value;
--       then the fields and values that these point at
-- Times of expiry are in seconds, '' for never.
-- Replies {'applied', number of sums limited to 64 bits, number of days, one of the limited sums},
-- {'conflict', stored entries...} or {'refused', reason, details...}.

local KEYS, ARGV = KEYS, ARGV
local LEDGER, STATE, KINDS, DAYS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local LAYOUT = '3'
local LAYOUTS = {['1'] = true, ['2'] = true, ['3'] = true}
local SPAN = 4000 -- unpack() fails at about 8000 values
local PAIRS = 15 -- Redis keeps the memory of 32 arguments from one call for the next

local cursor = 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end
local function block(count)
  local first = cursor + 1
  cursor = cursor + count
  return first
end

local function fetch(key, first, count)
  if count <= SPAN then
    local reply = redis.pcall('HMGET', key, unpack(ARGV, first, first + count - 1))
    return reply, reply.err
  end
  local values = {}
  for done = 0, count - 1, SPAN do
    local part, problem = fetch(key, first + done, math.min(SPAN, count - done))
    if problem then
      return part, problem
    end
    for i = 1, #part do
      values[done + i] = part[i]
    end
  end
  return values
end

local arguments = {}
-- Sets the fields that ARGV holds from an index on, to values that a table holds from an index on.
local function store(key, count, fields, values, at)
  for first = 0, count - 1, PAIRS do
    local size = 0
    for i = first, math.min(first + PAIRS, count) - 1 do
      arguments[size + 1] = ARGV[fields + i]
      arguments[size + 2] = values[at + i]
      size = size + 2
    end
    redis.call('HSET', key, unpack(arguments, 1, size))
  end
end

-- 64-bit integers as decimal text. A Lua number holds 53 bits: longer ones are two numbers of one sign,
-- high * 10^10 + low.

local function halves(text)
  local negative = string.byte(text) == 45
  local digits = negative and string.sub(text, 2) or text
  local high, low = 0, 0
  if #digits > 10 then
    high = tonumber(string.sub(digits, 1, -11))
    low = tonumber(string.sub(digits, -10))
  else
    low = tonumber(digits)
  end
  if negative then
    return -high, -low
  end
  return high, low
end

local function fits(high, low)
  if high > 922337203 or (high == 922337203 and low > 6854775807) then
    return false
  end
  return high > -922337203 or (high == -922337203 and low >= -6854775808)
end

local function is_integer(text)
  if text == '0' then
    return true
  end
  if not string.find(text, '^-?[1-9]%d*$') then
    return false
  end
  return #text <= 18 or (#text <= 20 and fits(halves(text)))
end

local saturates, saturated, saturated_at = false, 0, nil

local function add(a, b)
  if #a <= 15 and #b <= 15 then
    return string.format('%.0f', a + b)
  end
  local high_a, low_a = halves(a)
  local high_b, low_b = halves(b)
  local high, low = high_a + high_b, low_a + low_b
  if low >= 1e10 then
    high, low = high + 1, low - 1e10
  elseif low <= -1e10 then
    high, low = high - 1, low + 1e10
  end
  if high > 0 and low < 0 then
    high, low = high - 1, low + 1e10
  elseif high < 0 and low > 0 then
    high, low = high + 1, low - 1e10
  end
  if not fits(high, low) then
    if not saturates then
      return nil
    end
    saturated = saturated + 1
    return high > 0 and '9223372036854775807' or '-9223372036854775808'
  end
  if high == 0 then
    return string.format('%.0f', low)
  end
  return string.format('%.0f%010.0f', high, math.abs(low))
end

local function less(a, b)
  if #a <= 15 and #b <= 15 then
    return tonumber(a) < tonumber(b)
  end
  local high_a, low_a = halves(a)
  local high_b, low_b = halves(b)
  return high_a < high_b or (high_a == high_b and low_a < low_b)
end

-- Who may not do all of it must do none of it.
if not redis.acl_check_cmd then
  return {'refused', 'version'}
end
local needed = {
  {'TIME'}, {'EXISTS', LEDGER}, {'HMGET', LEDGER, 'f'}, {'HSET', LEDGER, 'f', 'v'}, {'EXPIREAT', LEDGER, '1'},
  {'ZADD', DAYS, '0', 'd'}, {'ZCARD', DAYS}, {'ZREMRANGEBYSCORE', DAYS, '0', '0'},
}
for _, command in ipairs(needed) do
  local known, allowed = pcall(redis.acl_check_cmd, unpack(command))
  if not known then
    return {'refused', 'command', command[1], type(allowed) == 'table' and allowed.err or tostring(allowed)}
  end
  if not allowed then
    return {'refused', 'permission', unpack(command, 1, 2)}
  end
end

local id, writer = take(), take()
local minutes_kept, hours_kept, days_kept = take(), take(), take()
local overflow = take()
saturates, saturated = overflow == 'saturate', tonumber(take())
local ranges = tonumber(take())
local partitions, froms, untils = block(ranges), block(ranges), block(ranges)
local metrics = tonumber(take())
local names, kinds = block(metrics), block(metrics)
local days = tonumber(take())
local day_numbers, day_texts, day_expiries = block(days), block(days), block(days)
local operations = tonumber(take())
local operations_at = block(operations * 5)

local clock = redis.call('TIME')
local now = tonumber(clock[1])
local now_millis = string.format('%.0f', now * 1000 + math.floor(tonumber(clock[2]) / 1000))

local state = redis.pcall('HMGET', STATE, 'layout', 'batch', 'write', 'shape', 'saturated')
if state.err then
  return {'refused', 'server', STATE, state.err}
end
if state[1] and not LAYOUTS[state[1]] then
  return {'refused', 'layout', STATE, state[1], LAYOUT}
end
-- The client sent this very write before and did not see the answer.
if state[3] == id then
  return {'applied'}
end
local batch = string.format('%.0f', tonumber(state[2] or '0') + 1)
local shape = tonumber(state[4] or '0')

local entries, problem = fetch(LEDGER, partitions, ranges)
if problem then
  return {'refused', 'server', LEDGER, problem}
end
local moved = {}
local conflict = false
for i = 1, ranges do
  local offset, identity
  if entries[i] then
    local rest
    offset, rest = string.match(entries[i], '^(%d+) %d+(.*)$')
    -- a single word is a writer without an identity
    identity = string.match(rest or '', '^ %S+ %S+') or ''
  end
  if offset == ARGV[froms + i - 1] then
    moved[i] = ARGV[untils + i - 1] .. ' ' .. now_millis .. identity .. writer
  else
    conflict = true
  end
end
if conflict then
  table.insert(entries, 1, 'conflict')
  return entries
end

if metrics > 0 then
  local known
  known, problem = fetch(KINDS, names, metrics)
  if problem then
    return {'refused', 'server', KINDS, problem}
  end
  for i = 1, metrics do
    if known[i] and known[i] ~= ARGV[kinds + i - 1] then
      return {'refused', 'kind', ARGV[names + i - 1], known[i], ARGV[kinds + i - 1]}
    end
  end
end

local known_days = redis.pcall('ZCARD', DAYS)
if type(known_days) == 'table' then
  return {'refused', 'server', DAYS, known_days.err}
end

local find = string.find

local function sum(old, given)
  if not old then
    return given
  elseif #old <= 15 and #given <= 15 and find(old, '^[1-9]%d*$') then
    return string.format('%.0f', old + given)
  elseif not is_integer(old) then
    return nil, 'value'
  end
  return add(old, given), 'overflow'
end

-- What a field holds after the merge; nil and the reason where it cannot be merged.
local merges = {
  sum = sum,
  -- buckets and counts in turn
  buckets = function(old, given)
    if not old then
      return given
    end
    local counts, order, length = {}, {}, -1
    for bucket, count in string.gmatch(old, '(%S+) (%S+)') do
      length = length + #bucket + #count + 2
      order[#order + 1] = bucket
      counts[bucket] = count
    end
    if length ~= #old then
      return nil, 'value'
    end
    for bucket, count in string.gmatch(given, '(%S+) (%S+)') do
      if not counts[bucket] then
        order[#order + 1] = bucket
      end
      local total, reason = sum(counts[bucket], count)
      if not total then
        return nil, reason
      end
      counts[bucket] = total
    end
    for i, bucket in ipairs(order) do
      order[i] = bucket .. ' ' .. counts[bucket]
    end
    return table.concat(order, ' ')
  end,
  max = function(old, given)
    if old and not is_integer(old) then
      return nil, 'value'
    end
    return (old and less(given, old)) and old or given
  end,
  min = function(old, given)
    if old and not is_integer(old) then
      return nil, 'value'
    end
    return (old and less(old, given)) and old or given
  end,
  last = function(old, given)
    if old and not string.find(old, '^-?%d+ %d+ %d+$') then
      return nil, 'value'
    end
    return given .. ' ' .. batch
  end,
}

local merged = {}
for operation = 1, operations do
  local at = operations_at + (operation - 1) * 5
  local expiry = tonumber(ARGV[at + 1])
  if not expiry or expiry > now then
    local key, kind = KEYS[4 + operation], ARGV[at]
    local merge, is_sum = merges[kind], kind == 'sum'
    local count, fields, values = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
    local exists = redis.pcall('EXISTS', key)
    if type(exists) == 'table' then
      return {'refused', 'server', key, exists.err}
    end
    local held
    -- a stream that catches up writes mostly hashes that are new
    if exists == 1 or kind == 'last' then
      held, problem = fetch(key, fields, count)
      if problem then
        return {'refused', 'server', key, problem}
      end
    end
    -- in place, because a second table for each hash costs a tenth of the script's time
    for i = 1, held and count or 0 do
      local old, given = held[i], ARGV[values + i - 1]
      if is_sum and not old then
        held[i] = given
      else
        local before = saturated
        local value, reason = merge(old, given)
        if saturated > before then
          saturated_at = key .. ', field ' .. ARGV[fields + i - 1]
        end
        if not value then
          return {'refused', reason, key, ARGV[fields + i - 1], old, given}
        end
        held[i] = value
      end
    end
    merged[operation] = held or ARGV
  end
end

-- tells readers that a new group has no buckets of earlier layouts
local began = state[1] and {} or {'began', LAYOUT}
-- A server without memory or disk, or one that has become a replica, refuses the first write.
local begun = redis.pcall('HSET', STATE, 'layout', LAYOUT, unpack(began))
if type(begun) == 'table' and begun.err then
  return {'refused', 'server', STATE, begun.err}
end

-- Nothing below this line fails.

for operation = 1, operations do
  local values = merged[operation]
  if values then
    local at = operations_at + (operation - 1) * 5
    local key, expiry = KEYS[4 + operation], ARGV[at + 1]
    store(key, tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), values, values == ARGV and tonumber(ARGV[at + 4]) or 1)
    if expiry ~= '' then
      redis.call('EXPIREAT', key, expiry)
    end
  end
end
store(LEDGER, ranges, partitions, moved, 1)
for i = 1, metrics do
  redis.call('HSET', KINDS, ARGV[names + i - 1], ARGV[kinds + i - 1])
end
local changes = 0
for i = 1, days do
  local expiry = tonumber(ARGV[day_expiries + i - 1])
  if not expiry or expiry > now then
    changes = changes + redis.call('ZADD', DAYS, ARGV[day_numbers + i - 1], ARGV[day_texts + i - 1])
  end
end
if metrics > 0 and days_kept ~= '' then
  local gone = math.floor((now - tonumber(days_kept)) / 86400) - 1
  changes = changes + redis.call('ZREMRANGEBYSCORE', DAYS, '-inf', string.format('%.0f', gone))
end
if changes > 0 then
  shape = shape + 1
end
redis.call('HSET', STATE, 'batch', batch, 'write', id, 'written-at', now_millis,
  'shape', string.format('%.0f', shape))
-- A store that was opened by a URL commits without knowing how long the sink keeps its metrics.
if metrics > 0 then
  redis.call('HSET', STATE, 'minutes-kept', minutes_kept, 'hours-kept', hours_kept, 'days-kept', days_kept,
    'overflow', overflow)
end
if saturated > 0 then
  redis.call('HSET', STATE, 'saturated', string.format('%.0f', tonumber(state[5] or '0') + saturated))
end
return {'applied', string.format('%.0f', saturated), tostring(redis.call('ZCARD', DAYS)), saturated_at}
