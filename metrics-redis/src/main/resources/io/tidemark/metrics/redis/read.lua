-- Reads hashes of metrics, all in one state. Writes nothing.
--
-- KEYS  ledger, state, kinds, days, then for each run: the metric's whole-history hash if the run has a filter, and
--       the run's hashes
-- ARGV  the shape that the caller has planned for ('' for any); 'ledger' if the ledger is wanted, else '';
--       n, then n metrics;
--       n, then n runs: index of the metric, number of hashes, number of tags to filter by, these tags
-- Replies {'moved', shape, days and scores} where the days are others than the caller knows, {'layout', found}, or
-- {'read', {batch, written-at, minutes-kept, hours-kept, now}, ledger, kinds, hashes}. A hash is fields and values; of
-- a histogram, fields and lists of buckets and counts.

local LEDGER, STATE, KINDS, DAYS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local LAYOUT = '1'
local SPAN = 4000 -- unpack() fails at about 8000 values

local state = redis.call('HMGET', STATE, 'layout', 'shape', 'batch', 'written-at', 'minutes-kept', 'hours-kept')
if state[1] and state[1] ~= LAYOUT then
  return {'layout', state[1]}
end
local shape = state[2] or '0'
if ARGV[1] ~= '' and ARGV[1] ~= shape then
  return {'moved', shape, redis.call('ZRANGE', DAYS, 0, -1, 'WITHSCORES')}
end

local cursor = 2
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local metrics = tonumber(take())
local kinds = {}
for i = 1, metrics do
  kinds[i] = redis.call('HGET', KINDS, take())
end

local function matching(all, tags)
  local fields = {}
  for _, field in ipairs(redis.call('HKEYS', all)) do
    local padded = ',' .. field .. ','
    local matches = true
    for _, tag in ipairs(tags) do
      matches = matches and string.find(padded, ',' .. tag .. ',', 1, true)
    end
    if matches then
      fields[#fields + 1] = field
    end
  end
  return fields
end

local function whole(key)
  return redis.call('HGETALL', key)
end

local function some(key, fields)
  local flat = {}
  for first = 1, #fields, SPAN do
    local values = redis.call('HMGET', key, unpack(fields, first, math.min(first + SPAN - 1, #fields)))
    for i = 1, #values do
      if values[i] then
        flat[#flat + 1] = fields[first + i - 1]
        flat[#flat + 1] = values[i]
      end
    end
  end
  return flat
end

local hashes = {}
local key_at = 4
for _ = 1, tonumber(take()) do
  local kind, count = kinds[tonumber(take())], tonumber(take())
  local tags = {}
  for i = 1, tonumber(take()) do
    tags[i] = take()
  end
  local fields
  if #tags > 0 then
    key_at = key_at + 1
    fields = matching(KEYS[key_at], tags)
  end
  for _ = 1, count do
    key_at = key_at + 1
    local key = KEYS[key_at]
    local flat = fields and some(key, fields) or whole(key)
    if kind == 'histogram' then
      for i = 1, #flat, 2 do
        flat[i + 1] = redis.call('HGETALL', key .. ':' .. flat[i])
      end
    end
    hashes[#hashes + 1] = flat
  end
end

local ledger = {}
if ARGV[2] == 'ledger' then
  ledger = redis.call('HGETALL', LEDGER)
end
return {'read', {state[3], state[4], state[5], state[6], redis.call('TIME')[1]}, ledger, kinds, hashes}
