// SPDX-License-Identifier: GPL-2.0-only
/* How explain judges a failure by what the memory was for. */
#include "commands/explain_advice.h"

static bool matches_storage(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	bool may_do_all = af_rule_is_class(one, AF_CLASS_BLOCKING) &&
			  one->verdict.flags & AF_GFP(FS);

	/* What writes to a disk must not wait for it: this is a program's call. */
	return counsel->place.what == AF_WHAT_STORAGE &&
	       (!may_do_all || counsel->place.kthread);
}

static bool is_page(const struct af_explained *one,
		    const struct af_counsel *counsel)
{
	(void)counsel;
	return one->report->order_known && !one->report->order;
}

static void receive(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "A few in a burst are no reason to act.");
	af_counsel_min_free(counsel, one);
	if (af_counsel_has(one, KERNEL_VERSION(4, 6, 0)))
		af_counsel_say(&counsel->remedies,
			       "Have kswapd begin earlier: sysctl -w vm.watermark_scale_factor=50");
}

static void receive_pieces(const struct af_explained *one,
			   struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "A few in a burst are no reason to act.");
	if (one->verdict.caller.known)
		af_counsel_say(&counsel->remedies,
			       "Smaller receive buffers, if the driver has them: a smaller MTU, no jumbo frames, fewer aggregated packets.");
	af_counsel_min_free(counsel, one);
}

static bool matches_network(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	return counsel->place.what == AF_WHAT_NETWORK &&
	       !af_rule_is_class(one, AF_CLASS_BLOCKING);
}

static void camera(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "Start the stream again; a smaller picture, a lower rate or a compressed format (MJPEG) needs smaller buffers.");
	if (af_rule_in_pieces(one))
		af_counsel_compact(counsel, one);
	if (af_counsel_has(one, KERNEL_VERSION(3, 5, 0)))
		af_counsel_say(&counsel->remedies,
			       "On a machine that is there for this, reserve memory for it at boot: cma=, if the kernel has CMA.");
}

static void usb(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "Smaller transfers, if the program or gadget has a setting for them.");
	if (af_rule_in_pieces(one) && af_rule_is_class(one, AF_CLASS_BLOCKING))
		af_counsel_compact(counsel, one);
	else
		af_counsel_min_free(counsel, one);
}

static void fork_pieces(const struct af_explained *one,
			struct af_counsel *counsel)
{
	af_counsel_compact(counsel, one);
	/* A stack is of 16 KiB, 32 at most; what is larger is for something else. */
	if (one->report->order && one->report->order <= 3)
		af_counsel_say(&counsel->remedies,
			       "A kernel with CONFIG_VMAP_STACK needs no piece for a stack: 4.9 and later on x86-64, 4.14 and later on arm64.");
}

static void huge(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "Nothing, unless a program insists on huge pages: then reserve them at boot (hugepages=).");
	(void)one;
}

static const struct af_counsel_rule rules[] = {
	{ .also = matches_storage,
	  .weight = AF_MATTERS,
	  .row = "memalloc-pieces",
	  .effect =
		  "A request to a disk could not be made at once. Mostly it is tried again; if not, I/O errors follow in the log.",
	  .remedies = af_rule_say_storage },
	{ .what = AF_ONLY(AF_WHAT_RECEIVE),
	  .also = is_page,
	  .weight = AF_MATTERS,
	  .row = "network-receive",
	  .effect =
		  "A packet that came in was dropped. The sender sends it again if the protocol does that, as TCP: slower for a moment, nothing else is lost.",
	  .remedies = receive },
	{ .what = AF_ONLY(AF_WHAT_RECEIVE),
	  .weight = AF_MATTERS,
	  .row = "jumbo-frames",
	  .effect =
		  "The network driver got no buffer for what comes in: packets were dropped, and are sent again if the protocol does that.",
	  .remedies = receive_pieces },
	{ .also = matches_network,
	  .weight = AF_MATTERS,
	  .row = "network-receive",
	  .effect =
		  "A packet or message of the network was not sent, or not taken in. Most are sent again.",
	  .remedies = receive },
	{ .what = AF_ONLY(AF_WHAT_CAMERA),
	  .weight = AF_MATTERS,
	  .row = "load-early",
	  .effect =
		  "The stream of pictures did not start: its buffers could not be had.",
	  .remedies = camera },
	{ .what = AF_ONLY(AF_WHAT_USB),
	  .weight = AF_MATTERS,
	  .row = "load-early",
	  .effect =
		  "A transfer over USB was refused: the program that wanted it sees an error, mostly ENOMEM.",
	  .remedies = usb },
	{ .what = AF_ONLY(AF_WHAT_SOUND),
	  .weight = AF_MATTERS,
	  .row = "load-early",
	  .effect =
		  "A buffer for sound could not be had: the program that wanted it sees an error.",
	  .remedies = usb },
	{ .what = AF_ONLY(AF_WHAT_FORK),
	  .weight = AF_MATTERS,
	  .row = "kvmalloc",
	  .effect =
		  "A process or thread could not be started: fork() or clone() failed, mostly with ENOMEM.",
	  .remedies = fork_pieces },
	{ .what = AF_ONLY(AF_WHAT_HUGE),
	  .weight = AF_HARMLESS,
	  .row = "optional-large",
	  .effect =
		  "A huge page could not be had. Small pages are used instead.",
	  .remedies = huge },
};

const struct af_counsel_rules af_rules_purpose = {
	rules,
	ARRAY_SIZE(rules),
};
