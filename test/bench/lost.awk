# The yardstick: the tasks that a worker's death cut off, by a program that knows this one log's columns.
#
#   mawk -f test/bench/lost.awk FILE
#
# It prints "pid tid start-line" per lost task and at the end "tasks N finished N lost N".
# The layout (generate.mjs): the pid begins in column 29 and has 3 to 5 digits, the thread id has 15.
#   2026-11-21 21:50:07,123 app 19272 139889324566272 start task 17...
# The cheapest test first: starts and ends (and DAMN) are the only frequent lines that end in three dots, and mawk
# looks for a literal with memchr(). Fields are avoided, since the first use of $1 splits the whole line; setting an
# entry to 0 is cheaper than to delete it and to make it again for the thread's next task.

/\.\.\.$/ {
  verb = substr($0, 50, 7)
  if (verb == " start ") { open[substr($0, 29, 21)] = $0; tasks++ }
  else if (verb == " finish") { open[substr($0, 29, 21)] = 0; finished++ }
  else if (verb == "start t") { open[substr($0, 29, 20)] = $0; tasks++ }
  else if (verb == "finishe") { open[substr($0, 29, 20)] = 0; finished++ }
  else if (verb == "tart ta") { open[substr($0, 29, 19)] = $0; tasks++ }
  else if (verb == "inished") { open[substr($0, 29, 19)] = 0; finished++ }
  else if (/^DAMN ! worker /) died($6 + 0)
  next
}

/failed$/ { open[$4 " " $5] = 0; finished++; next }

/^worker .* killed successfully/ { died($6 + 0) }

function died(pid,    key, part) {
  for (key in open) {
    split(key, part, " ")
    if (part[1] != pid) continue
    if (open[key] != 0) { print key, open[key]; lost++ }
    delete open[key]
  }
}

END { print "tasks", tasks + 0, "finished", finished + 0, "lost", lost + 0 }
