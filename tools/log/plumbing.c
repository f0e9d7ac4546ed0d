// SPDX-License-Identifier: GPL-2.0-only
/*
 * What part of an allocator a function is: one table, of all releases and
 * architectures. Pure.
 *
 * Its sources, 2.4 to 7.3: mm/page_alloc.c, mm/mempolicy.c, mm/slab.c,
 * mm/slub.c, mm/slab_common.c, mm/util.c, mm/vmalloc.c, mm/percpu*.c, mm/dmapool.c,
 * mm/mempool.c, net/core/skbuff.c, net/core/page_pool.c, net/core/sock.c,
 * kernel/dma/, drivers/iommu/, arch/.../mm/dma-*.c, drivers/usb/core/{buffer,usb}.c,
 * lib/scatterlist.c, drivers/base/devres.c.
 */
#include "log/plumbing.h"

struct name {
	const char *text; /* a beginning; with "$" at its end, all of it */
	enum af_plumbing kind;
};

#define P(text)                         \
	{                               \
		text, AF_PLUMBING_PRINT \
	}
#define A(text)                         \
	{                               \
		text, AF_PLUMBING_PAGES \
	}
#define S(text)                        \
	{                              \
		text, AF_PLUMBING_SLAB \
	}
#define V(text)                           \
	{                                 \
		text, AF_PLUMBING_VMALLOC \
	}
#define D(text)                       \
	{                             \
		text, AF_PLUMBING_DMA \
	}
#define N(text)                       \
	{                             \
		text, AF_PLUMBING_SKB \
	}
#define H(text)                          \
	{                                \
		text, AF_PLUMBING_HELPER \
	}

/* The first that fits counts. */
static const struct name names[] = {
	/* Begin like plumbing, and are callers. */
	{ "pskb_expand_head_", AF_NO_PLUMBING },
	{ "alloc_large_system_hash", AF_NO_PLUMBING },
	{ "kmem_cache_init", AF_NO_PLUMBING },
	{ "alloc_pages_bulk_user", AF_NO_PLUMBING },
	{ "page_pool_test", AF_NO_PLUMBING },
	{ "vmalloc_test", AF_NO_PLUMBING },
	{ "alloc_skb_for_", AF_NO_PLUMBING },
	{ "folio_alloc_swap", AF_NO_PLUMBING },

	P("dump_stack"),
	P("__dump_stack"),
	P("show_stack"),
	P("show_trace"),
	P("show_regs"),
	P("dump_backtrace"),
	P("unwind_backtrace"),
	P("__show_regs"),
	P("warn_alloc"),
	P("show_mem"),
	P("__show_mem"),
	P("dump_trace"),
	P("print_trace"),
	P("warn_slowpath"),
	P("__warn"),
	P("report_bug"),
	P("c_backtrace"),
	P("walk_stackframe"),
	P("save_stack_trace"),
	P("arch_stack_walk"),
	P("bad_page"),

	A("__alloc_pages"),
	A("alloc_pages"),
	A("_alloc_pages"),
	A("__alloc_page$"),
	A("alloc_page_interleave"),
	A("alloc_page_vma"),
	A("alloc_page$"),
	A("__alloc_frozen_pages"),
	A("alloc_frozen_pages"),
	A("__get_free_page"),
	A("get_free_page"),
	A("get_zeroed_page"),
	A("get_page_from_freelist"),
	A("__folio_alloc"),
	A("folio_alloc"),
	A("vma_alloc_folio"),
	A("alloc_kmem_pages"),
	A("__rmqueue"),
	A("rmqueue"),
	A("balance_classzone"),
	A("__free_pages_slowpath"),
	A("alloc_fresh_huge"),
	A("alloc_buddy_"),
	A("alloc_surplus_"),
	A("alloc_slab_page"),
	A("__page_cache_alloc"),
	A("page_cache_alloc"),
	A("filemap_alloc_folio"),
	A("get_zeroed_huge_page"),
	A("only_alloc_fresh"),
	A("__filemap_get_folio"),
	A("__get_free_kmem"),
	A("nopage_warn"),
	A("show_free_areas"),
	A("try_alloc_pages"),
	A("__ac_get_obj"),
	A("alloc_pages_mpol"),
	A("prepare_alloc_pages"),
	A("alloc_low_page"),

	S("kmalloc"),
	S("__kmalloc"),
	S("___kmalloc"),
	S("__do_kmalloc"),
	S("kzalloc"),
	S("kcalloc"),
	S("krealloc"),
	S("__krealloc"),
	S("__do_krealloc"),
	S("kvmalloc"),
	S("__kvmalloc"),
	S("kvzalloc"),
	S("kvcalloc"),
	S("kvrealloc"),
	S("kmem_cache_"),
	S("__kmem_cache_"),
	S("do_kmem_cache_create"),
	S("___slab_alloc"),
	S("__slab_alloc"),
	S("slab_alloc"),
	S("slab_post_alloc"),
	S("allocate_slab"),
	S("new_slab"),
	S("cache_grow"),
	S("cache_alloc"),
	S("__cache_alloc"),
	S("____cache_alloc"),
	S("__do_cache_alloc"),
	S("fallback_alloc"),
	S("kmem_getpages"),
	S("kmem_rebalance"),
	S("refill_objects"),
	S("refill_sheaf"),
	S("refill_obj_stock"),
	S("__pcs_"),
	S("alloc_from_pcs"),
	S("alloc_full_sheaf"),
	S("alloc_empty_sheaf"),
	S("__alloc_empty_sheaf"),
	S("get_partial"),
	S("kmemdup"),
	S("kstrdup"),
	S("kasprintf"),
	S("kvasprintf"),
	S("memdup_user"),
	S("vmemdup_user"),
	S("strndup_user"),
	S("alloc_slabmgmt"),
	S("slob_alloc"),
	S("slob_new_page"),
	S("__malloc$"),
	S("enable_cpucache"),
	S("do_tune_cpucache"),
	S("alloc_arraycache"),
	S("setup_cpu_cache"),
	S("init_cache_node"),
	S("create_cache"),
	S("memcg_register_cache"),
	S("memcg_create_kmem_cache"),
	S("memcg_alloc_slab_cgroups"),
	S("memcg_alloc_cache_params"),
	S("memcg_init_list_lru"),
	S("alloc_slab_obj_exts"),
	S("memcg_alloc_page_obj"),
	S("alloc_objs"),
	S("init_memcg_params"),
	S("prepare_slab_obj"),
	/* SPL's, of zfs. */
	S("kmem_alloc"),
	S("kmem_zalloc"),
	S("vmem_alloc"),
	S("vmem_zalloc"),
	S("spl_kmem_"),
	S("spl_vmem_"),
	S("spl_kvmalloc"),
	S("kv_alloc"),
	S("spl_cache_"),
	S("spl_slab_alloc"),
	S("spl_emergency_alloc"),

	V("vmalloc"),
	V("__vmalloc"),
	V("vzalloc"),
	V("__vzalloc"),
	V("vm_area_alloc_pages"),
	V("alloc_vmap_area"),
	V("__get_vm_area"),
	V("get_vm_area"),
	V("vmap$"),
	V("module_alloc"),
	V("execmem_"),
	V("__execmem_"),
	V("bpf_map_area_alloc"),
	V("__bpf_map_area_alloc"),
	V("module_memory_alloc"),
	V("new_vmap_block"),
	V("vm_map_ram"),
	V("vmap_pages_range"),

	D("dma_alloc_"),
	D("dma_direct_"),
	D("__dma_direct_"),
	D("__dma_alloc"),
	D("__dma$"),
	D("__dma_common_"),
	D("dma_common_"),
	D("dma_generic_"),
	D("dma_pool_"),
	D("pool_alloc_page"),
	D("dmam_"),
	D("dma_ops_"),
	D("dma_alloc$"),
	D("dma_map_"),
	D("dma_iommu_"),
	D("dma_4u_"),
	D("dma_4v_"),
	D("dma_nommu_"),
	D("dma_noncoherent_"),
	D("dma_atomic_alloc"),
	D("iommu_dma_"),
	D("__iommu_dma_"),
	D("iommu_alloc_"),
	D("__iommu_alloc"),
	D("iommu_pages"),
	D("iommu_fullmap"),
	D("iommu_table"),
	D("calgary_alloc"),
	D("pseries_alloc_coherent"),
	D("amd_iommu_alloc"),
	D("sun4u_alloc"),
	D("sun4v_alloc"),
	D("dma_fixed_alloc"),
	D("__dma_nommu_alloc"),
	D("usb_alloc_urb"),
	D("atomic_pool_init"),
	D("intel_alloc_coherent"),
	D("amd_alloc_coherent"),
	D("alloc_coherent"),
	D("gart_alloc"),
	D("nommu_alloc"),
	D("swiotlb_"),
	D("x86_swiotlb_"),
	D("xen_swiotlb_"),
	D("xen_alloc_coherent"),
	D("pci_alloc_consistent"),
	D("pci_zalloc_consistent"),
	D("__pci_alloc_consistent"),
	D("sbus_alloc_consistent"),
	D("mips_dma_alloc"),
	D("mips_swiotlb"),
	D("arm_dma_"),
	D("arm_iommu_"),
	D("__arm_dma"),
	D("arm64_swiotlb"),
	D("arc_dma_"),
	D("arch_dma_"),
	D("alpha_pci_alloc"),
	D("pa11_dma"),
	D("pcxl_alloc"),
	D("ccio_alloc"),
	D("sba_alloc"),
	D("s390_dma_"),
	D("loongson_dma"),
	D("octeon_dma"),
	D("or1k_dma"),
	D("nios2_dma"),
	D("microblaze_dma"),
	D("xtensa_dma"),
	D("c6x_dma"),
	D("csky_dma"),
	D("nds32_dma"),
	D("sh_dma"),
	D("m68k_dma"),
	D("frv_dma"),
	D("ps3_alloc"),
	D("ibmebus_alloc"),
	D("vio_dma_"),
	D("cell_dma"),
	D("consistent_alloc"),
	D("cma_alloc"),
	D("__cma_alloc"),
	D("alloc_single_sgt"),
	D("alloc_single_sg"),
	D("__alloc_from_"),
	D("alloc_from_"),
	D("__alloc_remap_buffer"),
	D("__alloc_simple_buffer"),
	D("remap_allocator_alloc"),
	D("simple_allocator_alloc"),
	D("pool_allocator_alloc"),
	D("alloc_contig"),
	D("__alloc_contig"),
	D("atomic_pool_expand"),
	D("__alloc_iova"),
	D("alloc_iova"),
	D("__iommu_map"),
	D("iommu_map"),
	D("map_sg_"),
	D("intel_iommu_map"),
	D("amd_iommu_map"),
	D("alloc_pgtable_page"),
	D("get_zeroed_dma"),
	D("hcd_buffer_alloc"),
	D("usb_alloc_coherent"),
	D("usb_alloc_noncoherent"),
	D("usb_buffer_alloc"),
	D("hcd_alloc_coherent"),
	D("usb_hcd_map_urb"),
	D("snd_dma_alloc"),
	D("snd_malloc_"),
	D("snd_dma_dev_alloc"),
	D("__snd_dma_alloc"),
	D("do_alloc_pages$"),
	D("snd_dma_"),
	D("drm_pci_alloc"),
	D("vb2_dc_alloc"),
	D("vb2_dma_"),
	D("videobuf_dma_"),
	D("__videobuf_dc_alloc"),

	N("__alloc_skb"),
	N("alloc_skb"),
	N("__alloc_rx_skb"),
	N("dev_alloc_skb"),
	N("__dev_alloc_skb"),
	N("netdev_alloc_"),
	N("__netdev_alloc_"),
	N("napi_alloc_"),
	N("__napi_alloc_"),
	N("napi_get_frags"),
	N("build_skb"),
	N("__build_skb"),
	N("napi_build_skb"),
	N("__napi_build_skb"),
	N("napi_skb_cache_"),
	N("slab_build_skb"),
	N("page_frag_alloc"),
	N("__page_frag_"),
	N("__alloc_page_frag"),
	N("alloc_page_frag"),
	N("page_frag_refill"),
	N("dev_alloc_page"),
	N("__dev_alloc_page"),
	N("page_pool_"),
	N("__page_pool_"),
	N("pskb_"),
	N("__pskb_"),
	N("skb_copy"),
	N("skb_clone"),
	N("__skb_clone"),
	N("skb_page_frag_"),
	N("sk_page_frag_"),
	N("sock_alloc_send_"),
	N("sock_wmalloc"),
	N("skb_realloc"),
	N("skb_cow"),
	N("__skb_cow"),
	N("skb_unshare"),
	N("skb_share"),
	N("skb_linearize"),
	N("__skb_linearize"),
	N("skb_expand_head"),
	N("skb_pad"),
	N("__skb_pad"),
	N("kmalloc_reserve"),
	N("sk_stream_alloc_skb"),
	N("tcp_stream_alloc_skb"),
	N("sk_stream_alloc_page"),
	N("alloc_skb_with_frags"),
	N("__skb_ext_alloc"),
	N("skb_ext_"),
	N("nlmsg_new"),
	N("__mlx_alloc_skb"),

	H("pcpu_"),
	H("__alloc_percpu"),
	H("alloc_percpu"),
	H("devm_k"),
	H("devm_get_free_pages"),
	H("alloc_dr"),
	H("devres_alloc"),
	H("__devres_alloc"),
	H("mempool_"),
	H("__mempool_"),
	H("remalloc"),
	H("sg_alloc_"),
	H("__sg_alloc_"),
	H("sg_kmalloc"),
	H("sgl_alloc"),
	H("sg_pool_alloc"),
	H("kfifo_alloc"),
	H("__kfifo_alloc"),
	H("bio_alloc"),
	H("bvec_alloc"),
	H("bio_kmalloc"),
	H("percpu_ref_init"),
	H("bitmap_alloc"),
	H("bitmap_zalloc"),
	H("try_to_free_pages"),
	H("do_try_to_free_pages"),
	H("__perform_reclaim"),
};

/**
 * af_log_fits - does a name fit a row of a table
 * @symbol: the name
 * @text: a beginning; with "$" at its end, all of it
 */
bool af_log_fits(struct af_slice symbol, const char *text)
{
	size_t length = strlen(text);

	if (text[length - 1] == '$')
		return symbol.length == length - 1 &&
		       !memcmp(symbol.text, text, length - 1);
	return af_slice_begins(symbol, text);
}

/**
 * af_log_base - a symbol as it stands in the source
 * @symbol: as it stands in a trace
 *
 * Without what the compiler puts behind a dot (.isra.0, .constprop.1, .part.2,
 * .cold, .clone.3, .llvm.4) and the dot before a function's code on ppc64.
 */
struct af_slice af_log_base(struct af_slice symbol)
{
	size_t dot;

	af_slice_take(&symbol, ".");
	dot = af_slice_find(symbol, ".");
	return dot == AF_NOT_FOUND ? symbol : af_slice_front(symbol, dot);
}

/**
 * af_log_plumbing - what part of an allocator a function is
 * @symbol: of the function, as it stands in a trace
 */
enum af_plumbing af_log_plumbing(struct af_slice symbol)
{
	struct af_slice base = af_log_base(symbol);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (af_log_fits(base, names[i].text))
			return names[i].kind;
	return AF_NO_PLUMBING;
}
