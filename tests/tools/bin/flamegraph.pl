#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Stands for the real one: says what it was given.
printf 'argument %s\n' "$@"
exec cat
