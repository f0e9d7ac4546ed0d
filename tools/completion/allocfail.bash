# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Completion of allocfail for bash. All of it is asked of the program itself, which
# takes it from its own tables: allocfail complete [COMMAND [OPTION]].

_allocfail_names()
{
	allocfail complete "$@" 2>/dev/null | cut -f 1
}

# Lists, such as "task,soft": what is before the last comma stays.
_allocfail_list()
{
	local word=$1 before=

	[[ $word != *,* ]] || before=${word%,*},
	mapfile -t COMPREPLY < <(compgen -P "$before" -W "$2" -- "${word##*,}")
}

# What may stand behind option $2 of command $1; fails if it takes nothing.
_allocfail_value()
{
	local word=$3 values

	mapfile -t values < <(allocfail complete "$1" "$2" 2>/dev/null)
	case ${values[0]-none} in
	list) _allocfail_list "$word" "${values[*]:1}" ;;
	one) mapfile -t COMPREPLY < <(compgen -W "${values[*]:1}" -- "$word") ;;
	directory) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
	file) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
	any) ;;
	*) return 1 ;;
	esac
}

# The first word that is a command, in front of the one to be completed.
_allocfail_command()
{
	local commands i

	commands=" $(_allocfail_names | tr '\n' ' ')"
	for ((i = 1; i < COMP_CWORD; i++)); do
		if [[ $commands == *" ${COMP_WORDS[i]} "* ]]; then
			echo "${COMP_WORDS[i]}"
			return
		fi
	done
	[[ ${COMP_WORDS[1]} != help ]] || echo help
}

_allocfail()
{
	local word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]}
	local command

	COMPREPLY=()
	command=$(_allocfail_command)
	# With "--cause=x" the equals sign is a word of its own.
	if [[ $word == '=' ]]; then
		word=
	elif [[ $last == '=' ]]; then
		last=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	if [[ $last == -* ]] &&
		_allocfail_value "${command:-report}" "$last" "$word"; then
		return
	fi
	if [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(_allocfail_names "${command:-report}")" -- "$word")
	elif [[ ! $command || $command == help ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_allocfail_names)" -- "$word")
	fi
}

# Files where nothing else fits.
complete -o default -F _allocfail allocfail
