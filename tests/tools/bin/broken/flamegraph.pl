#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Stands for one that fails before it has read anything.
exit 3
