# SPDX-License-Identifier: GPL-2.0-only
#
# What users and developers type. The kernel's build reads Kbuild.

KDIR ?= /lib/modules/$(shell uname -r)/build
KERNEL ?= 6.12

TIME ?= 3600
SEED ?=

# The same allocfail.ko in whichever directory. gcov needs the directory's name.
same-bytes = $(if $(GCOV_PROFILE),,KCFLAGS="$(KCFLAGS) -ffile-prefix-map=$(CURDIR)=.")

.PHONY: module tools clean sign install uninstall deb rpm load unload demo shell run test test-all test-vm \
	test-static test-package test-lab test-repeat test-mutations test-debug test-kernels test-workload test-fleet \
	test-install test-orders soak coverage fuzz bench bench-um check help

module: ## build allocfail.ko (the default)
	@test -e $(KDIR)/Makefile || { \
		echo "$(KDIR): no kernel headers there. For the running kernel:" \
			"sudo apt-get install linux-headers-$$(uname -r)" >&2; \
		exit 1; }
	$(MAKE) -C $(KDIR) M=$(CURDIR) $(same-bytes) modules

tools: ## build the allocfail command, tools/allocfail
	$(MAKE) -C tools

clean: ## remove what module and tools have built
	$(MAKE) -C tools clean
	$(MAKE) -C $(KDIR) M=$(CURDIR) clean

sign: ## sign it for Secure Boot, e.g. make sign KEY=mok.key CERT=mok.pub
	@test -e allocfail.ko || { echo "no allocfail.ko to sign: first make" >&2; exit 1; }
	@KEY="$(KEY)" CERT="$(CERT)" KDIR="$(KDIR)" scripts/sign

install: ## install the module by DKMS, and the command: sudo make install
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" scripts/install

uninstall: ## take all of that away again
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" scripts/install --uninstall

deb: ## Debian packages, in build/packages
	@scripts/release/package deb

rpm: ## RPM packages there
	@scripts/release/package rpm

load: ## load it on this machine, e.g. make load PARAMS="hook=kprobe"
	@scripts/load $(PARAMS)

unload: ## unload it
	@scripts/unload

demo: ## see it count failures in a VM
	@scripts/demo $(KERNEL)

shell: ## a shell in a VM with the module loaded
	@scripts/lab/lab $(KERNEL)

run: ## run a script in a VM, e.g. make run SCRIPT=my.sh ARGS="a b"
	@scripts/lab/lab $(KERNEL) $(or $(SCRIPT),$(error SCRIPT= names no script)) $(ARGS)

test: ## what each change must pass, on all kernels: 12 minutes, 25 the first time
	@scripts/test core

test-all: ## the next four, and user space at length: 45 minutes
	@scripts/test all

test-vm: ## the module in VMs at length, each script with each hook: 25 minutes
	@scripts/test vm

test-static: ## every static check, and that each can fail: 8 minutes
	@scripts/test check

test-package: ## packages, a release, DKMS: 6 minutes
	@scripts/test dkms package

test-lab: ## that a VM that goes wrong fails: 2 minutes
	@scripts/test lab

test-repeat: ## jobs N times, and how often each failed: make test-repeat N=10 ONLY=6.12-.*-counts
	@ALLOCFAIL_TEST_REPEAT=$(or $(N),10) ALLOCFAIL_TEST_ONLY='$(or $(ONLY),$(error ONLY= names no job))' \
		scripts/test $(or $(PART),core)

test-mutations: ## that the tests see each of many faults put into the module: 90 minutes
	@scripts/mutations

test-debug: ## more tests, on kernels that find bugs; hours, and more the first time
	@scripts/test debug

test-kernels: ## kernels of our own with other configurations: 10 minutes, 20 more the first time
	@scripts/test kernels

test-workload: ## stress-ng and tracing tools beside the module, in whole Debians
	@scripts/test workload

test-install: ## packages on whole Debians: install, boot, upgrade, remove
	@scripts/test install

test-fleet: ## what allocfail export tells Prometheus, with a real one
	@scripts/test fleet

test-orders: ## loads beside other tracers, in every order of attaching; hours
	@scripts/test orders

soak: ## everything at random for TIME seconds, e.g. make soak TIME=600 SEED=1
	@SOAK_SECONDS=$(TIME) SOAK_SEED=$(SEED) \
		SOAK_KERNELS="$(if $(filter file,$(origin KERNEL)),,$(KERNEL))" \
		scripts/test soak

coverage: ## which lines of the module the tests run: HTML, and the totals
	@scripts/test coverage

fuzz: ## libFuzzer on all that is pure, FUZZ_SECONDS=600 a target; hours
	@tests/fuzz/run

bench-um: ## nanoseconds, on a User-Mode Linux: 2 minutes, 12 the first time
	@tests/um/run

bench: ## what it costs, beside bpftrace, ftrace and perf: docs/benchmarks.md
	@scripts/bench/run

check: ## the static checks
	@scripts/check/run

help: ## this list
	@echo 'load, unload, demo, shell, run and test need root: sudo make demo'
	@echo
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s%s\n", $$1, $$2 }' \
		Makefile
	@echo
	@echo 'Variables:'
	@echo '  KDIR             headers to build for [$(KDIR)]'
	@echo '  KEY, CERT        what sign signs with [those of dkms]'
	@echo '  PREFIX, DESTDIR  where install puts the command [/usr/local], and all of it [/]'
	@echo '  KERNEL           the VM'\''s kernel, see scripts/lab/kernels.conf [$(KERNEL)]'
	@echo '  TIME, SEED       of soak: seconds [$(TIME)], and what repeats a run [a new one]'
	@echo '  ALLOCFAIL_CACHE  where the lab keeps Debian kernels [/var/cache/allocfail]'
	@echo '  W=1              the kernel'\''s extra compiler warnings'
