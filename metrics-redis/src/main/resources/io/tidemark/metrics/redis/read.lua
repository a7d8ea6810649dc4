-- Reads hashes of metrics, all in one state. Writes nothing.
--
-- KEYS  ledger, state, kinds, days, then for each run: the metric's whole-history hash if the run has a filter, and
--       the run's hashes
-- ARGV  the shape that the caller has planned for ('' for any, 'grow' if the script adds the hashes of other days);
--       'ledger' if the ledger is wanted, else ''; with 'grow' n, then the n days that are planned, else 0;
--       n, then n metrics;
--       n, then n runs: index of the metric, 'fold' or 'each', number of hashes, number of tags to filter by, these tags;
--       how to add a day: begin and end of the period in seconds, name of the table, how the keys of its hashes begin ('' if
--       the run does not depend on days)
-- Replies {'moved', shape, days and scores} where the days are others than the caller knows, {'layout', found}, or
-- {'read', {batch, written-at, minutes-kept, hours-kept, now, overflow, saturated}, ledger, kinds, runs, days that were
-- added and scores}. A run is its hashes, those of added days last. With 'grow', 'moved' means that a new day is only partly
-- in a period. A run to fold is one hash, of sums of theirs, if the metric is a sum or a histogram: a field may come several times, with parts
-- that are to be added up. A hash is one text, a line each: how many lines follow, then a field and a value in turn; the
-- value of a histogram is how many words follow, then a bucket and a count in turn, with blanks between. Thousands of
-- short replies would take longer than the reading.

local KEYS, ARGV = KEYS, ARGV
local LEDGER, STATE, KINDS, DAYS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local LAYOUT = '3'
local LAYOUTS = {['1'] = true, ['2'] = true, ['3'] = true}
local SPAN = 4000 -- unpack() fails at about 8000 values

local state = redis.call('HMGET', STATE, 'layout', 'shape', 'batch', 'written-at', 'minutes-kept', 'hours-kept',
  'overflow', 'saturated', 'began')
if state[1] and not LAYOUTS[state[1]] then
  return {'layout', state[1]}
end
local shape = state[2] or '0'
-- A group that began with layout 1 or 2 has buckets in a hash for each histogram, and newer ones as layout 3 has them.
local has_earlier_buckets = state[1] and state[9] ~= LAYOUT
local function moved()
  return {'moved', shape, redis.call('ZRANGE', DAYS, 0, -1, 'WITHSCORES')}
end
if ARGV[1] ~= '' and ARGV[1] ~= 'grow' and ARGV[1] ~= shape then
  return moved()
end

local cursor = 2
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local planned, added = {}, {}
for i = 1, tonumber(take()) do
  planned[tonumber(take())] = true
end
if ARGV[1] == 'grow' then
  local days = redis.call('ZRANGE', DAYS, 0, -1, 'WITHSCORES')
  for i = 1, #days, 2 do
    if not planned[tonumber(days[i + 1])] then
      added[#added + 1] = days[i]
      added[#added + 1] = days[i + 1]
    end
  end
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

-- Adds a value to the total of its field. A double is exact to 2^53: what comes near goes into parts, as it is.
local function add(field, text, totals, parts)
  local value = #text <= 15 and tonumber(text)
  if value and value % 1 == 0 then
    local total = (totals[field] or 0) + value
    if total > 8e15 or total < -8e15 then
      parts[#parts + 1] = field
      parts[#parts + 1] = string.format('%.0f', total)
      total = 0
    end
    totals[field] = total
  else
    parts[#parts + 1] = field
    parts[#parts + 1] = text
  end
end

local function fold(flat, totals, parts)
  for i = 1, #flat, 2 do
    add(flat[i], flat[i + 1], totals, parts)
  end
end

local function finish(totals, parts)
  for field, total in pairs(totals) do
    parts[#parts + 1] = field
    parts[#parts + 1] = string.format('%.0f', total)
  end
  return parts
end

local function joined(flat, separator)
  return #flat .. separator .. table.concat(flat, separator)
end

-- Calls a function with each histogram of a hash, or of some of its fields: the field, its buckets as a text, and
-- those of earlier layouts as a flat table, which may be empty.
local function each_histogram(key, fields, handle)
  local texts = {}
  local flat = fields and some(key .. ':buckets', fields) or whole(key .. ':buckets')
  for i = 1, #flat, 2 do
    texts[flat[i]] = flat[i + 1]
  end
  for _, field in ipairs(fields or redis.call('HKEYS', key)) do
    handle(field, texts[field] or '', has_earlier_buckets and whole(key .. ':' .. field) or {})
  end
end

local function fold_histogram(text, earlier, totals, parts)
  local length = -1
  for bucket, count in string.gmatch(text, '(%S+) (%S+)') do
    length = length + #bucket + #count + 2
    -- nearly all counts are short, and a reading may have a million of them
    local value = #count <= 12 and tonumber(count)
    local total = value and (totals[bucket] or 0) + value
    if total and value % 1 == 0 and total < 8e15 and total > -8e15 then
      totals[bucket] = total
    else
      add(bucket, count, totals, parts)
    end
  end
  if length ~= #text and text ~= '' then
    -- no sink wrote it: as a bucket, the caller refuses it
    parts[#parts + 1] = '?' .. string.gsub(text, ' ', '_')
    parts[#parts + 1] = '0'
  end
  fold(earlier, totals, parts)
end

-- The buckets of one histogram, as the reply has them.
local function buckets(text, earlier)
  if #earlier == 0 and text ~= '' then
    local _, blanks = string.gsub(text, ' ', ' ')
    return blanks + 1 .. ' ' .. text
  end
  local totals, parts = {}, {}
  fold_histogram(text, earlier, totals, parts)
  return joined(finish(totals, parts), ' ')
end

-- Adds up the histograms of all fields of one hash.
local function all_buckets(key)
  local totals, parts = {}, {}
  each_histogram(key, nil, function(_, text, earlier)
    fold_histogram(text, earlier, totals, parts)
  end)
  return joined(finish(totals, parts), ' ')
end

-- Where a hash's fields are minutes or hours of all tags: how the keys of their hashes by tags begin, which have the buckets.
local function stem(key)
  local minutes, found = string.gsub(key, '}:minutes:', '}:minute:', 1)
  if found == 1 then
    return minutes .. ':'
  end
  local hours
  hours, found = string.gsub(key, '}:hours:', '}:hour:', 1)
  return found == 1 and hours .. 'T'
end

local function each(kind, keys, fields)
  local hashes = {}
  for i, key in ipairs(keys) do
    local flat = fields and some(key, fields) or whole(key)
    if kind == 'histogram' then
      local step, at = stem(key), {}
      for j = 1, #flat, 2 do
        at[flat[j]] = j + 1
        flat[j + 1] = step and all_buckets(step .. string.format('%02d', flat[j])) or '0 '
      end
      if not step then
        each_histogram(key, fields, function(field, text, earlier)
          if at[field] then
            flat[at[field]] = buckets(text, earlier)
          end
        end)
      end
    end
    hashes[i] = joined(flat, '\n')
  end
  return hashes
end

local function folded_sums(keys)
  local totals, parts = {}, {}
  for _, key in ipairs(keys) do
    fold(whole(key), totals, parts)
  end
  return {joined(finish(totals, parts), '\n')}
end

local function folded_histograms(keys)
  local totals, parts = {}, {}
  for _, key in ipairs(keys) do
    each_histogram(key, nil, function(field, text, earlier)
      totals[field] = totals[field] or {}
      parts[field] = parts[field] or {}
      fold_histogram(text, earlier, totals[field], parts[field])
    end)
  end
  local flat = {}
  for field, counts in pairs(totals) do
    flat[#flat + 1] = field
    flat[#flat + 1] = joined(finish(counts, parts[field]), ' ')
  end
  return {joined(flat, '\n')}
end

-- The hashes of a table that hold a whole day.
local function add_day(keys, name, stem, day)
  if name == 'day' or name == 'hours' then
    keys[#keys + 1] = stem .. day
    return
  end
  for hour = 0, 23 do
    local key = stem .. day .. string.format('T%02d', hour)
    if name == 'hour' or name == 'minutes' then
      keys[#keys + 1] = key
    else
      for minute = 0, 59 do
        keys[#keys + 1] = key .. string.format(':%02d', minute)
      end
    end
  end
end

-- Adds the hashes of all added days within a period. False if one of these days is only partly within it.
local function add_days(keys, from, to, name, stem)
  for i = 1, #added, 2 do
    local start = tonumber(added[i + 1]) * 86400
    if start >= from and start + 86400 <= to then
      add_day(keys, name, stem, added[i])
    elseif start < to and start + 86400 > from then
      return false
    end
  end
  return true
end

local runs = {}
local key_at = 4
for run = 1, tonumber(take()) do
  local kind, way, count = kinds[tonumber(take())], take(), tonumber(take())
  local tags = {}
  for i = 1, tonumber(take()) do
    tags[i] = take()
  end
  local from, to, name, stem = tonumber(take()), tonumber(take()), take(), take()
  local fields
  if #tags > 0 then
    key_at = key_at + 1
    fields = matching(KEYS[key_at], tags)
  end
  local keys = {}
  for i = 1, count do
    keys[i] = KEYS[key_at + i]
  end
  key_at = key_at + count
  if name ~= '' and not add_days(keys, from, to, name, stem) then
    return moved()
  end
  if way == 'fold' and kind == 'sum' then
    runs[run] = folded_sums(keys)
  elseif way == 'fold' and kind == 'histogram' then
    runs[run] = folded_histograms(keys)
  else
    runs[run] = each(kind, keys, fields)
  end
end

local ledger = {}
if ARGV[2] == 'ledger' then
  ledger = redis.call('HGETALL', LEDGER)
end
return {'read', {state[3], state[4], state[5], state[6], redis.call('TIME')[1], state[7], state[8]}, ledger, kinds, runs,
  added}
