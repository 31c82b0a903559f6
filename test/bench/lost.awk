# The yardstick: what coroner reports of this log, by a program with hard-coded columns.
#
#   mawk -f test/bench/lost.awk FILE
#
# Per lost task "pid tid", its start line and its last sign of life; per dead worker its pid, cause and the last request
# before its end; at the end "tasks N finished N lost N". The layout (generate.mjs):
#   2026-11-21 21:50:07,123 app 19272 139889324566272 start task 17...
# Fields are taken by number, the frequent lines first, and no line is searched for what its first columns rule out.
# Who needs neither the last sign of life nor the deaths' times can be three times as fast: starts and ends are the only
# frequent lines that end in dots, and mawk finds those by memchr(). That is another job.

/^20/ {
  key = $4 " " $5
  last[key] = $0
  if ($6 == "start") { open[key] = $0; tasks++ }
  else if ($6 == "finished" || $8 == "failed") { open[key] = 0; finished++ }
  next
}

/^\[pid: / { request[$2 + 0] = $0; next }

/HARAKIRI ON WORKER/ { if (match($0, /\(pid: [0-9]+/)) why[substr($0, RSTART + 6, RLENGTH - 6) + 0] = "request-timeout"; next }
/^\.\.\.The work of process/ { why[$5 + 0] = "max-requests"; next }
/^DAMN ! worker / { died($6 + 0, "signal"); next }
/^worker .* killed successfully/ { died($6 + 0, "exit") }

function died(pid, cause,    key, part) {
  print "death", pid, (pid in why) ? why[pid] : cause, request[pid]
  delete why[pid]
  for (key in open) {
    split(key, part, " ")
    if (part[1] != pid) continue
    if (open[key] != 0) { print key, open[key]; print "  last", last[key]; lost++ }
    delete open[key]
    delete last[key]
  }
}

END { print "tasks", tasks + 0, "finished", finished + 0, "lost", lost + 0 }
