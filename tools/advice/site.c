// SPDX-License-Identifier: GPL-2.0-only
/* Who asked: the driver or subsystem that a stack names. Pure. */
#include "kernel/pure.h"
#include "advice/site.h"
#include "files/text.h"

#define SYMBOL_LEN 128

/*
 * What stands between the page allocator and who wants something from it, by the
 * beginnings of names, 2.4 to 7.3: mm/slub.c, mm/slab.c, mm/util.c, mm/vmalloc.c,
 * net/core/skbuff.c, kernel/dma/, lib/. A name that ends in "$" is whole.
 */
static const char *const plumbing[] = {
	/* slab and kmalloc */
	"kmalloc",
	"__kmalloc",
	"___kmalloc",
	"kzalloc",
	"kcalloc",
	"krealloc",
	"__krealloc",
	"kvmalloc",
	"__kvmalloc",
	"kvrealloc",
	"kmem_cache_",
	"__kmem_cache_",
	"___slab_alloc",
	"__slab_alloc",
	"slab_alloc",
	"allocate_slab",
	"new_slab",
	"alloc_slab_page",
	"cache_grow",
	"cache_alloc_",
	"____cache_alloc",
	"__do_kmalloc",
	"__do_cache_alloc",
	"fallback_alloc",
	"kmem_getpages",
	"refill_",
	"__pcs_replace",
	"kmemdup",
	"kstrdup",
	"kmalloc_slab",
	"get_partial",
	"memdup_user",
	"vmemdup_user",
	"__alloc_from_",
	"alloc_from_",
	/* vmalloc: who calls it is more telling */
	"vmalloc",
	"__vmalloc",
	"vzalloc",
	"vm_area_alloc_pages",
	"module_alloc",
	"execmem_",
	/* percpu */
	"pcpu_",
	"__alloc_percpu",
	/* socket buffers */
	"__alloc_skb",
	"alloc_skb",
	"dev_alloc_skb",
	"__dev_alloc_skb",
	"netdev_alloc_",
	"__netdev_alloc_",
	"napi_alloc_",
	"__napi_alloc_",
	"build_skb",
	"__build_skb",
	"page_frag_alloc",
	"__page_frag_",
	"page_pool_",
	"__page_pool_",
	"pskb_",
	"__pskb_",
	"skb_copy",
	"skb_clone",
	"skb_page_frag_refill",
	"sk_page_frag_refill",
	"sock_alloc_send_",
	"sock_wmalloc",
	"__skb_",
	"skb_realloc",
	"sk_stream_alloc_skb",
	"tcp_stream_alloc_skb",
	/* DMA */
	"dma_alloc_",
	"dma_direct_",
	"__dma_direct_",
	"__dma_alloc_",
	"dma_generic_",
	"dma_pool_",
	"pool_alloc_page",
	"dmam_",
	"iommu_dma_",
	"__iommu_dma_",
	"intel_alloc_coherent",
	"swiotlb_",
	"x86_swiotlb_",
	"pci_alloc_consistent",
	"arm_dma_alloc",
	"__dma_common_",
	"cma_alloc",
	"atomic_pool_",
	/* devres, mempool */
	"devm_k",
	"devm_get_free_pages",
	"alloc_dr",
	"mempool_",
	"sg_alloc_",
	"__sg_alloc_",
	"sg_kmalloc",
	/* the allocator's own, of releases that the module does not run on */
	"__alloc_page",
	"alloc_page",
	"_alloc_pages",
	"get_page_from_freelist",
	"try_to_free_pages",
	"alloc_contig",
	"rmqueue",
	"__rmqueue",
	"warn_alloc",
	"page_alloc",
	"alloc_fresh_huge",
	"folio_alloc",
	"filemap_alloc_folio",
	"__page_cache_alloc",
	"page_cache_alloc",
	"alloc_buddy_",
	"alloc_surplus_",
	"alloc_anon_folio",
	/* the print of the report itself */
	"dump_stack",
	"__dump_stack",
	"show_stack",
	"show_trace",
	"dump_backtrace",
	"unwind_backtrace",
	"show_regs",
};

/* Beginnings of functions, the first that fits counts. */
static const struct {
	const char *prefix;
	const char *name;
	enum af_place place;
} subsystems[] = {
	{ "do_huge_pmd", "transparent huge pages", AF_PLACE_HUGE },
	{ "vma_alloc_anon", "transparent huge pages", AF_PLACE_HUGE },
	{ "alloc_charge_", "khugepaged", AF_PLACE_HUGE },
	{ "collapse_", "khugepaged", AF_PLACE_HUGE },
	{ "hpage_collapse", "khugepaged", AF_PLACE_HUGE },
	{ "khugepaged", "khugepaged", AF_PLACE_HUGE },
	{ "hugetlb_", "hugetlb", AF_PLACE_HUGE },
	{ "set_max_huge_pages", "hugetlb", AF_PLACE_HUGE },
	{ "tcp_", "TCP", AF_PLACE_NETWORK },
	{ "__tcp_", "TCP", AF_PLACE_NETWORK },
	{ "udp_", "UDP", AF_PLACE_NETWORK },
	{ "__udp_", "UDP", AF_PLACE_NETWORK },
	{ "ip_", "IP", AF_PLACE_NETWORK },
	{ "__ip_", "IP", AF_PLACE_NETWORK },
	{ "ip6_", "IPv6", AF_PLACE_NETWORK },
	{ "__ip6_", "IPv6", AF_PLACE_NETWORK },
	{ "icmp", "ICMP", AF_PLACE_NETWORK },
	{ "arp_", "ARP", AF_PLACE_NETWORK },
	{ "neigh_", "network neighbours", AF_PLACE_NETWORK },
	{ "unix_", "UNIX sockets", AF_PLACE_NETWORK },
	{ "netlink_", "netlink", AF_PLACE_NETWORK },
	{ "packet_", "packet sockets", AF_PLACE_NETWORK },
	{ "sock_", "sockets", AF_PLACE_NETWORK },
	{ "net_rx", "network receive", AF_PLACE_NETWORK },
	{ "netif_", "network receive", AF_PLACE_NETWORK },
	{ "__netif_", "network receive", AF_PLACE_NETWORK },
	{ "napi_", "network receive", AF_PLACE_NETWORK },
	{ "dev_", "network devices", AF_PLACE_NETWORK },
	{ "nf_", "netfilter", AF_PLACE_NETWORK },
	{ "nft_", "netfilter", AF_PLACE_NETWORK },
	{ "xt_", "netfilter", AF_PLACE_NETWORK },
	{ "bpf_", "BPF", AF_PLACE_OTHER },
	{ "do_init_module", "module loading", AF_PLACE_LOADING },
	{ "load_module", "module loading", AF_PLACE_LOADING },
	{ "ext4_", "ext4", AF_PLACE_STORAGE },
	{ "xfs_", "XFS", AF_PLACE_STORAGE },
	{ "btrfs_", "btrfs", AF_PLACE_STORAGE },
	{ "nfs", "NFS", AF_PLACE_STORAGE },
	{ "scsi_", "SCSI", AF_PLACE_STORAGE },
	{ "nvme_", "NVMe", AF_PLACE_STORAGE },
	{ "blk_", "block layer", AF_PLACE_STORAGE },
	{ "bio_", "block layer", AF_PLACE_STORAGE },
	{ "submit_bio", "block layer", AF_PLACE_STORAGE },
	{ "zram_", "zram", AF_PLACE_STORAGE },
	{ "zswap_", "zswap", AF_PLACE_STORAGE },
	{ "zs_malloc", "zsmalloc", AF_PLACE_STORAGE },
	{ "swap_", "swap", AF_PLACE_STORAGE },
	{ "__read_swap", "swap", AF_PLACE_STORAGE },
	{ "page_cache_ra", "page cache", AF_PLACE_STORAGE },
	{ "ra_alloc", "page cache", AF_PLACE_STORAGE },
	{ "filemap_", "page cache", AF_PLACE_STORAGE },
	{ "__filemap_", "page cache", AF_PLACE_STORAGE },
	{ "shmem_", "tmpfs and shared memory", AF_PLACE_OTHER },
	{ "grow_dev_", "buffer cache", AF_PLACE_STORAGE },
	{ "pipe_", "pipes", AF_PLACE_OTHER },
	{ "anon_pipe_", "pipes", AF_PLACE_OTHER },
	{ "alloc_pipe_", "pipes", AF_PLACE_OTHER },
	{ "copy_process", "fork", AF_PLACE_OTHER },
	{ "dup_task_struct", "fork", AF_PLACE_OTHER },
	{ "alloc_thread_stack", "fork", AF_PLACE_OTHER },
	{ "copy_mm", "fork", AF_PLACE_OTHER },
	{ "dup_mm", "fork", AF_PLACE_OTHER },
	{ "seq_", "seq_file", AF_PLACE_OTHER },
	{ "proc_", "procfs", AF_PLACE_OTHER },
	{ "kernfs_", "sysfs", AF_PLACE_OTHER },
	{ "sysfs_", "sysfs", AF_PLACE_OTHER },
	{ "do_anonymous_page", "page faults", AF_PLACE_OTHER },
	{ "wp_page_copy", "page faults", AF_PLACE_OTHER },
	{ "do_cow_fault", "page faults", AF_PLACE_OTHER },
	{ "do_swap_page", "swap", AF_PLACE_STORAGE },
	{ "pte_alloc", "page tables", AF_PLACE_OTHER },
	{ "__pte_alloc", "page tables", AF_PLACE_OTHER },
	{ "__pmd_alloc", "page tables", AF_PLACE_OTHER },
	{ "__pud_alloc", "page tables", AF_PLACE_OTHER },
	{ "tlb_", "unmapping", AF_PLACE_OTHER },
	{ "__tlb_", "unmapping", AF_PLACE_OTHER },
	{ "usb_", "USB", AF_PLACE_DMA },
	{ "usbdev_", "USB", AF_PLACE_DMA },
	{ "proc_do_submiturb", "USB", AF_PLACE_DMA },
	{ "snd_", "sound", AF_PLACE_DMA },
	{ "drm_", "graphics", AF_PLACE_DMA },
	{ "kvm_", "KVM", AF_PLACE_OTHER },
	{ "tty_", "tty", AF_PLACE_OTHER },
	{ "trace_", "tracing", AF_PLACE_OTHER },
	{ "ring_buffer_", "tracing", AF_PLACE_OTHER },
};

/* Functions anywhere in a stack that say more about a driver than its name. */
static const struct {
	const char *prefix;
	enum af_place place;
} signs[] = {
	{ "do_init_module", AF_PLACE_LOADING },
	{ "really_probe", AF_PLACE_LOADING },
	{ "dma_alloc_", AF_PLACE_DMA },
	{ "dma_direct_", AF_PLACE_DMA },
	{ "__alloc_skb", AF_PLACE_NETWORK },
	{ "__netdev_alloc_", AF_PLACE_NETWORK },
	{ "napi_", AF_PLACE_NETWORK },
	{ "__napi_", AF_PLACE_NETWORK },
	{ "net_rx_action", AF_PLACE_NETWORK },
	{ "page_pool_", AF_PLACE_NETWORK },
	{ "skb_", AF_PLACE_NETWORK },
	{ "blk_mq_", AF_PLACE_STORAGE },
	{ "scsi_", AF_PLACE_STORAGE },
	{ "submit_bio", AF_PLACE_STORAGE },
};

/* "symbol+0x1/0x2 [module]": the symbol, without the compiler's suffixes. */
static struct af_slice symbol_of(struct af_slice frame)
{
	size_t i;

	if (af_slice_begins(frame, "? "))
		frame = af_slice_from(frame, 2);
	for (i = 0; i < frame.length; i++)
		if (memchr("+. \t[", frame.text[i], 5))
			break;
	return af_slice_of(frame.text, i);
}

/* Without brackets; empty if there is none. */
static struct af_slice module_of(struct af_slice frame)
{
	struct af_slice before, module = { "", 0 };

	if (af_slice_cut(&frame, '[', &before) && before.length)
		af_slice_cut(&frame, ']', &module);
	return module;
}

/* Is this frame part of an allocator, or of a helper that allocates. */
bool af_is_plumbing(struct af_slice frame)
{
	struct af_slice symbol = symbol_of(frame);
	char name[SYMBOL_LEN];
	size_t i;

	if (symbol.length >= sizeof(name) || module_of(frame).length)
		return false;
	memcpy(name, symbol.text, symbol.length);
	name[symbol.length] = '\0';
	if (af_is_allocator(name))
		return true;
	for (i = 0; i < ARRAY_SIZE(plumbing); i++)
		if (af_slice_begins(symbol, plumbing[i]))
			return true;
	return false;
}

static bool name_subsystem(struct af_site *site)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(subsystems); i++) {
		if (!af_slice_begins(site->function, subsystems[i].prefix))
			continue;
		site->name = af_slice_string(subsystems[i].name);
		site->place = subsystems[i].place;
		return true;
	}
	return false;
}

/* The place that functions of the stack are a sign of. */
static enum af_place place_of(const struct af_slice *frames, size_t nr)
{
	size_t i, sign;

	for (sign = 0; sign < ARRAY_SIZE(signs); sign++)
		for (i = 0; i < nr; i++)
			if (af_slice_begins(symbol_of(frames[i]),
					    signs[sign].prefix))
				return signs[sign].place;
	return AF_PLACE_OTHER;
}

static size_t first_caller(const struct af_slice *frames, size_t nr)
{
	size_t i = 0;

	while (i < nr && af_is_plumbing(frames[i]))
		i++;
	return i;
}

static size_t first_of_module(const struct af_slice *frames, size_t nr)
{
	size_t i = 0;

	while (i < nr && !module_of(frames[i]).length)
		i++;
	return i;
}

static bool through_vmalloc(const struct af_slice *frames, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (af_slice_has(symbol_of(frames[i]), "vmalloc") ||
		    af_slice_begins(frames[i], "vm_area_alloc_pages"))
			return true;
	return false;
}

/**
 * af_site_of - who asked
 * @site: where to put it
 * @frames: the stack, innermost first
 * @nr: of frames
 *
 * A module if there is one in the stack, else the first function that is not
 * plumbing, by the name of its subsystem where that is known.
 */
void af_site_of(struct af_site *site, const struct af_slice *frames, size_t nr)
{
	size_t caller = first_caller(frames, nr);
	size_t module = first_of_module(frames, nr);

	*site = (struct af_site){ .name = { "", 0 }, .function = { "", 0 } };
	if (!nr)
		return;
	if (caller == nr)
		caller = nr - 1;
	if (module < nr) {
		site->function = symbol_of(frames[module]);
		site->name = module_of(frames[module]);
		site->place = place_of(frames, nr);
	} else {
		site->function = symbol_of(frames[caller]);
		if (!name_subsystem(site))
			site->place = place_of(frames, nr);
	}
	if (through_vmalloc(frames, caller))
		site->place = AF_PLACE_VMALLOC;
}

/* Its name, its function, or that there is none. */
struct af_slice af_site_name(const struct af_site *site)
{
	if (site->name.length)
		return site->name;
	if (site->function.length)
		return site->function;
	return af_slice_string("[no stack]");
}
