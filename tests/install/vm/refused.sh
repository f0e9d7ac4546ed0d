#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Switched on, but the kernel takes signed modules only, and the module has no
# signature that it trusts: the machine boots without it, and says why.
# shellcheck source=machine.sh disable=SC2317 # functions run by check()
. /lab/machine.sh

same "signatures are enforced" Y "$(cat /sys/module/module/parameters/sig_enforce)"
check "not loaded" not_loaded
failed_units systemd-modules-load.service
says "the journal says which" "Failed to insert module '?\"?allocfail" \
	journalctl -b --no-pager -t systemd-modules-load
says "so does modprobe" 'Key was rejected|Required key not available' modprobe allocfail
check "not loaded by hand" not_loaded
says "doctor: not loaded" '^bad +the module is not loaded' allocfail doctor
says "doctor says why" 'only a signed module can be loaded' allocfail doctor
consistent
finish
