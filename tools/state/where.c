// SPDX-License-Identifier: GPL-2.0-only
/* Names for the paths of cgroups. Pure. */
#include "state/where.h"

#define SHORT_ID 12 /* digits of a container's id, as its own tools show them */

/* Scopes that container engines make: PREFIX, the id, and ".scope". */
static const struct {
	const char *prefix;
	const char *engine;
} scopes[] = {
	{ "docker-", "docker" },      { "libpod-conmon-", "conmon" },
	{ "libpod-", "podman" },      { "cri-containerd-", "containerd" },
	{ "crio-conmon-", "conmon" }, { "crio-", "cri-o" },
	{ "nerdctl-", "nerdctl" },
};

/* Directories that they make without systemd; the container is what is below. */
static const struct {
	const char *parent;
	const char *engine;
} parents[] = {
	{ "docker", "docker" },
	{ "libpod_parent", "podman" },
	{ "lxc", "lxc" },
};

static bool ends(struct af_slice part, const char *suffix)
{
	const size_t length = strlen(suffix);

	return part.length > length &&
	       af_slice_is(af_slice_from(part, part.length - length), suffix);
}

/* The digits that a part begins with, if they are a container's id: 64 as a rule. */
static struct af_slice id_of(struct af_slice part)
{
	size_t length = 0;

	while (length < part.length && af_digit(part.text[length]) < 16)
		length++;
	if (length < 2 * SHORT_ID)
		return af_slice_of("", 0);
	return af_slice_front(part, SHORT_ID);
}

static void name_container(char text[AF_WHERE_LEN], const char *engine,
			   struct af_slice part)
{
	struct af_slice id = id_of(part);

	if (!id.length)
		id = part;
	snprintf(text, AF_WHERE_LEN, "%s %.*s", engine, AF_SLICE(id));
}

static bool is_scope_of_container(char text[AF_WHERE_LEN], struct af_slice part)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(scopes); i++)
		if (ends(part, ".scope") &&
		    af_slice_take(&part, scopes[i].prefix)) {
			part = af_slice_front(part,
					      part.length - strlen(".scope"));
			name_container(text, scopes[i].engine, part);
			return true;
		}
	return false;
}

/* By the part itself, or by that above it. */
static bool is_container(char text[AF_WHERE_LEN], struct af_slice part,
			 struct af_slice above)
{
	size_t i;

	if (is_scope_of_container(text, part))
		return true;
	if (af_slice_take(&part, "lxc.payload.")) {
		name_container(text, "lxc", part);
		return true;
	}
	for (i = 0; i < ARRAY_SIZE(parents); i++)
		if (af_slice_is(above, parents[i].parent)) {
			name_container(text, parents[i].engine, part);
			return true;
		}
	/* As the kubelet makes them: kubepods/burstable/podUID/ID. */
	if (af_slice_begins(above, "pod") && id_of(part).length) {
		name_container(text, "container", part);
		return true;
	}
	return false;
}

static bool is_unit(struct af_slice part)
{
	return ends(part, ".service") || ends(part, ".scope") ||
	       ends(part, ".socket") || ends(part, ".mount");
}

/**
 * af_where_of_path - what a cgroup is called
 * @text: where to put it
 * @path: of the cgroup, below the top, behind the gate
 *
 * The innermost container; else the innermost unit of systemd that is no slice; else
 * the last part of the path.
 */
void af_where_of_path(char text[AF_WHERE_LEN], const char *path)
{
	struct af_slice rest = af_slice_string(path), part, above = { "", 0 };
	bool container = false, unit = false;

	strcpy(text, "/");
	while (af_slice_cut(&rest, '/', &part)) {
		if (!part.length)
			continue;
		if (is_container(text, part, above)) {
			container = true;
		} else if (!container && (is_unit(part) || !unit)) {
			unit = is_unit(part);
			snprintf(text, AF_WHERE_LEN, "%.*s", AF_SLICE(part));
		}
		above = part;
	}
}

/**
 * af_where - what the cgroup of an id is called
 * @text: where to put it; "-" for none, the id for one that is not found
 * @cgroups: those that were found
 * @id: of the cgroup
 */
void af_where(char text[AF_WHERE_LEN], const struct af_cgroups *cgroups, u64 id)
{
	const struct af_cgroup *cgroup = af_cgroups_find(cgroups, id);

	if (cgroup && !cgroup->gone)
		af_where_of_path(text, cgroup->path);
	else if (id)
		snprintf(text, AF_WHERE_LEN, "(%llu, gone)",
			 (unsigned long long)id);
	else
		strcpy(text, "-");
}
