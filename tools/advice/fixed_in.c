// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is publicly known of failures, and which releases mended them. Pure.
 *
 * A row counts for the mainline release, and for the stable ones that are named.
 * A distribution may have mended its kernel earlier: who says what is known must
 * say so. Rows without an end are known and not mended, as far as we know.
 */
#include "advice/fixed_in.h"

#define R(major, minor) KERNEL_VERSION(major, minor, 0)
#define RP(major, minor, patch) KERNEL_VERSION(major, minor, patch)
#define STABLE(release, file) \
	"https://www.kernel.org/pub/linux/kernel/" release "/ChangeLog-" file
#define COMMIT(id) "https://git.kernel.org/linus/" id
#define LORE(id) "https://lore.kernel.org/all/" id "/"

const struct af_known af_knowns[] = {
	{ .conditions = AF_KNOWN_ATOMIC_PAGE,
	  .from = R(4, 4),
	  .until = R(6, 12),
	  .stable = { RP(6, 1, 116), RP(6, 6, 60), RP(6, 11, 7),
		      RP(5, 15, 171) },
	  .problem =
		  "An atomic request for a single page could not use free pages of the reserve for atomic requests (highatomic).",
	  .mended =
		  "fixed in 6.12, and in 6.11.7, 6.6.60, 6.1.116 and 5.15.171",
	  .commit = "281dd25c1a01",
	  .source = COMMIT("281dd25c1a01") },
	{ .conditions = AF_KNOWN_SLAB_LEAK,
	  .from = RP(3, 10, 0),
	  .until = RP(3, 11, 0),
	  .problem =
		  "el7's accounting of kernel memory leaks slab with every memory cgroup that is removed, as containers do.",
	  .mended =
		  "fixed in 3.10.0-1075.el7 (RHEL 7.8); cgroup.memory=nokmem at boot avoids it from 3.10.0-1062.4.1 on",
	  .source =
		  "https://github.com/opencontainers/runc/issues/1725, https://github.com/docker/for-linux/issues/841" },
	{ .callers =
		  "dma_atomic_pool_init __dma_atomic_pool_init atomic_pool_expand",
	  .from = R(5, 8),
	  .until = R(5, 17),
	  .stable = { RP(5, 10, 94), RP(5, 15, 17), RP(5, 16, 3) },
	  .problem =
		  "At boot the kernel asks for a DMA pool of a size that zone DMA does not have on many machines and in kdump kernels. It goes on with less.",
	  .mended =
		  "silent from 5.17, 5.16.3 and 5.10.94 on where there is no zone DMA",
	  .source =
		  "https://lkml.iu.edu/hypermail/linux/kernel/2106.3/00035.html",
	  .harmless = true },
	{ .callers = "veth_alloc_queues veth_dev_init veth_newlink",
	  .from = R(4, 14),
	  .until = R(6, 8),
	  .stable = { RP(6, 7, 9), RP(6, 1, 81), RP(6, 6, 21) },
	  .problem =
		  "veth allocates its queues in one piece, large on machines with many CPUs.",
	  .mended = "fixed in 6.8, and in 6.7.9 and 6.1.81",
	  .commit = "1ce7d306ea63",
	  .source = COMMIT("1ce7d306ea63") },
	{ .callers = "seq_buf_alloc seq_read seq_read_iter traverse",
	  .order = 3,
	  .from = R(2, 4),
	  .until = R(3, 16),
	  .problem =
		  "A read of a long file in /proc needs its buffer in one piece.",
	  .mended = "fixed in 3.16, which takes single pages if it must",
	  .commit = "058504edd026",
	  .source = COMMIT("058504edd026") },
	{ .callers = "core_sys_select",
	  .order = 2,
	  .from = R(2, 4),
	  .until = R(4, 11),
	  .problem =
		  "select() with very many file descriptors needs its bitmaps in one piece.",
	  .mended = "fixed by 4.11, which takes single pages if it must",
	  .source = STABLE("v4.x", "4.11") },
	{ .callers =
		  "skb_page_frag_refill sk_page_frag_refill alloc_skb_with_frags sock_alloc_send_pskb",
	  .order = 1,
	  .from = R(3, 9),
	  .until = R(4, 2),
	  .problem =
		  "Buffers for sending are tried in pieces of 32 KiB first, which made the kernel reclaim and compact for nothing.",
	  .mended = "fixed in 4.2",
	  .commit = "fb05e7a89f50",
	  .source = COMMIT("fb05e7a89f50") },
	{ .callers = "vhost_net_open",
	  .order = 3,
	  .from = RP(2, 6, 36),
	  .until = R(3, 16),
	  .problem = "vhost-net allocates its state in one piece.",
	  .mended = "fixed in 3.16, which takes single pages if it must",
	  .commit = "23cc5a991c7a",
	  .source = COMMIT("23cc5a991c7a") },
	{ .callers =
		  "virtio_transport_alloc_pkt vhost_vsock_alloc_pkt vhost_vsock_handle_tx_kick",
	  .order = 3,
	  .from = R(4, 8),
	  .until = R(6, 1),
	  .stable = { RP(6, 0, 3), RP(5, 10, 150) },
	  .problem =
		  "vhost-vsock copies packets of up to 64 KiB into one piece.",
	  .mended = "fixed in 6.1, and in 6.0.3 and 5.10.150",
	  .source = STABLE("v6.x", "6.0.3") },
	{ .callers = "recent_mt_check",
	  .order = 3,
	  .from = RP(2, 6, 28),
	  .until = R(3, 9),
	  .problem = "iptables' recent match allocates its table in one piece.",
	  .mended = "fixed in 3.9, which takes single pages",
	  .source = STABLE("v3.x", "3.9") },
	{ .callers = "nf_ct_alloc_hashtable",
	  .order = 4,
	  .from = RP(2, 6, 31),
	  .until = R(4, 19),
	  .problem =
		  "Connection tracking tries its hash table in one piece, and takes single pages if there is none: a line says so.",
	  .mended = "silent from 4.19 on",
	  .source = STABLE("v4.x", "4.19"),
	  .harmless = true },
	{ .callers =
		  "copy_process dup_task_struct alloc_thread_info_node alloc_thread_stack_node do_fork",
	  .order = 1,
	  .most = 3,
	  .from = R(2, 4),
	  .until = R(4, 9),
	  .problem =
		  "Each new process needs its kernel stack in one piece of 8 or 16 KiB.",
	  .mended =
		  "fixed in 4.9 on x86-64 and 4.14 on arm64, where stacks may be made of single pages (CONFIG_VMAP_STACK)",
	  .source = STABLE("v4.x", "4.9") },
	{ .callers = "ext4_fill_flex_info",
	  .order = 4,
	  .from = RP(2, 6, 27),
	  .until = R(3, 2),
	  .problem =
		  "A mount of a large ext4 tries its table of groups in one piece, then in single pages.",
	  .mended = "silent from 3.2 on",
	  .source = STABLE("v3.x", "3.2"),
	  .harmless = true },
	{ .callers = "ext2_fill_super",
	  .order = 4,
	  .from = R(2, 4),
	  .until = R(6, 1),
	  .stable = { RP(6, 0, 3) },
	  .problem =
		  "A mount of a large ext2 needs its group descriptors in one piece.",
	  .mended = "fixed in 6.1, and in 6.0.3",
	  .source = STABLE("v6.x", "6.0.3") },
	{ .callers = "getxattr setxattr sys_getxattr vfs_getxattr_alloc",
	  .order = 4,
	  .from = RP(2, 6, 0),
	  .until = R(3, 4),
	  .problem = "Extended attributes of 64 KB need a buffer in one piece.",
	  .mended = "fixed in 3.4, which takes single pages if it must",
	  .source = STABLE("v3.x", "3.4") },
	{ .callers = "proc_do_submiturb proc_submiturb usbdev_do_ioctl",
	  .order = 3,
	  .from = RP(2, 6, 0),
	  .until = R(4, 15),
	  .problem =
		  "usbfs takes the buffer of a program's transfer in one piece.",
	  .mended =
		  "from 4.15 on it says nothing and returns ENOMEM; programs that map their buffers (since 4.6) or use smaller ones do better",
	  .source = STABLE("v4.x", "4.15") },
	{ .callers = "uvc_alloc_urb_buffers",
	  .order = 3,
	  .from = RP(2, 6, 26),
	  .until = R(5, 13),
	  .problem = "uvcvideo takes the buffers of a stream in large pieces.",
	  .mended =
		  "changed in 5.13, which still wants one piece where there is no IOMMU",
	  .commit = "20e1dbf2bbe2",
	  .source = COMMIT("20e1dbf2bbe2") },
	{ .callers = "bnxt_alloc_tpa_info bnxt_alloc_mem bnxt_alloc_rings",
	  .order = 3,
	  .from = R(4, 4),
	  .until = R(6, 3),
	  .stable = { RP(6, 1, 20), RP(5, 10, 175), RP(6, 2, 7) },
	  .problem = "bnxt_en allocates its aggregation state in large pieces.",
	  .mended = "fixed in 6.3, and in 6.1.20 and 5.10.175",
	  .commit = "accd7e23693a",
	  .source = COMMIT("accd7e23693a") },
	{ .callers = "dma_common_contiguous_remap",
	  .order = 3,
	  .from = R(4, 8),
	  .until = R(6, 5),
	  .stable = { RP(6, 4, 12), RP(6, 1, 47), RP(5, 10, 192) },
	  .problem =
		  "The list of pages of a large DMA buffer needs one piece itself.",
	  .mended = "fixed in 6.5, and in 6.4.12, 6.1.47 and 5.10.192",
	  .source = "https://github.com/raspberrypi/rpicam-apps/issues/670" },
	{ .callers =
		  "v9fs_alloc_rdir_buf v9fs_dir_readdir v9fs_dir_readdir_dotl p9_fcall_init",
	  .order = 4,
	  .from = RP(2, 6, 14),
	  .until = R(7, 3),
	  .stable = { RP(6, 12, 111) },
	  .problem =
		  "9p allocates a buffer of the size of a message (msize) in one piece.",
	  .mended =
		  "fixed in 7.3, and in 6.12.111 and others of autumn 2026; a smaller msize= at the mount avoids it",
	  .source = STABLE("v6.x", "6.12.111") },
	{ .callers = "virtio_gpu_object_shmem_init virtio_gpu_object_create",
	  .order = 3,
	  .from = R(5, 4),
	  .until = R(5, 12),
	  .stable = { RP(5, 10, 21) },
	  .problem =
		  "virtio-gpu allocates the list of a large object in one piece.",
	  .mended = "fixed in 5.12, and in 5.10.21",
	  .source = STABLE("v5.x", "5.10.21") },
	{ .callers = "sd_zbc_alloc_report_buffer sd_zbc_report_zones",
	  .order = 4,
	  .from = R(4, 10),
	  .until = R(6, 12),
	  .stable = { RP(6, 1, 117) },
	  .problem = "The report of a zoned disk's zones needs a large buffer.",
	  .mended = "fixed in 6.12, and in 6.1.117",
	  .source = STABLE("v6.x", "6.1.117") },
	{ .callers = "setup_port_data ib_setup_port_attrs ib_register_device",
	  .order = 4,
	  .from = R(5, 14),
	  .until = R(5, 16),
	  .stable = { RP(5, 15, 5) },
	  .problem =
		  "RDMA allocates the state of a port in one piece of over 128 KB.",
	  .mended = "fixed in 5.16, and in 5.15.5",
	  .source = STABLE("v5.x", "5.15.5") },
	{ .callers = "btrfs_ioctl_send",
	  .order = 3,
	  .from = R(3, 6),
	  .until = R(5, 10),
	  .stable = { RP(5, 9, 5) },
	  .problem = "btrfs send allocates its list of clones in one piece.",
	  .mended = "fixed in 5.10, and in 5.9.5",
	  .source = STABLE("v5.x", "5.9.5") },
	{ .callers = "btrfs_get_dev_zone_info",
	  .order = 3,
	  .from = R(5, 12),
	  .until = R(6, 1),
	  .stable = { RP(6, 0, 11) },
	  .problem =
		  "btrfs allocates its table of a zoned disk's zones in one piece.",
	  .mended = "fixed in 6.1, and in 6.0.11",
	  .source = STABLE("v6.x", "6.0.11") },
	{ .callers = "btrfs_lookup_bio_sums",
	  .order = 3,
	  .from = R(5, 5),
	  .until = 0,
	  .problem =
		  "btrfs reads with long checksums (sha256, blake2) take the list of checksums in one piece. The read is repeated with less.",
	  .mended =
		  "a patch of November 2025 mends it; look for \"btrfs: use kvcalloc for btrfs_bio::csum allocation\" in your kernel's changes",
	  .source = LORE("20251105180054.511528-1-calvin@wbinvd.org") },
	{ .callers = "evdev_open",
	  .order = 3,
	  .from = RP(2, 6, 0),
	  .until = R(5, 6),
	  .stable = { RP(5, 4, 18) },
	  .problem =
		  "An input device with many events needs its buffer in one piece.",
	  .mended = "fixed in 5.6, and in 5.4.18",
	  .source = STABLE("v5.x", "5.4.18") },
	{ .callers = "proc_sys_call_handler proc_sys_read proc_sys_write",
	  .order = 3,
	  .from = R(5, 8),
	  .until = R(5, 12),
	  .stable = { RP(5, 10, 20) },
	  .problem =
		  "A read or write of a file in /proc/sys takes a buffer as large as the program's, in one piece.",
	  .mended =
		  "fixed in 5.12, and in 5.10.20; smaller reads work meanwhile",
	  .source = STABLE("v5.x", "5.10.20") },
	{ .callers = "regset_get_alloc",
	  .order = 3,
	  .from = R(5, 9),
	  .until = 0,
	  .stable = { RP(6, 1, 175) },
	  .problem =
		  "A core dump takes the state of the vector registers in one piece.",
	  .mended = "fixed in 6.1.175, and in the stable releases of its time",
	  .source = STABLE("v6.x", "6.1.175") },
	{ .callers = "ublk_init_queues ublk_ctrl_add_dev ublk_init_queue",
	  .order = 3,
	  .from = R(6, 0),
	  .until = R(6, 17),
	  .stable = { RP(6, 12, 42), RP(6, 1, 148) },
	  .problem = "ublk allocates its queues in one piece.",
	  .mended = "fixed in 6.17, and in 6.12.42 and 6.1.148",
	  .source = STABLE("v6.x", "6.12.42") },
	{ .callers = "tpm_read_log_acpi",
	  .order = 3,
	  .from = R(2, 6),
	  .until = R(6, 14),
	  .stable = { RP(6, 12, 14), RP(6, 1, 130) },
	  .problem = "The TPM's event log is copied into one piece.",
	  .mended = "fixed in 6.14, and in 6.12.14 and 6.1.130",
	  .source = STABLE("v6.x", "6.12.14") },
	{ .callers = "mlx5_init_fc_stats mlx5_fc_stats_init",
	  .order = 4,
	  .from = R(3, 10),
	  .until = R(5, 17),
	  .problem =
		  "mlx5_core takes the buffer for its flow counters, 1 MiB, in one piece when the device is found.",
	  .mended =
		  "fixed in 5.17, which begins with a small buffer and takes single pages",
	  .commit = "b247f32aecad",
	  .source = COMMIT("b247f32aecad") },
	{ .callers = "alloc_rx_agg",
	  .order = 1,
	  .from = R(5, 4),
	  .until = R(6, 4),
	  .problem =
		  "r8152 tries large buffers for receiving and does with fewer.",
	  .mended = "silent from 6.4 on",
	  .source =
		  LORE("20230406171411.1.I84dbef45786af440fd269b71e9436a96a8e7a152@changeid"),
	  .harmless = true },
	{ .callers = "ath10k_coredump_register",
	  .from = R(3, 10),
	  .until = R(5, 5),
	  .problem =
		  "ath10k asks for 0 bytes for its core dump, which is refused.",
	  .mended = "fixed in the stable releases of December 2019",
	  .source = LORE("20191210210402.8367-30-sashal@kernel.org"),
	  .harmless = true },
	{ .conditions = AF_KNOWN_VMALLOC,
	  .order = 9,
	  .from = R(6, 3),
	  .until = R(6, 4),
	  .problem =
		  "A vmalloc() that tries huge pages first warns when there are none, and takes single pages.",
	  .mended = "fixed in 6.4",
	  .source = LORE("bf1ec36.86425ef5.188f80a223e@tnonline.net"),
	  .harmless = true },
	{ .callers = "alloc_extent_state",
	  .from = R(6, 18),
	  .until = 0,
	  .problem =
		  "Slab caches fill a stock of objects ahead (sheaves), and warn when that fails; they take single objects then.",
	  .mended = "known; not fixed where the report was made",
	  .source = LORE("aZt2-oS9lkmwT7Ch@debian.local"),
	  .harmless = true },
	{ .callers = "check_partition",
	  .order = 3,
	  .from = RP(2, 6, 32),
	  .until = R(4, 0),
	  .problem =
		  "A scan of partitions, of ZFS volumes above all, takes its table in one piece.",
	  .mended = "see the reports",
	  .source =
		  "https://github.com/openzfs/zfs/issues/2816, https://github.com/openzfs/zfs/issues/3429" },
	{ .callers =
		  "kmem_alloc_debug task_alloc kv_alloc spl_kmem_alloc spl_kmem_zalloc",
	  .from = RP(2, 6, 26),
	  .until = R(3, 14),
	  .problem =
		  "Early releases of SPL and ZFS took large and atomic pieces for their lists.",
	  .mended = "fixed in ZFS 0.6.5 and later",
	  .source =
		  "https://github.com/openzfs/spl/issues/249, https://github.com/openzfs/spl/issues/116" },
	{ .callers = "vmemmap_alloc_block vmemmap_alloc_block_buf",
	  .order = 9,
	  .from = RP(2, 6, 24),
	  .until = R(4, 15),
	  .problem =
		  "Memory that is plugged in gets its table of pages in huge pages, and in small ones if there are none.",
	  .mended = "silent from 4.15 on",
	  .source = LORE("20171106092228.31098-1-mhocko@kernel.org"),
	  .harmless = true },
	{ .callers =
		  "ion_page_pool_alloc ion_page_pool_alloc_pages dmabuf_page_pool_alloc alloc_largest_available",
	  .order = 1,
	  .from = R(3, 14),
	  .until = 0,
	  .problem =
		  "Android's heaps for buffers (ION, DMA-BUF) try large pieces first, and take single pages if there are none.",
	  .mended = "no error; some releases say nothing about it",
	  .source = LORE("20210210162632.3903128-1-minchan@kernel.org"),
	  .harmless = true },
	{ .callers = "ath11k_dp_rxbufs_replenish ath11k_dp_rx_bufs_replenish",
	  .order = 2,
	  .from = R(6, 1),
	  .until = 0,
	  .problem =
		  "Buffers of ath11k pin larger pieces than they need, which drains routers with little memory.",
	  .mended = "open",
	  .source = "https://github.com/openwrt/openwrt/pull/24713" },
	{ .callers = "ath10k_ce_alloc_src_ring ath10k_ce_alloc_pipe",
	  .from = R(5, 15),
	  .until = R(5, 16),
	  .problem =
		  "On a RISC-V board whose low memory is all CMA's, ath10k finds none at boot.",
	  .mended = "the board's configuration has to leave some",
	  .source =
		  "https://github.com/polarfire-soc/meta-polarfire-soc-yocto-bsp/issues/46" },
};

const size_t af_nr_knowns = ARRAY_SIZE(af_knowns);

/* Is it mended in the stable branch of the release. */
static bool mended_in_stable(const struct af_known *known, u32 release)
{
	size_t i;

	for (i = 0; i < AF_KNOWN_STABLE; i++)
		if (known->stable[i] >> 8 == release >> 8 &&
		    release >= known->stable[i])
			return true;
	return false;
}

static bool has_release(const struct af_known *known, u32 release)
{
	return release >= known->from &&
	       (!known->until || release < known->until) &&
	       !mended_in_stable(known, release);
}

static bool names(const char *callers, struct af_slice symbol)
{
	struct af_slice rest = af_slice_string(callers);
	size_t at;

	while ((at = af_slice_find_bytes(rest, symbol.text, symbol.length)) !=
	       AF_NOT_FOUND) {
		bool begins = rest.text + at == callers ||
			      *(rest.text + at - 1) == ' ';

		af_slice_skip(&rest, at + symbol.length);
		if (begins && (!rest.length || rest.text[0] == ' '))
			return true;
	}
	return false;
}

static bool asked(const struct af_known *known,
		  const struct af_known_query *query)
{
	size_t i;

	if (!known->callers)
		return true;
	for (i = 0; i < query->nr; i++)
		if (names(known->callers, query->symbols[i]))
			return true;
	return false;
}

/**
 * af_known_find - what is known of a failure
 * @query: the failure
 * @found: where to put the rows
 * @most: how many there is room for
 *
 * Return: how many were found
 */
size_t af_known_find(const struct af_known_query *query,
		     const struct af_known **found, size_t most)
{
	size_t i, nr = 0;

	for (i = 0; i < af_nr_knowns && nr < most; i++) {
		const struct af_known *known = &af_knowns[i];

		if (query->order < known->order ||
		    (known->most && query->order > known->most) ||
		    (query->conditions & known->conditions) !=
			    known->conditions ||
		    !has_release(known, query->release) || !asked(known, query))
			continue;
		found[nr++] = known;
	}
	return nr;
}
