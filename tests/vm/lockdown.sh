#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Under kernel lockdown, as with Secure Boot, every file can still be read and
# every parameter be written.
# shellcheck source=lib.sh
. /lab/lib.sh

load hook=tracepoint
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
mount -t securityfs securityfs /sys/kernel/security
echo integrity >/sys/kernel/security/lockdown || die "no lockdown"
if echo "order=10 count=1" 2>/dev/null >$stimulus/run; then
	fail "lockdown lets other files of debugfs be written"
else
	ok "lockdown refuses other files of debugfs"
fi
for file in $files; do
	check "$file can be read" cat "$af/$file"
done
for parameter in "enabled N" "enabled Y" "reset 1"; do
	check "$parameter" sh -c \
		"echo ${parameter#* } >$parameters/${parameter% *}"
done
unload
finish
