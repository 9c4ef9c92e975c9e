-- For wrk: orders from a hundred customers, each connection with a pause in between. Each thread writes a line for each answer into a file
-- of its own, in the folder that is the first argument: the status, and where the order is if there is one.

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  math.randomseed(number)
  answers = assert(io.open(args[1] .. "/answers-" .. number .. ".txt", "w"))
  answers:setvbuf("line")
end

function delay()
  return math.random(50, 150)
end

function request()
  local body = '{"item": "bread", "quantity": %d, "email": "customer%d@example.com"}'
  local headers = { ["Content-Type"] = "application/json" }
  return wrk.format("POST", "/orders", headers, body:format(math.random(1, 5), math.random(1, 100)))
end

function response(status, headers, body)
  answers:write(status, " ", headers["Location"] or "-", "\n")
end
