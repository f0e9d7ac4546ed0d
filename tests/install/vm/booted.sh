#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# booted.sh VERSION [purge]: switched on, and booted since.
# shellcheck source=machine.sh disable=SC2317 # functions run by check()
. /lab/machine.sh
version=$1

same "loaded at boot" "$version" "$(loaded_version)"
[ -e $af/status ] || finish
check_output=$(loaded_early)
echo "$check_output"
check "and counting before the first service" loaded_early
same "for this kernel" "$(uname -r)" "$(modinfo -F vermagic allocfail | cut -d' ' -f1)"
same "it listens" Y "$(value $af/status armed)"
failed_units ""
counts "booted"
says "report" "^[1-9][0-9]* failures in" allocfail report
check "doctor" allocfail doctor
says "doctor: installed" '^ok +the module is installed for this kernel, by dkms' allocfail doctor
says "doctor: one version" "^ok +module and command are $version" allocfail doctor
same "doctor: loaded at boot" "" "$(allocfail doctor | grep 'not loaded at boot')"

if [ "${2-}" = purge ]; then
	check "purge while loaded" dpkg --purge allocfail allocfail-dkms
	same "it stays loaded" "$version" "$(loaded_version)"
	counts "after the purge"
	unload
	check "unloaded, nothing is left" nothing_left
	check "modprobe knows nothing" sh -c '! modprobe -n allocfail'
	dkms status >/tmp/dkms
	same "dkms knows nothing" "" "$(grep allocfail /tmp/dkms)"
	consistent
fi
finish
