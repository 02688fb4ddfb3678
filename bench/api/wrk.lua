-- wrk -s wrk.lua URL -- FILE SEED [check]
-- Sends one of the file's requests at random, over and over. A line of the file is a token or nothing, a tab and a body.
-- With `check`, every answer is checked. This takes time, so measurements omit it.

local texts = {}
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  math.randomseed(tonumber(arguments[2]))
  for line in io.lines(arguments[1]) do
    local token, body = line:match('^(%S*)\t(.*)$')
    local headers = { ['Content-Type'] = 'application/json' }
    if token ~= '' then
      headers['Authorization'] = 'Bearer ' .. token
    end
    table.insert(texts, wrk.format('POST', nil, headers, body))
  end
  wrongAnswers = 0
  if arguments[3] == 'check' then
    response = function(status, _, body)
      if status ~= 200 or body:find('"errors":', 1, true) or not body:find('"data":', 1, true) then
        wrongAnswers = wrongAnswers + 1
      end
    end
  end
end

function request()
  return texts[math.random(#texts)]
end

function done(summary, latency)
  local errors = summary.errors
  local wrong = errors.status
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get('wrongAnswers')
  end
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%.6f,"bytes":%d,"wrong":%d,"broken":%d,"p50":%.3f,"p99":%.3f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, wrong,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
