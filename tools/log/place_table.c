// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a module, a function or a task is for, by their names: one table of each, of
 * all releases. Pure.
 */
#include "log/place_table.h"

struct sign {
	const char *text; /* a beginning; with "$" at its end, all of it */
	enum af_log_what what;
};

/* Modules, by the beginnings of their names. */
static const struct sign modules[] = {
	{ "uvcvideo", AF_WHAT_CAMERA },
	{ "em28xx", AF_WHAT_CAMERA },
	{ "gspca", AF_WHAT_CAMERA },
	{ "videobuf", AF_WHAT_CAMERA },
	{ "v4l2", AF_WHAT_CAMERA },
	{ "bttv", AF_WHAT_CAMERA },
	{ "saa7", AF_WHAT_CAMERA },
	{ "cx23", AF_WHAT_CAMERA },
	{ "cx88", AF_WHAT_CAMERA },
	{ "dvb", AF_WHAT_CAMERA },
	{ "pwc", AF_WHAT_CAMERA },
	{ "stk1160", AF_WHAT_CAMERA },
	{ "usbtv", AF_WHAT_CAMERA },
	{ "au08", AF_WHAT_CAMERA },
	{ "tm6000", AF_WHAT_CAMERA },
	{ "bcm2835_v4l2", AF_WHAT_CAMERA },
	{ "bcm2835_unicam", AF_WHAT_CAMERA },

	{ "snd", AF_WHAT_SOUND },
	{ "soundcore", AF_WHAT_SOUND },

	{ "amdgpu", AF_WHAT_GPU },
	{ "radeon", AF_WHAT_GPU },
	{ "i915", AF_WHAT_GPU },
	{ "xe$", AF_WHAT_GPU },
	{ "nouveau", AF_WHAT_GPU },
	{ "nvidia", AF_WHAT_GPU },
	{ "ttm", AF_WHAT_GPU },
	{ "drm", AF_WHAT_GPU },
	{ "vmwgfx", AF_WHAT_GPU },
	{ "virtio_gpu", AF_WHAT_GPU },
	{ "panfrost", AF_WHAT_GPU },
	{ "lima", AF_WHAT_GPU },
	{ "mali", AF_WHAT_GPU },
	{ "vc4", AF_WHAT_GPU },
	{ "v3d", AF_WHAT_GPU },
	{ "fglrx", AF_WHAT_GPU },

	{ "nvme", AF_WHAT_STORAGE },
	{ "ahci", AF_WHAT_STORAGE },
	{ "libata", AF_WHAT_STORAGE },
	{ "scsi", AF_WHAT_STORAGE },
	{ "sd_mod", AF_WHAT_STORAGE },
	{ "mpt", AF_WHAT_STORAGE },
	{ "megaraid", AF_WHAT_STORAGE },
	{ "hpsa", AF_WHAT_STORAGE },
	{ "aacraid", AF_WHAT_STORAGE },
	{ "arcmsr", AF_WHAT_STORAGE },
	{ "lpfc", AF_WHAT_STORAGE },
	{ "qla2", AF_WHAT_STORAGE },
	{ "rr6", AF_WHAT_STORAGE },
	{ "hpt", AF_WHAT_STORAGE },
	{ "virtio_blk", AF_WHAT_STORAGE },
	{ "virtio_scsi", AF_WHAT_STORAGE },
	{ "xen_blk", AF_WHAT_STORAGE },
	{ "usb_storage", AF_WHAT_STORAGE },
	{ "uas$", AF_WHAT_STORAGE },
	{ "dm_", AF_WHAT_STORAGE },
	{ "raid", AF_WHAT_STORAGE },
	{ "md_mod", AF_WHAT_STORAGE },
	{ "mmc_", AF_WHAT_STORAGE },
	{ "sdhci", AF_WHAT_STORAGE },
	{ "isci", AF_WHAT_STORAGE },
	{ "libiscsi", AF_WHAT_STORAGE },
	{ "iscsi", AF_WHAT_STORAGE },
	{ "drbd", AF_WHAT_STORAGE },
	{ "aoe", AF_WHAT_STORAGE },
	{ "rbd", AF_WHAT_STORAGE },
	{ "nbd", AF_WHAT_STORAGE },
	{ "bcachefs", AF_WHAT_FILES },
	{ "bcache", AF_WHAT_STORAGE },
	{ "zram", AF_WHAT_SWAP },
	{ "st$", AF_WHAT_STORAGE },
	{ "mvsas", AF_WHAT_STORAGE },
	{ "pm80", AF_WHAT_STORAGE },
	{ "3w_", AF_WHAT_STORAGE },
	{ "libfc", AF_WHAT_STORAGE },
	{ "ufs", AF_WHAT_STORAGE },
	{ "target_core", AF_WHAT_STORAGE },

	{ "ext4", AF_WHAT_FILES },
	{ "ext3", AF_WHAT_FILES },
	{ "xfs", AF_WHAT_FILES },
	{ "btrfs", AF_WHAT_FILES },
	{ "zfs", AF_WHAT_FILES },
	{ "spl$", AF_WHAT_FILES },
	{ "znvpair", AF_WHAT_FILES },
	{ "zcommon", AF_WHAT_FILES },
	{ "nfs", AF_WHAT_FILES },
	{ "cifs", AF_WHAT_FILES },
	{ "ceph", AF_WHAT_FILES },
	{ "libceph", AF_WHAT_FILES },
	{ "f2fs", AF_WHAT_FILES },
	{ "ocfs2", AF_WHAT_FILES },
	{ "gfs2", AF_WHAT_FILES },
	{ "reiserfs", AF_WHAT_FILES },
	{ "jbd2", AF_WHAT_FILES },
	{ "fuse", AF_WHAT_FILES },
	{ "9p", AF_WHAT_FILES },
	{ "overlay", AF_WHAT_FILES },
	{ "squashfs", AF_WHAT_FILES },
	{ "ntfs", AF_WHAT_FILES },
	{ "lustre", AF_WHAT_FILES },
	{ "sunrpc", AF_WHAT_FILES },

	{ "e100", AF_WHAT_NETWORK },
	{ "igb", AF_WHAT_NETWORK },
	{ "igc$", AF_WHAT_NETWORK },
	{ "ixgb", AF_WHAT_NETWORK },
	{ "i40e", AF_WHAT_NETWORK },
	{ "ice$", AF_WHAT_NETWORK },
	{ "iavf", AF_WHAT_NETWORK },
	{ "bnx", AF_WHAT_NETWORK },
	{ "tg3", AF_WHAT_NETWORK },
	{ "mlx4_en", AF_WHAT_NETWORK },
	{ "mlx", AF_WHAT_NETWORK },
	{ "r81", AF_WHAT_NETWORK },
	{ "sky2", AF_WHAT_NETWORK },
	{ "skge", AF_WHAT_NETWORK },
	{ "forcedeth", AF_WHAT_NETWORK },
	{ "atl1", AF_WHAT_NETWORK },
	{ "atlantic", AF_WHAT_NETWORK },
	{ "alx", AF_WHAT_NETWORK },
	{ "virtio_net", AF_WHAT_NETWORK },
	{ "vmxnet", AF_WHAT_NETWORK },
	{ "xen_net", AF_WHAT_NETWORK },
	{ "hv_netvsc", AF_WHAT_NETWORK },
	{ "ena$", AF_WHAT_NETWORK },
	{ "gve$", AF_WHAT_NETWORK },
	{ "be2net", AF_WHAT_NETWORK },
	{ "benet", AF_WHAT_NETWORK },
	{ "cxgb", AF_WHAT_NETWORK },
	{ "qede", AF_WHAT_NETWORK },
	{ "qlcnic", AF_WHAT_NETWORK },
	{ "qlge", AF_WHAT_NETWORK },
	{ "netxen", AF_WHAT_NETWORK },
	{ "sfc$", AF_WHAT_NETWORK },
	{ "enic", AF_WHAT_NETWORK },
	{ "mvneta", AF_WHAT_NETWORK },
	{ "fec$", AF_WHAT_NETWORK },
	{ "stmmac", AF_WHAT_NETWORK },
	{ "macb", AF_WHAT_NETWORK },
	{ "smsc", AF_WHAT_NETWORK },
	{ "lan7", AF_WHAT_NETWORK },
	{ "asix", AF_WHAT_NETWORK },
	{ "ax88", AF_WHAT_NETWORK },
	{ "cdc_", AF_WHAT_NETWORK },
	{ "usbnet", AF_WHAT_NETWORK },
	{ "rndis", AF_WHAT_NETWORK },
	{ "brcm", AF_WHAT_NETWORK },
	{ "ath", AF_WHAT_NETWORK },
	{ "iwl", AF_WHAT_NETWORK },
	{ "mt7", AF_WHAT_NETWORK },
	{ "rtl", AF_WHAT_NETWORK },
	{ "rtw", AF_WHAT_NETWORK },
	{ "rt2", AF_WHAT_NETWORK },
	{ "rt7", AF_WHAT_NETWORK },
	{ "mac80211", AF_WHAT_NETWORK },
	{ "cfg80211", AF_WHAT_NETWORK },
	{ "8139", AF_WHAT_NETWORK },
	{ "via_rhine", AF_WHAT_NETWORK },
	{ "ppp", AF_WHAT_NETWORK },
	{ "tun$", AF_WHAT_NETWORK },
	{ "vhost_net", AF_WHAT_NETWORK },
	{ "veth", AF_WHAT_NETWORK },
	{ "bonding", AF_WHAT_NETWORK },
	{ "bridge", AF_WHAT_NETWORK },
	{ "nf_", AF_WHAT_NETWORK },
	{ "ip_", AF_WHAT_NETWORK },
	{ "ip6", AF_WHAT_NETWORK },
	{ "xt_", AF_WHAT_NETWORK },
	{ "openvswitch", AF_WHAT_NETWORK },
	{ "wireguard", AF_WHAT_NETWORK },
	{ "sctp", AF_WHAT_NETWORK },
	{ "tipc", AF_WHAT_NETWORK },
	{ "mhi$", AF_WHAT_NETWORK },
	{ "qrtr", AF_WHAT_NETWORK },
	{ "et$", AF_WHAT_NETWORK },
	{ "pf_ring", AF_WHAT_NETWORK },
	{ "ib_ipoib", AF_WHAT_NETWORK },
	{ "wl$", AF_WHAT_NETWORK },
	{ "tempesta", AF_WHAT_NETWORK },
	{ "tcp_", AF_WHAT_NETWORK },

	{ "usbcore", AF_WHAT_USB },
	{ "xhci", AF_WHAT_USB },
	{ "ehci", AF_WHAT_USB },
	{ "ohci", AF_WHAT_USB },
	{ "dwc", AF_WHAT_USB },
	{ "usb_f_", AF_WHAT_USB },
	{ "libcomposite", AF_WHAT_USB },
	{ "usb", AF_WHAT_USB },
};

/* Functions of the kernel's own, by the beginnings of their names. */
static const struct sign functions[] = {
	{ "do_huge_pmd", AF_WHAT_HUGE },
	{ "hugetlb_", AF_WHAT_HUGE },
	{ "khugepaged", AF_WHAT_HUGE },
	{ "collapse_", AF_WHAT_HUGE },
	{ "alloc_charge_", AF_WHAT_HUGE },
	{ "set_max_huge", AF_WHAT_HUGE },
	{ "copy_process", AF_WHAT_FORK },
	{ "dup_task_struct", AF_WHAT_FORK },
	{ "alloc_thread_", AF_WHAT_FORK },
	{ "do_fork", AF_WHAT_FORK },
	{ "_do_fork", AF_WHAT_FORK },
	{ "kernel_clone", AF_WHAT_FORK },
	{ "copy_mm", AF_WHAT_FORK },
	{ "dup_mm", AF_WHAT_FORK },
	{ "do_swap_page", AF_WHAT_SWAP },
	{ "__read_swap", AF_WHAT_SWAP },
	{ "read_swap", AF_WHAT_SWAP },
	{ "swap_", AF_WHAT_SWAP },
	{ "zswap_", AF_WHAT_SWAP },
	{ "zs_malloc", AF_WHAT_SWAP },
	{ "zram_", AF_WHAT_SWAP },
	{ "swapin_", AF_WHAT_SWAP },
	{ "folio_alloc_swap", AF_WHAT_SWAP },
	{ "isolate_lock_cluster", AF_WHAT_SWAP },
	{ "add_to_swap", AF_WHAT_SWAP },
	{ "get_swap_page", AF_WHAT_SWAP },
	{ "net_rx", AF_WHAT_RECEIVE },
	{ "netif_receive", AF_WHAT_RECEIVE },
	{ "__netif_receive", AF_WHAT_RECEIVE },
	{ "napi_", AF_WHAT_RECEIVE },
	{ "__napi_poll", AF_WHAT_RECEIVE },
	{ "process_backlog", AF_WHAT_RECEIVE },
	{ "ip_rcv", AF_WHAT_RECEIVE },
	{ "tcp_v4_rcv", AF_WHAT_RECEIVE },
	{ "tcp_collapse", AF_WHAT_RECEIVE },
	{ "tcp_", AF_WHAT_NETWORK },
	{ "__tcp_", AF_WHAT_NETWORK },
	{ "udp_", AF_WHAT_NETWORK },
	{ "ip_", AF_WHAT_NETWORK },
	{ "ip6_", AF_WHAT_NETWORK },
	{ "unix_", AF_WHAT_NETWORK },
	{ "netlink_", AF_WHAT_NETWORK },
	{ "rtnl_", AF_WHAT_NETWORK },
	{ "rtnetlink_", AF_WHAT_NETWORK },
	{ "sock_", AF_WHAT_NETWORK },
	{ "sk_prot_", AF_WHAT_NETWORK },
	{ "dev_hard_start", AF_WHAT_NETWORK },
	{ "dev_ioctl", AF_WHAT_NETWORK },
	{ "dev_open", AF_WHAT_NETWORK },
	{ "__dev_open", AF_WHAT_NETWORK },
	{ "copy_net_ns", AF_WHAT_NETWORK },
	{ "setup_net", AF_WHAT_NETWORK },
	{ "xt_", AF_WHAT_NETWORK },
	{ "nf_", AF_WHAT_NETWORK },
	{ "veth_", AF_WHAT_NETWORK },
	{ "virtnet_", AF_WHAT_NETWORK },
	{ "drm_", AF_WHAT_GPU },
	{ "ttm_", AF_WHAT_GPU },
	{ "snd_", AF_WHAT_SOUND },
	{ "vb2_", AF_WHAT_CAMERA },
	{ "v4l2_", AF_WHAT_CAMERA },
	{ "__video_", AF_WHAT_CAMERA },
	{ "video_ioctl", AF_WHAT_CAMERA },
	{ "uvc_", AF_WHAT_CAMERA },
	{ "mmc_", AF_WHAT_STORAGE },
	{ "__mmc_", AF_WHAT_STORAGE },
	{ "scsi_", AF_WHAT_STORAGE },
	{ "sd_", AF_WHAT_STORAGE },
	{ "nvme_", AF_WHAT_STORAGE },
	{ "blk_", AF_WHAT_STORAGE },
	{ "__blk_", AF_WHAT_STORAGE },
	{ "submit_bio", AF_WHAT_STORAGE },
	{ "generic_make_request", AF_WHAT_STORAGE },
	{ "ata_", AF_WHAT_STORAGE },
	{ "omap_hsmmc", AF_WHAT_STORAGE },
	{ "jz_mmc", AF_WHAT_STORAGE },
	{ "sg_io", AF_WHAT_STORAGE },
	{ "init_this_scsi", AF_WHAT_STORAGE },
	{ "cfq_", AF_WHAT_STORAGE },
	{ "bio_", AF_WHAT_STORAGE },
	{ "md_", AF_WHAT_STORAGE },
	{ "ext4_", AF_WHAT_FILES },
	{ "btrfs_", AF_WHAT_FILES },
	{ "bch2_", AF_WHAT_FILES },
	{ "f2fs_", AF_WHAT_FILES },
	{ "journal_", AF_WHAT_FILES },
	{ "jbd2_", AF_WHAT_FILES },
	{ "ext3_", AF_WHAT_FILES },
	{ "generic_file_", AF_WHAT_FILES },
	{ "xfs_", AF_WHAT_FILES },
	{ "nfs", AF_WHAT_FILES },
	{ "do_page_cache_ra", AF_WHAT_FILES },
	{ "page_cache_ra", AF_WHAT_FILES },
	{ "ra_alloc", AF_WHAT_FILES },
	{ "filemap_", AF_WHAT_FILES },
	{ "grow_dev_", AF_WHAT_FILES },
	{ "grow_buffers", AF_WHAT_FILES },
	{ "usb_", AF_WHAT_USB },
	{ "usbdev_", AF_WHAT_USB },
	{ "proc_submiturb", AF_WHAT_USB },
	{ "proc_do_submiturb", AF_WHAT_USB },
	{ "xhci_", AF_WHAT_USB },
	{ "hub_", AF_WHAT_USB },
	{ "do_anonymous_page", AF_WHAT_FAULT },
	{ "wp_page_copy", AF_WHAT_FAULT },
	{ "do_wp_page", AF_WHAT_FAULT },
	{ "do_cow_fault", AF_WHAT_FAULT },
	{ "pte_alloc", AF_WHAT_FAULT },
	{ "__pte_alloc", AF_WHAT_FAULT },
	{ "__pmd_alloc", AF_WHAT_FAULT },
	{ "__pud_alloc", AF_WHAT_FAULT },
	{ "pmd_alloc", AF_WHAT_FAULT },
	{ "handle_mm_fault", AF_WHAT_FAULT },
	{ "__handle_mm_fault", AF_WHAT_FAULT },
	{ "shmem_fault", AF_WHAT_FAULT },
};

/* Functions that send packets or accept a connection, by their beginnings. */
static const char *const senders[] = {
	"skb_segment",	    "tcp_send_",	 "tcp_transmit_",
	"__tcp_transmit_",  "tcp_write_xmit",	 "__tcp_push_",
	"tcp_tso_",	    "tcp_gso_",		 "tcp_retransmit",
	"__tcp_retransmit", "inet_gso_",	 "skb_gso_",
	"skb_mac_gso_",	    "__skb_gso_",	 "dev_queue_xmit",
	"__dev_queue_xmit", "dev_hard_start_",	 "sch_direct_xmit",
	"ip_queue_xmit",    "__ip_queue_xmit",	 "ip_output",
	"ip_finish_output", "ip_local_out",	 "ip_append_data",
	"__ip_append_data", "ip6_finish_output", "ip6_xmit",
	"udp_send",	    "icmp_send",	 "arp_send",
	"sk_prot_",	    "ndisc_send",	 "br_dev_queue_push",
	"tcp_v4_send_",	    "tcp_v6_send_",	 "netdev_start_xmit",
	"validate_xmit",
};

/* By the task's name, where the trace does not tell. */
static const struct sign tasks[] = {
	{ "mmcqd", AF_WHAT_STORAGE },	{ "usb-storage", AF_WHAT_STORAGE },
	{ "scsi_eh", AF_WHAT_STORAGE }, { "napi/", AF_WHAT_RECEIVE },
	{ "jbd2/", AF_WHAT_FILES },	{ "txg_sync", AF_WHAT_FILES },
	{ "nfsd", AF_WHAT_FILES },	{ "khugepaged", AF_WHAT_HUGE },
};

struct phase_sign {
	const char *text;
	enum af_log_phase phase;
};

/* Anywhere in the stack; the first of these rows that is there counts. */
static const struct phase_sign phases[] = {
	{ "dma_atomic_pool_init", AF_PHASE_POOL },
	{ "__dma_atomic_pool_init", AF_PHASE_POOL },
	{ "atomic_pool_expand", AF_PHASE_POOL },
	{ "atomic_pool_init", AF_PHASE_POOL },
	{ "atomic_pool_work_fn", AF_PHASE_POOL },
	{ "dpm_suspend", AF_PHASE_SUSPEND },
	{ "dpm_prepare", AF_PHASE_SUSPEND },
	{ "device_suspend", AF_PHASE_SUSPEND },
	{ "device_prepare", AF_PHASE_SUSPEND },
	{ "pci_pm_prepare", AF_PHASE_SUSPEND },
	{ "pci_pm_suspend", AF_PHASE_SUSPEND },
	{ "async_suspend", AF_PHASE_SUSPEND },
	{ "hibernat", AF_PHASE_SUSPEND },
	{ "dpm_resume", AF_PHASE_RESUME },
	{ "device_resume", AF_PHASE_RESUME },
	{ "async_resume", AF_PHASE_RESUME },
	{ "pci_pm_resume", AF_PHASE_RESUME },
	{ "pci_pm_restore", AF_PHASE_RESUME },
	{ "suspend_devices_and_enter", AF_PHASE_SUSPEND },
	{ "pm_suspend", AF_PHASE_SUSPEND },
	{ "local_pci_probe", AF_PHASE_PROBE },
	{ "pci_device_probe", AF_PHASE_PROBE },
	{ "really_probe", AF_PHASE_PROBE },
	{ "driver_probe_device", AF_PHASE_PROBE },
	{ "__driver_probe_device", AF_PHASE_PROBE },
	{ "usb_probe_interface", AF_PHASE_PROBE },
	{ "platform_probe", AF_PHASE_PROBE },
	{ "platform_drv_probe", AF_PHASE_PROBE },
	{ "vmbus_probe", AF_PHASE_PROBE },
	{ "virtio_dev_probe", AF_PHASE_PROBE },
	{ "nvme_scan_work", AF_PHASE_PROBE },
	{ "nvme_scan_ns", AF_PHASE_PROBE },
	{ "scsi_probe_and_add_lun", AF_PHASE_PROBE },
	{ "mmc_rescan", AF_PHASE_PROBE },
	{ "device_attach", AF_PHASE_PROBE },
	{ "__device_attach", AF_PHASE_PROBE },
	{ "do_init_module", AF_PHASE_LOADING },
	{ "load_module", AF_PHASE_LOADING },
	{ "sys_init_module", AF_PHASE_LOADING },
	{ "SyS_init_module", AF_PHASE_LOADING },
	{ "SyS_finit_module", AF_PHASE_LOADING },
	{ "__x64_sys_init_module", AF_PHASE_LOADING },
	{ "__x64_sys_finit_module", AF_PHASE_LOADING },
	{ "__do_sys_init_module", AF_PHASE_LOADING },
	{ "__do_sys_finit_module", AF_PHASE_LOADING },
	{ "kernel_init_freeable", AF_PHASE_BOOT },
	{ "do_basic_setup", AF_PHASE_BOOT },
	{ "start_kernel$", AF_PHASE_BOOT },
};

static enum af_log_what what_of(const struct sign *signs, size_t nr,
				struct af_slice name)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (af_log_fits(name, signs[i].text))
			return signs[i].what;
	return AF_WHAT_UNKNOWN;
}

enum af_log_what af_place_of_module(struct af_slice name)
{
	return what_of(modules, ARRAY_SIZE(modules), name);
}

enum af_log_what af_place_of_function(struct af_slice name)
{
	return what_of(functions, ARRAY_SIZE(functions), name);
}

bool af_place_sends(struct af_slice name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(senders); i++)
		if (af_log_fits(name, senders[i]))
			return true;
	return false;
}

enum af_log_what af_place_of_task(struct af_slice comm)
{
	return what_of(tasks, ARRAY_SIZE(tasks), comm);
}

bool af_place_in_trace(const struct af_log_trace *trace, const char *text)
{
	unsigned int i;

	for (i = 0; i < trace->nr; i++)
		if (!trace->frames[i].outside &&
		    af_log_fits(af_log_base(trace->frames[i].symbol), text))
			return true;
	return false;
}

/**
 * af_place_phase - what the machine was doing, by a trace
 * @trace: the trace
 *
 * Return: AF_PHASE_RUNNING, if it does not tell
 */
enum af_log_phase af_place_phase(const struct af_log_trace *trace)
{
	size_t first = ARRAY_SIZE(phases), row;
	unsigned int i;

	for (i = 0; i < trace->nr; i++) {
		struct af_slice base = af_log_base(trace->frames[i].symbol);

		if (trace->frames[i].outside)
			continue;
		for (row = 0; row < first; row++)
			if (af_log_fits(base, phases[row].text))
				first = row;
	}
	return first < ARRAY_SIZE(phases) ? phases[first].phase :
					    AF_PHASE_RUNNING;
}
