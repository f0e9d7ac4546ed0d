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

static bool matches_receive_page(const struct af_explained *one,
				 const struct af_counsel *counsel)
{
	return counsel->place.what == AF_WHAT_RECEIVE &&
	       one->report->order_known && !one->report->order;
}

static bool matches_receive(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_RECEIVE;
}

static void receive(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "A few in a burst are no reason to act.");
	af_counsel_min_free(counsel, one);
	if (af_counsel_has(one, AF_RELEASE_OF(4, 6, 0)))
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

static bool matches_camera(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_CAMERA;
}

static void camera(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "Start the stream again; a smaller picture, a lower rate or a compressed format (MJPEG) needs smaller buffers.");
	if (af_rule_in_pieces(one))
		af_counsel_compact(counsel, one);
	if (af_counsel_has(one, AF_RELEASE_OF(3, 5, 0)))
		af_counsel_say(&counsel->remedies,
			       "On a machine that is there for this, reserve memory for it at boot: cma=, if the kernel has CMA.");
}

static bool matches_usb(const struct af_explained *one,
			const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_USB;
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

static bool matches_sound(const struct af_explained *one,
			  const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_SOUND;
}

static bool matches_fork(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_FORK;
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

static bool matches_huge(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_HUGE;
}

static void huge(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "Nothing, unless a program insists on huge pages: then reserve them at boot (hugepages=).");
	(void)one;
}

static const struct af_counsel_rule rules[] = {
	{ matches_storage, AF_MATTERS, "memalloc-pieces",
	  "A request to a disk could not be made at once. Mostly it is tried again; if not, I/O errors follow in the log.",
	  af_rule_say_storage },
	{ matches_receive_page, AF_MATTERS, "network-receive",
	  "A packet that came in was dropped. The sender sends it again if the protocol does that, as TCP: slower for a moment, nothing else is lost.",
	  receive },
	{ matches_receive, AF_MATTERS, "jumbo-frames",
	  "The network driver got no buffer for what comes in: packets were dropped, and are sent again if the protocol does that.",
	  receive_pieces },
	{ matches_network, AF_MATTERS, "network-receive",
	  "A packet or message of the network was not sent, or not taken in. Most are sent again.",
	  receive },
	{ matches_camera, AF_MATTERS, "load-early",
	  "The stream of pictures did not start: its buffers could not be had.",
	  camera },
	{ matches_usb, AF_MATTERS, "load-early",
	  "A transfer over USB was refused: the program that wanted it sees an error, mostly ENOMEM.",
	  usb },
	{ matches_sound, AF_MATTERS, "load-early",
	  "A buffer for sound could not be had: the program that wanted it sees an error.",
	  usb },
	{ matches_fork, AF_MATTERS, "kvmalloc",
	  "A process or thread could not be started: fork() or clone() failed, mostly with ENOMEM.",
	  fork_pieces },
	{ matches_huge, AF_HARMLESS, "optional-large",
	  "A huge page could not be had. Small pages are used instead.", huge },
};

const struct af_counsel_rules af_rules_purpose = {
	rules,
	ARRAY_SIZE(rules),
};
