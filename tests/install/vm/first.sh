#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# first.sh VERSION NEXT: the packages are installed, and nothing else was done. Then
# it is switched on, loaded, and upgraded to NEXT while it counts.
# shellcheck source=machine.sh disable=SC2317 # functions run by check()
. /lab/machine.sh
version=$1 next=$2

check "not loaded: nobody asked for it" not_loaded
failed_units ""
says "doctor: not loaded" '^bad +the module is not loaded' allocfail doctor
says "doctor: but installed" '^ok +the module is installed for this kernel, by dkms' allocfail doctor
says "doctor: not at boot" '^note +it is not loaded at boot' allocfail doctor

ln -s /usr/share/allocfail/modules-load.conf /etc/modules-load.d/allocfail.conf ||
	die "cannot switch it on"
check "modprobe" modprobe allocfail
same "that version" "$version" "$(loaded_version)"
counts "before the upgrade"
before=$(value $af/counters failures)

start=$(cut -d. -f1 /proc/uptime)
# The compiler would take ten minutes here; all else is real.
mount --bind /lab/make /usr/bin/make || die "no stand-in for make"
check "upgrade" dpkg -i /root/next/*.deb
umount /usr/bin/make
echo "it took $(($(cut -d. -f1 /proc/uptime) - start)) s"
same "the old one is still loaded" "$version" "$(loaded_version)"
check "and has kept its counters" [ "$(value $af/counters failures)" -ge "$before" ]
same "and listens" Y "$(value $af/status armed)"
counts "after the upgrade"
dkms status >/tmp/dkms
check "the new one is what dkms has" grep -xF /tmp/dkms \
	-e "allocfail/$next, $(uname -r), x86_64: installed" \
	-e "allocfail, $next, $(uname -r), x86_64: installed"
same "and modprobe would load" "$next" "$(installed_version)"
same "dkms has no other" 1 "$(grep -c '^allocfail' /tmp/dkms)"
says "doctor: two versions" "^note +the module is $version, this command $next" allocfail doctor
consistent
finish
