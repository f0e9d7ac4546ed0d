# SPDX-License-Identifier: GPL-2.0-only
#
# complete.zsh PROGRAMS COMPLETION LINE EXPECTED: types LINE and a tab into a zsh that
# has the completion, and waits until what it shows has EXPECTED in it.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1='%# '; path=(${(q)1} \$path); fpath=(${(q)2} \$fpath)
	autoload -Uz compinit; compinit -D -u; LISTMAX=1000; print is ready"
zpty -r shell shown $'*\nis ready*' || exit
zpty -w -n shell "$3"$'\t'
zpty -r shell shown "*$4*"
