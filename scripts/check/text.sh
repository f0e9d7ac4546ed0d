# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # the variables are run's, and scripts/lab/lib.sh's
#
# The checks that read text, for scripts/check/run: list_NAME says which files check
# NAME looks at, check_NAME looks at them, context_NAME says what its verdict depends
# on besides. Sourced.

# The tracked files and the new ones that are not ignored.
tree_files() {
	local file

	git -c safe.directory="$lab_top" ls-files -co --exclude-standard |
		sort | while IFS= read -r file; do
		if [[ -f $file && ! -L $file ]]; then
			printf '%s\n' "$file"
		fi
	done
}

c_files() {
	grep '\.[ch]$' "$tmp/tree"
}

shell_files() {
	local file line

	while IFS= read -r file; do
		IFS= read -r line <"$file" || true
		if [[ $file == *.sh || $line =~ ^'#!'.*[/\ ](ba|da)?sh($|\ ) ]]; then
			printf '%s\n' "$file"
		fi
	done <"$tmp/tree" 2>/dev/null
}

# A checker finds its files in $files; what it prints is wrong with them.

list_checkpatch() {
	c_files
}

# The types of message that are beside the point in file $1.
beside_the_point() {
	case $1 in
	# Tests of the kernel's version belong here, and checkpatch takes one for a
	# comparison with the constant on the left.
	*/compat.h) echo LINUX_VERSION_CODE,CONSTANT_COMPARISON ;;
	# Makes the kernel's types in user space.
	module/kernel/shim.h) echo CAMELCASE,NEW_TYPEDEFS,PREFER_KERNEL_TYPES ;;
	# Names of libraries; functions and macros that only the kernel has.
	tests/unit/*) echo CAMELCASE,STRCPY,STRNCPY ;;
	tests/fuzz/*)
		echo CAMELCASE,NEW_TYPEDEFS,IS_ENABLED_CONFIG \
			PREFER_DEFINED_ATTRIBUTE_MACRO | tr ' ' ,
		;;
	# And printf's lengths, tables that have rows in common, files that are written.
	tools/* | tests/tools/*)
		echo CAMELCASE,STRCPY,STRNCPY,PREFER_DEFINED_ATTRIBUTE_MACRO \
			COMPLEX_MACRO,MACRO_ARG_REUSE,EMBEDDED_FUNCTION_NAME |
			tr ' ' ,
		;;
	# User space's types and macros.
	tests/programs/* | tests/lines/*) echo CAMELCASE,PREFER_KERNEL_TYPES,BIT_MACRO ;;
	*) echo NONE ;;
	esac
}

# checkpatch looks for a .checkpatch.conf, asks git, and leaves a file behind
# where it runs: all of it is kept away from the tree. It takes longer to start
# than to read a file: one run for all that are to be read alike.
check_checkpatch() {
	local file types paths place=$tmp/place
	local -A alike=()

	mkdir -p "$place/include"
	for file in "${files[@]}"; do
		alike[$(beside_the_point "$file")]+="$lab_top/$file"$'\n'
	done
	for types in "${!alike[@]}"; do
		mapfile -t paths <<<"${alike[$types]%$'\n'}"
		env -C "$place" HOME="$place" GIT_DIR="$place/none" \
			perl "$lab_cache/linux-scripts/checkpatch.pl" --no-tree \
			--root="$place" --strict --terse --show-types --no-summary \
			--ignore="$types" --file "${paths[@]}" || true
	done 2>&1 | sed "s,^$lab_top/,,"
}

list_clang-format() {
	c_files
}

# What stands in columns within a line is the author's choice: whatever has a
# tab before it, comments after code, the backslashes of a macro. clang-format
# cannot leave them alone before version 16.
loose() {
	sed -E 's,([^ \t]) *\t[ \t]*,\1 ,g; s, +/\*(.*\*/)$, /*\1,; s, +\\$, \\,'
}

check_clang-format() {
	local file

	for file in "${files[@]}"; do
		diff -u --label "$file" --label "$file, formatted" \
			<(loose <"$file") <(clang-format "$file" | loose) ||
			true
	done
}

# User space: the tests, the command, and those files of the module that are
# built into them, known by including no header of the kernel's.
list_clang-user() {
	c_files | grep -E '^(tests/(unit|fuzz|tools|programs|lines)|tools)/.*\.c$' || true
	c_files | grep '^module/.*\.c$' | xargs -r grep -L '^#include <' || true
}

user_flags=(-std=gnu11 -D_GNU_SOURCE -Itests/unit -Itests/fuzz -Itests/stimulus
	-Imodule -Itools '-DTESTS=""'
	-Wall -Wextra -Wno-unused-parameter -Wno-sign-compare
	-Wshadow -Wformat=2 -Wundef -Wwrite-strings -Wstrict-prototypes
	-Wmissing-prototypes -Wmissing-variable-declarations -Wcomma
	-Wimplicit-fallthrough -Wconditional-uninitialized -Wunreachable-code)

check_clang-user() {
	local file

	for file in "${files[@]}"; do
		clang -fsyntax-only -fno-caret-diagnostics "${user_flags[@]}" \
			"$file"
	done
}

# The module's files that are built in user space too.
list_analyzers() {
	c_files | grep '^module/.*\.c$' | xargs -r grep -L '^#include <' || true
}

# What clang and gcc find out by following the paths through the code.
check_analyzers() {
	local file flags=(-std=gnu11 -D_GNU_SOURCE -Imodule)

	for file in "${files[@]}"; do
		clang --analyze -Xclang -analyzer-output=text \
			-fno-caret-diagnostics "${flags[@]}" "$file"
		gcc -fanalyzer -O2 -fdiagnostics-plain-output "${flags[@]}" \
			-c -o /dev/null "$file"
	done
}

# Mistakes that are made on purpose are in tests/mistakes.
list_cppcheck() {
	c_files | grep -E '^(module|tests/stimulus)/.*\.c$'
}

# Arithmetic on pointers to void is GNU C. The loops are the kernel's macros.
check_cppcheck() {
	printf '#define for_each_%s for (i = 0; i < 8; i++)\n' \
		'possible_cpu(i)' 'online_cpu(i)' 'node_mask(i, mask)' \
		>"$tmp/loops.h"
	cppcheck --quiet --std=c11 --enable=warning,performance,portability \
		--suppress=arithOperationsOnVoidPointer \
		--template='{file}:{line}: {id}: {message}' -Imodule \
		--include="$tmp/loops.h" "${files[@]}" 2>&1
}

list_coccinelle() {
	list_cppcheck
}

# The kernel's own semantic patches. Two of them need a compiler for OCaml, one
# has names that spatch asks about.
check_coccinelle() {
	local patch

	for patch in "$lab_cache"/linux-scripts/coccinelle/*/*.cocci; do
		! grep -q '@script:ocaml\|@initialize:ocaml' "$patch" || continue
		spatch -D report --very-quiet --no-includes --cocci-file \
			"$patch" "${files[@]}" 2>&1 |
			grep -v 'should .* be a metavariable' || true
	done
}

list_shellcheck() {
	shell_files
}

# Debian's and busybox's sh have what dash has, POSIX's has no local.
check_shellcheck() {
	local file posix=() other=()

	for file in "${files[@]}"; do
		if head -n1 "$file" | grep -qE '^#!.*[/ ]sh($| )'; then
			posix+=("$file")
		else
			other+=("$file")
		fi
	done
	((${#posix[@]} == 0)) || shellcheck -x -f gcc -s dash "${posix[@]}"
	((${#other[@]} == 0)) || shellcheck -x -f gcc "${other[@]}"
}

# The licence's own text has no place for one, nor have inputs and what is
# compared as it is.
list_spdx() {
	grep -vE '^(LICENSE$|tests/(tools/(roots|made|golden)|fuzz/corpus)/|tests/tools/logs/.*[.](log|expect)$)' "$tmp/tree"
}

check_spdx() {
	awk '
		FNR <= 3 && /SPDX-License-Identifier: GPL-2.0-only/ {
			licensed[FILENAME] = 1
		}
		FNR > 3 { nextfile }
		END {
			for (i = 1; i < ARGC; i++)
				if (!(ARGV[i] in licensed))
					print ARGV[i] ": no GPL-2.0-only SPDX line in " \
						"its first three"
		}' "${files[@]}"
}

list_hygiene() {
	cat "$tmp/tree"
}

# Where packages come from is the host's own business, and paths of somebody's
# machine are nobody's. The brackets keep the pattern from matching itself.
hygiene='deb[.]debian|(security|ftp|snapshot)[.]debian|registry[.]npmjs|pypi[.]org'
hygiene+='|proxy[.]golang|(^|[^[:alnum:]_}"])/wor[k]/|af-scratc[h]|/hom[e]/[a-z]'

check_hygiene() {
	grep -nEi "$hygiene" "${files[@]}" /dev/null || true
}

list_versions() {
	c_files | grep -E '^(module|tests)/' | grep -v '/compat\.h$' || true
}

# The release of the build is asked for in one place. A release as a number is data
# elsewhere: in the rows of rules, which are in module/why, and in tests. pure.h and
# shim.h give these the macro for it.
check_versions() {
	grep -nE 'LINUX_VERSION|#.*if.*KERNEL_VERSION' "${files[@]}" /dev/null || true
	grep -nE 'KERNEL_VERSION|linux/version\.h' "${files[@]}" /dev/null |
		grep -vE '^(module/why|tests)/[^:]*:|^module/kernel/(pure|shim)\.h:' ||
		true
}

list_layers() {
	c_files | grep -E '^(module|tools)/'
}

# Includes go one way only: scripts/check/layers is the table.
check_layers() {
	awk -f "$lab_scripts/check/layers.awk" "$lab_scripts/check/layers" \
		"${files[@]}"
}

list_lengths() {
	c_files | grep -E '^(module|tools)/'
}

# A file is one concept, a function fits a screen: scripts/check/lengths has the others.
check_lengths() {
	awk -f "$lab_scripts/check/lengths.awk" "$lab_scripts/check/lengths" \
		"${files[@]}"
}

# What changed is told by the names that things had, and origins are data.
list_docs() {
	grep '[.]md$' "$tmp/tree" | grep -vE '^(CHANGELOG[.]md$|tests/tools/)' || true
}

check_docs() {
	"$lab_scripts/check/docs" "${files[@]}"
}

# Records of runs name the version that ran.
list_one-version() {
	grep -vE '^tests/(tools/(roots|made|golden|logs)|fuzz/corpus)/' "$tmp/tree"
}

# The version is written in dkms.conf; the newest part of the changes is about it.
check_one-version() {
	local version heading

	version=$("$lab_scripts/release/version")
	heading=$(grep -m1 '^## ' CHANGELOG.md)
	[[ $heading == "## $version ("*")" ]] ||
		echo "CHANGELOG.md begins with \"$heading\", not with $version"
	grep -nE "(^|[^0-9.])${version//./\\.}([^0-9]|\$)" "${files[@]}" /dev/null |
		grep -vE '^(dkms.conf:[0-9]+:PACKAGE_VERSION=|CHANGELOG.md:[0-9]+:## |README.md:[0-9]+: +allocfail [0-9.]+, Linux )' ||
		true
}

list_matrix() {
	grep -xE 'README.md|docs/install.md|scripts/lab/(kernels|systems).conf' \
		"$tmp/tree"
}

check_matrix() {
	"$lab_scripts/check/matrix" --check
}

# What the verdict of check $1 on a file depends on, but for the file, where the tool
# looks at one file at a time. Nothing: it looks at all of them together.
context_checkpatch() {
	cat "$lab_cache"/linux-scripts/{checkpatch.pl,spelling.txt,const_structs.checkpatch}
}

context_clang-format() {
	clang-format --version
	cat .clang-format
}

# And the files that others source.
context_shellcheck() {
	shellcheck --version
	cat .shellcheckrc
	shell_files | xargs -d '\n' grep -ho 'shellcheck .*source=[a-z./-]*' |
		sed 's,.*[=/],,' | sort -u | while IFS= read -r name; do
		grep -E "(^|/)${name//./\\.}\$" "$tmp/tree" | xargs -r -d '\n' cat
	done
}
