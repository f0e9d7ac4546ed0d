# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Completion of allocfail for bash. Commands and options are asked of the program
# itself; here are only the values that its --help does not list one by one.

_allocfail_commands()
{
	allocfail --help 2>/dev/null | sed -n 's/^  \([a-z]*\)  *.*/\1/p'
}

_allocfail_options()
{
	allocfail "$1" --help 2>/dev/null |
		sed -nE 's/^  (-., |    )(--[a-z]+).*/\2/p'
}

# The values of option $1; nothing for one that takes any.
_allocfail_values()
{
	case $1 in
	-c | --cause)
		echo fragmentation watermark reserve lowmem cgroup placement \
			oversize injected transient
		;;
	-x | --context) echo task softirq hardirq nmi ;;
	-k | --class) echo opportunistic atomic blocking ;;
	-t | --format) echo json prometheus folded csv ;;
	-s | --sort) echo rate count order cause time ;;
	--color) echo auto always never ;;
	esac
}

# Lists, such as "task,soft": what is before the last comma stays.
_allocfail_list()
{
	local word=$1 before=

	[[ $word != *,* ]] || before=${word%,*},
	mapfile -t COMPREPLY < <(compgen -P "$before" -W "$2" -- "${word##*,}")
}

_allocfail()
{
	local word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]}
	local command=report values

	COMPREPLY=()
	# Only the first word can be one.
	if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} != -* ]]; then
		command=${COMP_WORDS[1]}
	fi
	# With "--cause=x" the equals sign is a word of its own.
	if [[ $word == '=' ]]; then
		word=
	elif [[ $last == '=' ]]; then
		last=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	values=$(_allocfail_values "$last")
	if [[ $values ]]; then
		_allocfail_list "$word" "$values"
	elif [[ $last == -r || $last == --root ]]; then
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
	elif [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(_allocfail_options "$command")" -- "$word")
	elif ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W "$(_allocfail_commands)" -- "$word")
	fi
}

# Files where nothing else fits.
complete -o default -F _allocfail allocfail
