# SPDX-License-Identifier: GPL-2.0-only
#
# lengths.awk TABLE FILE...: prints each file of C with more than 400 lines and each
# function with more than 50 between its braces, but for those in the table,
# scripts/check/lengths. For scripts/check/run.

BEGIN {
	most_file = 400
	most_function = 50
}

FILENAME == ARGV[1] {
	table = FILENAME
	sub(/#.*/, "")
	if (NF == 1)
		print FILENAME ":" FNR ": " $1 ": it needs a reason"
	if (NF)
		excused[$1]
	next
}

FNR == 1 {
	end_file()
	file = FILENAME
	begin = 0
}

{ lines = FNR }

# The style has a function's braces, and nothing else's, alone in the first column.
/^[a-z].*\(/ && !/;$/ {
	name = $0
	sub(/\(.*/, "", name)
	sub(/.*[ *]/, "", name)
}

/^\{$/ { begin = FNR }

/^\}/ && begin {
	judge(file ":" name, FNR - begin - 1, most_function)
	begin = 0
}

END {
	end_file()
	for (what in excused)
		if (!(what in needed))
			print table ": " what ": it is not longer than others may be"
}

function end_file() {
	if (file)
		judge(file, lines, most_file)
}

function judge(what, nr, most) {
	if (nr <= most)
		return
	needed[what]
	if (!(what in excused))
		print what ": " nr " lines, more than " most
}
