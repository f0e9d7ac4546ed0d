#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# doctor.sh: allocfail doctor in each state of a machine that it tells apart, made
# for real; and each remedy that is a command is run as it is printed, and cures.
# What dkms leaves behind is tests/dkms's part. Lockdown lasts: it comes last.
# /lab/allocfail is the command, linked statically.
# shellcheck source=lib.sh
. /lab/lib.sh

command=/lab/allocfail
release=$(uname -r)
modules=/lib/modules/$release
lockdown=/sys/kernel/security/lockdown
export TERM=dumb LC_ALL=C

# doctor EXPECTED: the exit code; what it said is in /tmp/out
doctor() {
	code=0
	$command doctor --width 500 >/tmp/out 2>&1 || code=$?
	[ "$code" = "$1" ] || fail "doctor: expected exit $1, got $code: $(cat /tmp/out)"
}

# finds EXIT WORD TEXT: a finding, such as bad, and the exit code with it
finds() {
	doctor "$1"
	if grep -F "$3" /tmp/out | grep -q "^$2 "; then
		ok "doctor: $2: $3"
	else
		fail "doctor: no \"$2 $3\" in: $(cat /tmp/out)"
	fi
}

# silent EXIT TEXT: nothing is said of it
silent() {
	doctor "$1"
	if ! grep -qF "$2" /tmp/out; then
		ok "doctor: nothing of $2"
	else
		fail "doctor: still says $2: $(cat /tmp/out)"
	fi
}

# The line after the one that has the text
remedy_of() {
	awk -v text="$1" 'found { sub(/^ */, ""); print; exit }
		index($0, text) { found = 1 }' /tmp/out
}

# cures EXIT TEXT: the remedy is run, up to a semicolon; it is not said any more
cures() {
	remedy=$(remedy_of "$2")
	sh -c "${remedy%%;*}" >/tmp/cure 2>&1 ||
		fail "the remedy \"$remedy\": $(cat /tmp/cure)"
	silent "$1" "$2"
	ok "cured by: ${remedy%%;*}"
}

# Of the machine's package manager, the first of those that it has.
headers_remedies() {
	printf '%s\n' pacman zypper dnf apt-get
}

not_there() {
	umount $debugfs || die "debugfs is busy"
	finds 2 bad "debugfs is not mounted at $debugfs"
	cures 2 "debugfs is not mounted at $debugfs"
	finds 2 note "no headers of Linux $release"
	mkdir -p /usr/bin
	for manager in pacman zypper dnf apt-get; do
		[ -e /usr/bin/$manager ] || ln -s /bin/true /usr/bin/$manager
		doctor 2
		remedy_of 'no headers of' >>/tmp/remedies
	done
	same "headers: the remedies" "$(headers_remedies)" \
		"$(cut -d' ' -f1 /tmp/remedies)"
	same "headers: of Debian" "apt-get install linux-headers-$release" \
		"$(remedy_of 'no headers of')"
	mkdir -p "$modules/build"
	touch "$modules/build/Makefile"
	finds 2 ok "headers of Linux $release are there"
	finds 2 note "the module is not installed for this kernel"
	finds 2 bad "the module is not loaded"
	same "not installed: the remedy" "install it first, see above" \
		"$(remedy_of 'the module is not loaded')"
}

installed() {
	mkdir -p "$modules/updates/dkms" /etc/modules-load.d
	cp /lab/allocfail.ko "$modules/updates/dkms"
	depmod -a
	finds 2 ok "the module is installed for this kernel"
	finds 2 bad "the module is not loaded"
	cures 0 "the module is not loaded"
	finds 0 note "it is not loaded at boot"
	cures 0 "it is not loaded at boot"
	finds 0 ok "it listens, by hook=tracepoint at kmem:mm_page_alloc"
}

# The module's own state
loaded() {
	echo N >$parameters/enabled
	finds 2 bad "it is switched off (enabled: N)"
	cures 0 "it is switched off"
	umount $debugfs || die "debugfs is busy"
	finds 2 bad "debugfs is not mounted"
	cures 0 "debugfs is not mounted"
	rmmod allocfail
	insmod /lab/allocfail.ko hook=kprobe
	echo 0 >$debugfs/kprobes/enabled
	finds 2 bad "it hears nothing (armed: N)"
	cures 0 "it hears nothing"
	rmmod allocfail
	insmod /lab/allocfail.ko hook=kretprobe
	echo 0 >/proc/sys/kernel/ftrace_enabled
	finds 2 bad "it hears nothing (armed: N)"
	cures 0 "it hears nothing"
	rmmod allocfail
}

full() {
	load signatures=16 stack_budget=0
	insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
	for order in 1 2 3 4 5 6 7 8 9 10; do
		stimulate order=$order gfp=ATOMIC count=2
		stimulate order=$order 'gfp=ATOMIC|COMP' count=2
	done
	finds 0 note "the table of signatures is full"
	finds 0 note "failures have no stack: over the budget of 0 a second"
	doctor 0
	cures 0 "the table of signatures is full"
	rmmod af_stimulus
}

# Who may only load signed modules, for one reason and the other
locked() {
	finds 0 ok "no kernel lockdown"
	echo Y >/sys/module/module/parameters/sig_enforce
	silent 0 "only a signed module can be loaded"
	echo integrity >$lockdown
	finds 0 note "kernel lockdown: integrity. The module's files can be read and its parameters set"
	silent 0 "trace event is closed"
	echo confidentiality >$lockdown
	finds 0 note "kernel lockdown: confidentiality. The module's files can be read and its parameters set, but its trace event is closed"
	unload
	finds 2 note "only a signed module can be loaded"
	same "signed: the remedy" \
		"sign the module with a key that the machine trusts, see the README" \
		"$(remedy_of 'only a signed module')"
	check "it is so: an unsigned one is refused" sh -c \
		'! insmod /lab/allocfail.ko 2>/dev/null'
}

# shellcheck disable=SC2317 # run by check()
others_see_little() {
	echo 'nobody:x:65534:65534::/:/bin/sh' >>/etc/passwd
	su nobody -s /bin/sh -c "$command doctor" >/tmp/out 2>&1 && return 1
	grep -q 'only root may look further' /tmp/out
}

not_there
installed
check "a user without privileges" others_see_little
loaded
full
mount -t securityfs securityfs /sys/kernel/security
locked
finish
