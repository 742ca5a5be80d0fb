-- What wrk sends to `/v1/cells`, and what it tells of the answers, as one line of JSON.
-- Called with the number of cells a request.

function init(arguments)
  local rows = {}
  for i = 1, tonumber(arguments[1]) do
    rows[i] = "[" .. (1499 + i) .. ",50]"
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = '{"calls":[{"fn":"B2B_CPL","rows":[' .. table.concat(rows, ",") .. "]}]}"
end

function done(summary, latency)
  local let_in = summary.requests - summary.errors.status
  -- wrk does not tell the latencies of those let in from the others': of all answers, as many are
  -- slower than this as would be among those let in if every slow one were theirs, so it is no
  -- less than their 99th percentile.
  local slowest = 100 - let_in / math.max(1, summary.requests)
  local lost = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('\n{"let_in":%d,"refused":%d,"lost":%d,"seconds":%f,"p99":%f}\n',
    let_in, summary.errors.status, lost, summary.duration / 1e6, latency:percentile(slowest) / 1e6))
end
