# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Debian packages that a script needs on the host. Sourced after lib.sh.

packages_missing() {
	local installed package

	installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' \
		"$@" 2>/dev/null || true)
	for package; do
		grep -qx "$package installed" <<<"$installed" ||
			printf '%s\n' "$package"
	done
}

packages_apt() {
	DEBIAN_FRONTEND=noninteractive apt-get -qq \
		-o DPkg::Lock::Timeout=300 "$@" </dev/null
}

packages_apt_install() {
	packages_apt install -y --no-install-recommends "$@"
}

# packages_need LOG PACKAGE...: installs what is missing, or says how; apt's
# output goes to LOG. The package lists may be missing or out of date: an update
# cures both.
packages_need() {
	local log=$1 start=$EPOCHREALTIME missing

	shift
	command -v dpkg-query apt-get >/dev/null ||
		lab_die "this needs a Debian host: there is no apt-get here"
	mapfile -t missing < <(packages_missing "$@")
	((${#missing[@]})) || return 0
	[[ $EUID -eq 0 ]] || lab_die "packages are missing; to install them:" \
		"sudo apt-get install --no-install-recommends ${missing[*]}"
	lab_note "install ${missing[*]}: ..."
	if ! {
		packages_apt_install "${missing[@]}" ||
			{ packages_apt update &&
				packages_apt_install "${missing[@]}"; }
	} >>"$log" 2>&1; then
		lab_tail "$log"
		lab_die "cannot install ${missing[*]}"
	fi
	lab_note "install ${missing[*]}: $(lab_elapsed "$start")"
}
