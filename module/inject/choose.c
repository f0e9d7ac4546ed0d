// SPDX-License-Identifier: GPL-2.0-only
/* Is a request to be failed. Pure: no kernel state. */
#include "inject/choose.h"

/**
 * af_inject_spared() - may a request be failed at all
 * @settings: what is to be failed
 * @facts: the request
 * @costly_order: the highest order that the allocator tries for without end
 *
 * Context: Any, NMI included.
 * Return: Why not, or AF_INJECT_NOT_SPARED.
 */
enum af_inject_spared
af_inject_spared(const struct af_inject_settings *settings,
		 const struct af_inject_facts *facts, u32 costly_order)
{
	if (facts->nofail)
		return AF_INJECT_SPARED_NOFAIL;
	if (facts->memalloc)
		return AF_INJECT_SPARED_RECURSION;
	if (facts->order > AF_INJECT_MAX_ORDER)
		return AF_INJECT_SPARED_OVERSIZE;
	/* It would reclaim all there is, and call the OOM killer. */
	if (settings->mode == AF_INJECT_SLOWPATH && facts->may_sleep &&
	    !facts->noretry && facts->order <= costly_order)
		return AF_INJECT_SPARED_LOOP;
	return AF_INJECT_NOT_SPARED;
}

/**
 * af_inject_wants() - is a request of those that are to be failed
 * @settings: what is to be failed
 * @facts: the request
 *
 * Without its stack, which costs more than the rest.
 *
 * Context: Any, NMI included.
 * Return: Whether it is.
 */
bool af_inject_wants(const struct af_inject_settings *settings,
		     const struct af_inject_facts *facts)
{
	if (facts->order < settings->min_order ||
	    facts->order > settings->max_order)
		return false;
	if ((facts->gfp & settings->gfp) != settings->gfp ||
	    facts->gfp & settings->gfp_not)
		return false;
	if (!(settings->contexts & 1U << facts->context))
		return false;
	if (settings->task && settings->task != facts->task)
		return false;
	if (settings->pid && settings->pid != facts->pid)
		return false;
	if (settings->tree && !facts->in_tree)
		return false;
	return !settings->cgroup || facts->in_cgroup;
}

/**
 * af_inject_needs_stack() - can it only be decided with the stack
 * @settings: what is to be failed
 *
 * Context: Any, NMI included.
 * Return: Whether it is so.
 */
bool af_inject_needs_stack(const struct af_inject_settings *settings)
{
	return settings->module[0] || settings->function[0] ||
	       settings->require.end || settings->reject.end ||
	       settings->site || settings->unseen;
}

static bool inject_in(const struct af_inject_range *range, u64 address)
{
	return address >= range->start && address < range->end;
}

static bool inject_stack_has(const struct af_inject_stack *stack,
			     const struct af_inject_range *range)
{
	u32 i;

	for (i = 0; i < stack->nr; i++)
		if (inject_in(range, stack->frames[i]))
			return true;
	return false;
}

/**
 * af_inject_wants_stack() - is a stack of those that are to be failed
 * @settings: what is to be failed
 * @stack: of the request
 *
 * Context: Any, NMI included.
 * Return: Whether it is.
 */
bool af_inject_wants_stack(const struct af_inject_settings *settings,
			   const struct af_inject_stack *stack)
{
	if (settings->module[0] && !stack->in_module)
		return false;
	if (settings->function[0] && !inject_stack_has(stack, &stack->function))
		return false;
	if (settings->require.end &&
	    !inject_stack_has(stack, &settings->require))
		return false;
	return !settings->reject.end ||
	       !inject_stack_has(stack, &settings->reject);
}

static u64 inject_mix(u64 x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

/**
 * af_inject_hash() - a stack as a number
 * @frames: of it
 * @nr: of them
 * @modules_start: where modules lie
 * @modules_end: and where no longer
 *
 * A module that is loaded again lies elsewhere, by whole pages: of an address in a
 * module only its place in the page counts.
 *
 * Context: Any, NMI included.
 * Return: The number, never 0.
 */
u64 af_inject_hash(const u64 *frames, u32 nr, u64 modules_start,
		   u64 modules_end)
{
	u64 hash = nr + 1;
	u32 i;

	for (i = 0; i < nr; i++) {
		u64 frame = frames[i];

		if (frame >= modules_start && frame < modules_end)
			frame &= 0xfff;
		hash = inject_mix(hash + frame + 0x9e3779b97f4a7c15ULL);
	}
	return hash ?: 1;
}

/**
 * af_inject_sites_clear() - forget from where requests have been failed
 * @sites: to be cleared; nobody uses them meanwhile
 *
 * Context: Process.
 */
void af_inject_sites_clear(struct af_inject_sites *sites)
{
	memset(sites->hashes, 0, sizeof(sites->hashes));
	atomic_set(&sites->used, 0);
}

static bool inject_sites_have(struct af_inject_sites *sites, u64 hash)
{
	u32 i, at = hash;
	u64 found;

	for (i = 0; i < AF_INJECT_SITES; i++, at++) {
		found = READ_ONCE(sites->hashes[at % AF_INJECT_SITES]);
		if (!found)
			return false;
		if (found == hash)
			return true;
	}
	/* Full: nothing is new any more. */
	return true;
}

/* Whether it was not there. Of two who add the same, one does. */
static bool inject_sites_add(struct af_inject_sites *sites, u64 hash)
{
	u32 i, at = hash;
	u64 found;

	for (i = 0; i < AF_INJECT_SITES; i++, at++) {
		found = cmpxchg64(&sites->hashes[at % AF_INJECT_SITES], 0,
				  hash);
		if (!found) {
			atomic_inc_return(&sites->used);
			return true;
		}
		if (found == hash)
			return false;
	}
	return false;
}

/**
 * af_inject_state_init() - begin to count
 * @state: of the settings, which nobody uses yet
 * @settings: what is to be failed
 *
 * Context: Any.
 */
void af_inject_state_init(struct af_inject_state *state,
			  const struct af_inject_settings *settings)
{
	atomic_set(&state->matched, 0);
	atomic_set(&state->intervals, 0);
	atomic_set(&state->space_used, 0);
	atomic_set(&state->times_left, settings->times);
}

/* Is the request among the first pages, which are let pass? */
static bool inject_has_space(const struct af_inject_settings *settings,
			     struct af_inject_state *state, u32 order)
{
	u32 pages = 1U << order;

	if ((u32)atomic_read(&state->space_used) + pages > settings->space)
		return false;
	return (u32)atomic_add_return(pages, &state->space_used) <=
	       settings->space;
}

/* The same again for the same seed. */
static bool inject_is_lucky(const struct af_inject_settings *settings, u32 n)
{
	u64 random = inject_mix((u64)settings->seed << 32 | n);

	return (random >> 32) * 100 >> 32 >= settings->probability;
}

/* Whether one was left. */
static bool inject_take_time(const struct af_inject_settings *settings,
			     struct af_inject_state *state)
{
	return settings->times == AF_INJECT_NO_LIMIT ||
	       atomic_add_unless(&state->times_left, -1, 0);
}

static void inject_give_time_back(const struct af_inject_settings *settings,
				  struct af_inject_state *state)
{
	if (settings->times != AF_INJECT_NO_LIMIT)
		atomic_inc_return(&state->times_left);
}

/**
 * af_inject_choose() - is a request that matches the one, or one, to be failed
 * @settings: what is to be failed
 * @state: of them
 * @sites: from where requests have been failed
 * @order: of the request
 * @hash: of its stack, if the settings need one
 *
 * Whoever asks at the same time, of nth= just one is chosen, of times= never
 * more than so many, and of each place of new one.
 *
 * Context: Any, NMI included.
 * Return: Whether it is.
 */
bool af_inject_choose(const struct af_inject_settings *settings,
		      struct af_inject_state *state,
		      struct af_inject_sites *sites, u32 order, u64 hash)
{
	u32 n = atomic_inc_return(&state->matched);

	if (settings->nth)
		return n == settings->nth;
	if (settings->space && inject_has_space(settings, state, order))
		return false;
	if (settings->interval > 1 &&
	    (u32)atomic_inc_return(&state->intervals) % settings->interval)
		return false;
	if (settings->probability < 100 && inject_is_lucky(settings, n))
		return false;
	if (settings->unseen && inject_sites_have(sites, hash))
		return false;
	if (!inject_take_time(settings, state))
		return false;
	if (settings->unseen && !inject_sites_add(sites, hash)) {
		inject_give_time_back(settings, state);
		return false;
	}
	return true;
}
