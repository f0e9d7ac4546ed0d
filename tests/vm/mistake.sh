#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# mistake.sh KIND: on a debug kernel. Everything works, and yet the run must
# fail: af_mistake has made a mistake of that kind.
# shellcheck source=lib.sh
. /lab/lib.sh

load hook=tracepoint
check "the mistake is made" insmod /lab/af_mistake.ko kind="$1"
unload
finish
