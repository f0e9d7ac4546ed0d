# SPDX-License-Identifier: GPL-2.0-only
#
# layers.awk TABLE FILE...: prints each include that the table, scripts/check/layers,
# does not allow. For scripts/check/run.

FILENAME == ARGV[1] {
	sub(/#.*/, "")
	if (!NF)
		next
	rooms[$1]
	for (i = 2; i <= NF; i++)
		add($1, $i)
	next
}

# Its room, or the table's longest beginning of its name.
FNR == 1 {
	room = ""
	for (name in rooms)
		if (index(FILENAME, name) == 1 && length(name) > length(room))
			room = name
	top = FILENAME
	sub(/\/.*/, "/", top)
	if (room == "")
		print FILENAME ": no line of scripts/check/layers is for it"
}

/^#[ \t]*include[ \t]*"/ && room != "" {
	header = $0
	gsub(/^[^"]*"|".*$/, "", header)
	found = find(header)
	if (!allowed(found ? found : header))
		print FILENAME ":" FNR ": " room " may not include " \
			(found ? found : header)
}

# What @other allows, and @other, or @other alone.
function add(name, other,    i, n, list) {
	if (other !~ /^\+/) {
		allows[name] = allows[name] " " other
		return
	}
	other = substr(other, 2)
	if (!(other in rooms))
		print "scripts/check/layers: " name ": no " other " above it"
	allows[name] = allows[name] " " other allows[other]
}

# The file that is meant, by its room or by its whole name, "" if there is none. One
# that a build makes is not there yet: its room is said by its name.
function find(header,    i, n, line, places) {
	n = split(top header " module/" header " tools/" header, places, " ")
	for (i = 1; i <= n; i++)
		if ((getline line < places[i]) >= 0) {
			close(places[i])
			return places[i]
		}
	return header ~ /\// ? top header : ""
}

function allowed(header,    i, n, list) {
	n = split(room allows[room], list, " ")
	for (i = 1; i <= n; i++)
		if (index(header, list[i]) == 1)
			return 1
	return 0
}
