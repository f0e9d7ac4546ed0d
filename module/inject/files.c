// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files in /sys/kernel/debug/allocfail_inject/. Process context.
 *
 * settings is armed until it is told otherwise, session as long as the file is
 * open; whoever holds the one keeps the other out.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "files/directory.h"
#include "inject/armed.h"
#include "inject/files.h"
#include "inject/log.h"

static struct dentry *files_directory;

/* Under af_inject_lock. */
static enum af_inject_holder files_holder;
static bool files_session_open;
static bool files_ready;		      /* init has succeeded */
static struct af_inject_reason files_refused; /* the last one */

static const char *const files_counts[AF_INJECT_NR_COUNTS] = {
	[AF_INJECT_SEEN] = "seen",
	[AF_INJECT_SPARED_0] = "spared_nofail",
	[AF_INJECT_SPARED_0 + 1] = "spared_recursion",
	[AF_INJECT_SPARED_0 + 2] = "spared_oversize",
	[AF_INJECT_SPARED_0 + 3] = "spared_would_loop",
	[AF_INJECT_MATCHED] = "matched",
	[AF_INJECT_FAILED] = "failed",
	[AF_INJECT_ESCAPED] = "escaped",
	[AF_INJECT_BUSY] = "busy",
	[AF_INJECT_NOTED] = "noted",
};

static const char *files_holder_name(void)
{
	if (!af_inject_armed)
		return "no";
	return files_holder == AF_INJECT_SESSION ? "session" : "settings";
}

static int af_inject_status_show(struct seq_file *m, void *unused)
{
	u64 total[AF_INJECT_NR_COUNTS];
	unsigned int i, lost;

	mutex_lock(&af_inject_lock);
	af_inject_sum(total);
	seq_printf(m, "version: %s\n", AF_VERSION);
	seq_printf(m, "armed: %s\n", files_holder_name());
	seq_printf(m, "settings: %s\n",
		   af_inject_armed ? af_inject_armed->line : "");
	seq_printf(m, "probe: %s\n", af_inject_probe_symbol());
	for (i = 0; i < AF_INJECT_NOTED; i++)
		seq_printf(m, "%s: %llu\n", files_counts[i], total[i]);
	seq_printf(m, "nmissed: %lu\n", af_inject_nmissed());
	seq_printf(m, "sites: %d / %u\n", atomic_read(&af_inject_sites.used),
		   AF_INJECT_SITES);
	seq_printf(m, "log_lost: %u\n", af_inject_log_lost());
	seq_printf(m, "allocfail: %s\n", af_inject_told ? "told" : "-");
	seq_printf(m, "refused: %s\n", files_refused.text);
	seq_printf(m, "live: %lu\n", af_inject_track_live(&lost));
	seq_printf(m, "untracked: %u\n", lost);
	seq_printf(m, "%s: %llu\n", files_counts[AF_INJECT_NOTED],
		   total[AF_INJECT_NOTED]);
	mutex_unlock(&af_inject_lock);
	return 0;
}

static int files_refuse(const char *why)
{
	af_inject_refuse(&files_refused, "", 0, why);
	pr_err("refused: %s\n", files_refused.text);
	return -EINVAL;
}

/* What is echoed of a line in status stays one line. */
static void files_one_line(char *line)
{
	for (; *line; line++)
		if (*line < ' ' || *line > '~')
			*line = ' ';
}

/* The length without the newline at the end. */
static size_t files_end(const char *line, size_t len)
{
	while (len && line[len - 1] == '\n')
		len--;
	return len;
}

/* Under af_inject_lock. */
static int files_take(const char *line, size_t len,
		      enum af_inject_holder holder)
{
	int err;

	if (af_inject_going())
		return -ENODEV;
	if (af_inject_parse_off(line, len)) {
		af_inject_disarm();
		files_holder = AF_INJECT_NOBODY;
		return 0;
	}
	if (strnlen(line, len) != len)
		return files_refuse("a zero byte in the line");
	err = af_inject_arm(line, len, holder == AF_INJECT_SETTINGS,
			    &files_refused);
	if (err) {
		pr_err("refused: %s\n", files_refused.text);
		return err;
	}
	files_one_line(af_inject_armed->line);
	files_refused.text[0] = '\0';
	files_holder = holder;
	return 0;
}

/* Under af_inject_lock. */
static int files_write_locked(const char __user *from, size_t len,
			      enum af_inject_holder holder)
{
	/* Not allocated: off must be taken also where all requests fail. */
	static char line[AF_INJECT_LINE];

	if (holder == AF_INJECT_SETTINGS && files_session_open)
		return -EBUSY;
	if (len > sizeof(line))
		return files_refuse("a line of more than 1024 bytes");
	if (copy_from_user(line, from, len))
		return -EFAULT;
	return files_take(line, files_end(line, len), holder);
}

static ssize_t files_write(const char __user *from, size_t len,
			   enum af_inject_holder holder)
{
	int err;

	mutex_lock(&af_inject_lock);
	err = files_write_locked(from, len, holder);
	mutex_unlock(&af_inject_lock);
	if (err)
		return err;
	/* Takes the lock itself: allocfail may be loaded at the same time. */
	af_inject_tell_begin();
	return len;
}

static ssize_t af_inject_settings_write(struct file *file,
					const char __user *from, size_t len,
					loff_t *at)
{
	return files_write(from, len, AF_INJECT_SETTINGS);
}

static int af_inject_settings_show(struct seq_file *m, void *unused)
{
	mutex_lock(&af_inject_lock);
	seq_printf(m, "%s\n", af_inject_armed ? af_inject_armed->line : "off");
	mutex_unlock(&af_inject_lock);
	return 0;
}

/* While init can still fail nobody may hold a file open. */
static int files_open(struct file *file,
		      int (*show)(struct seq_file *m, void *unused))
{
	if (!READ_ONCE(files_ready))
		return -ENODEV;
	return single_open(file, show, NULL);
}

static int af_inject_settings_open(struct inode *inode, struct file *file)
{
	return files_open(file, af_inject_settings_show);
}

/* One at a time, and not over the settings of somebody else. */
static int af_inject_session_open(struct inode *inode, struct file *file)
{
	int err = 0;

	mutex_lock(&af_inject_lock);
	if (!files_ready) {
		err = -ENODEV;
	} else if (files_session_open || af_inject_armed) {
		err = -EBUSY;
	} else {
		files_session_open = true;
		af_inject_sites_clear(&af_inject_sites);
	}
	mutex_unlock(&af_inject_lock);
	return err ?: nonseekable_open(inode, file);
}

static ssize_t af_inject_session_write(struct file *file,
				       const char __user *from, size_t len,
				       loff_t *at)
{
	return files_write(from, len, AF_INJECT_SESSION);
}

/* The last holder of the file has closed it, or has been killed. */
static int af_inject_session_release(struct inode *inode, struct file *file)
{
	mutex_lock(&af_inject_lock);
	af_inject_disarm();
	files_holder = AF_INJECT_NOBODY;
	files_session_open = false;
	mutex_unlock(&af_inject_lock);
	return 0;
}

static int af_inject_status_open(struct inode *inode, struct file *file)
{
	return files_open(file, af_inject_status_show);
}

static int af_inject_failed_open(struct inode *inode, struct file *file)
{
	return files_open(file, af_inject_log_show);
}

static const struct file_operations files_settings = {
	.owner = THIS_MODULE,
	.open = af_inject_settings_open,
	.read = seq_read,
	.write = af_inject_settings_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static const struct file_operations files_session = {
	.owner = THIS_MODULE,
	.open = af_inject_session_open,
	.write = af_inject_session_write,
	.release = af_inject_session_release,
};

static const struct file_operations files_status = {
	.owner = THIS_MODULE,
	.open = af_inject_status_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

static const struct file_operations files_failed = {
	.owner = THIS_MODULE,
	.open = af_inject_failed_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

static const struct af_directory_file files_table[] = {
	{ "settings", 0600, &files_settings },
	{ "session", 0200, &files_session },
	{ "status", 0400, &files_status },
	{ "failed", 0400, &files_failed },
};

/**
 * af_inject_files_init() - make the directory and its files
 *
 * Context: Process; the last step of init.
 * Return: 0 or -errno, logged, with nothing left behind.
 */
int af_inject_files_init(void)
{
	int err = af_directory_make(&files_directory, files_table,
				    ARRAY_SIZE(files_table));

	if (!err)
		WRITE_ONCE(files_ready, true);
	return err;
}

/**
 * af_inject_files_exit() - take the directory and its files away
 *
 * Waits for reads and writes under way.
 *
 * Context: Process; sleeps.
 */
void af_inject_files_exit(void)
{
	debugfs_remove(files_directory);
}
