-- For wrk: orders from a hundred customers, at the rate that is the second argument, so many a second and thread; wrk itself knows none. Each
-- thread writes a line for each answer into a file of its own, in the folder that is the first argument: the status, and where the order is
-- if there is one.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long micros; } timeval;
  int gettimeofday(timeval *now, void *zone);
]]

-- So many milliseconds it may be late, and make up for it; what is missed in a longer pause, when nobody listens, is not sent later.
local MOST_LATE = 1000

local threads = 0
local timeval = ffi.new("timeval")

local function millis()
  ffi.C.gettimeofday(timeval, nil)
  return tonumber(timeval.seconds) * 1000 + tonumber(timeval.micros) / 1000
end

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  math.randomseed(number)
  answers = assert(io.open(args[1] .. "/answers-" .. number .. ".txt", "w"))
  answers:setvbuf("line")
  pause = 1000 / assert(tonumber(args[2]))
  due = millis()
end

-- The requests of all connections have their turn one after the other, a pause apart.
function delay()
  local now = millis()
  due = math.max(due + pause, now - MOST_LATE)
  return math.max(0, math.floor(due - now + 0.5))
end

function request()
  local body = '{"item": "bread", "quantity": %d, "email": "customer%d@example.com"}'
  local headers = { ["Content-Type"] = "application/json" }
  return wrk.format("POST", "/orders", headers, body:format(math.random(1, 5), math.random(1, 100)))
end

function response(status, headers, body)
  answers:write(status, " ", headers["Location"] or "-", "\n")
end
