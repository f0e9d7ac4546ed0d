# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # $out, $top and $here are of tests/tools/run
#
# What has the command's names in it: the manual page, the README and the completion.
# Sourced by run.

# Commands, or the options of all, as --help has them.
commands_of_help() {
	"$out/allocfail" --help | sed -n 's/^  \([a-z]*\)  *.*/\1/p'
}

options_of_help() {
	local one

	for one in $(commands_of_help); do
		"$out/allocfail" "$one" --help |
			sed -nE 's/^  (-(.), |    )--([a-z]+).*/\3 \2/p'
	done | sort -u
}

# Each option with its letter, each command, and nothing that is none.
same_names() {
	sed -nE 's/^\.It (Fl (.) , )?Fl -([a-z]+)( .*)?$/\3 \2/p' \
		"$top/tools/allocfail.8" | sort | diff <(options_of_help) - &&
		sed -nE '/^\.Sh DESC/,/^\.Sh OPT/s/^\.It Cm ([a-z]+)$/\1/p' \
			"$top/tools/allocfail.8" | sort |
		diff <(commands_of_help | sort) -
}

# options_of_page COMMAND: what the list in the manual page has for it; "filters" are all
# of those
options_of_page() {
	sed -n '/^Which command takes which/,/^\.El/p' "$top/tools/allocfail.8" |
		sed -n "/^\.It Cm $1\$/,/^\.\(It\|El\)/p" |
		sed -n '2,$p' | grep -oE -- '-[a-z]+|filters' |
		sed 's/^-//; s/^filters$/order cause context class comm last since until/' |
		tr ' ' '\n'
}

# Each command takes what the page says, what its help has and what is offered.
same_options() {
	local one

	for one in $(commands_of_help); do
		complete_words "$one" >"$tmp/offered"
		{ options_of_page "$one" && echo help; } | sort |
			diff "$tmp/offered" - || return
		"$out/allocfail" help "$one" |
			sed -nE 's/^  (-(.), |    )--([a-z]+).*/\3/p' | sort |
			diff "$tmp/offered" - || return
	done
}

complete_words() {
	complete "$1" -- | tr ' ' '\n' | sed 's/^--//' | sort
}

# Each option's help says something to each command that takes it, in a line.
help_is_short() {
	local one

	for one in $(commands_of_help); do
		COLUMNS=80 "$out/allocfail" help "$one" | sed '1,/^$/d' |
			grep -vE '^  (-., |    )--[a-z]+ ?[A-Z]* +[a-zA-Z]' &&
			return 1
	done
	return 0
}

# Of all logs together.
explain_keys() {
	local log

	for log in "$here"/logs/*.log; do
		"$out/allocfail" explain --format json "$log"
	done 2>/dev/null | grep -oE '"[a-z_]+":' | tr -d '":' | sort -u
}

# The page has each key of JSON, and no other but "got", which no log of ours has.
same_keys() {
	sed -n '/^\.Ss json of explain/,/^\.Ss csv/p' "$top/tools/allocfail.8" |
		sed -n 's/^\.Cm //p' | tr ' ' '\n' | grep -xE '[a-z_]+' |
		grep -vx advice | { cat && echo advice; } | sort -u |
		diff <(explain_keys) -
}

# The kinds of events, as the page lists them in parentheses.
same_events() {
	sed -n '/^\.Cm event$/,/),$/p' "$top/tools/allocfail.8" | sed 1d |
		tr -d '(),' | tr ' ' '\n' | grep -vx or |
		diff <(sed -n 's/.*\] = "\(.*\)",$/\1/p' "$top/tools/log/event.c") -
}

# What the README shows below a command: up to the first line that is not indented.
shown() {
	sed -n "/^    # $1\$/,/^[^ ]/p" "$top/README.md" | sed '1d; $d; s/^    //'
}

# The screens in the README are of the golden ones.
same_readme() {
	shown 'allocfail report --root saved' |
		diff - <(sed '$d; s/ *$//' "$here/golden/report-mixed" && echo) &&
		shown 'dmesg | allocfail explain' |
		diff - <(sed -n '/^A failure/,/^exit/p' "$here/golden/explain" |
			sed '$d' && echo)
}

# complete WORD...: what bash offers for the last one
complete() {
	# shellcheck disable=SC2016 # the other shell's
	PATH=$out:$PATH bash -c '. "$1" && shift && COMP_WORDS=("$@") &&
		COMP_CWORD=$(($# - 1)) && _allocfail && echo "${COMPREPLY[@]}"' \
		- "$top/tools/completion/allocfail.bash" allocfail "$@"
}

# What is offered for an option with a list of values is taken by the command.
same_values() {
	local option value

	for option in --cause --context --class --color --time; do
		for value in $(complete report "$option" ''); do
			"$out/allocfail" report --root "$here/made/clock" \
				"$option" "$value" >/dev/null && continue
			(($? == 1)) || return
		done
	done
}

# All of them are offered.
same_causes() {
	complete report --cause '' | tr ' ' '\n' | sort |
		diff <(sed -n 's/^cause_\([a-z]*\) .*/\1/p' \
			"$here/roots/6.12-quiet/counters" | sort) -
}

same_completion() {
	diff <(commands_of_help | xargs) <(complete '') &&
		diff <(echo explain export) <(complete exp) &&
		diff <(echo --format) <(complete export --for) &&
		diff <(echo fragmentation,watermark) \
			<(complete report --cause fragmentation,wa)
}

same_after_options() {
	diff <(echo zones) <(complete --root /tmp zo) &&
		diff <(echo --format) <(complete --root /tmp export --for) &&
		diff <(echo journal) <(complete help jou) &&
		diff <(echo text json) <(complete explain --format '')
}

# zsh_completes LINE EXPECTED
zsh_completes() {
	timeout 30 zsh -f "$here/complete.zsh" "$out" "$top/tools/completion" \
		"$1" "$2"
}

# Nothing is said of the page; what the machine has of other pages is not its matter.
page_is_clean() {
	mandoc -T lint "$top/tools/allocfail.8" >"$tmp/text" 2>/dev/null || true
	! grep -v ': referenced manual not found: ' "$tmp/text"
}

run_names() {
	try "the manual page has all commands and options" same_names
	try "each command: page, help and completion have the same options" same_options
	try "each option has a line of help" help_is_short
	try "the manual page has the keys of explain's JSON" same_keys
	try "the manual page has the kinds of explain's events" same_events
	try "the README shows what is printed" same_readme
	try "completion: commands and options" same_completion
	try "completion: values" same_values
	try "completion: options in front of the command" same_after_options
	try "completion: causes" same_causes
	try "mandoc -T lint" page_is_clean
	try "zsh -n" zsh -n "$top/tools/completion/_allocfail"
	try "zsh: a command" zsh_completes 'allocfail flam' flamegraph
	try "zsh: an option" zsh_completes 'allocfail export --for' --format
	try "zsh: a value" zsh_completes 'allocfail report --cause frag' \
		fragmentation
}
