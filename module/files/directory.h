/* SPDX-License-Identifier: GPL-2.0-only */
/* A module's directory in debugfs, with its files: all of them, or nothing. */
#ifndef AF_DIRECTORY_H
#define AF_DIRECTORY_H

#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/printk.h>

struct af_directory_file {
	const char *name;
	umode_t mode;
	const struct file_operations *operations;
	const void *data; /* i_private of the file */
};

/**
 * af_directory_make() - make the directory and its files
 * @directory: where to put it, for debugfs_remove()
 * @files: what is in it
 * @nr: of them
 *
 * Context: Process; sleeps.
 * Return: 0 or -errno, logged, with nothing left behind.
 */
static inline int af_directory_make(struct dentry **directory,
				    const struct af_directory_file *files,
				    size_t nr)
{
	struct dentry *file;
	size_t i;
	int err;

	*directory = debugfs_create_dir(KBUILD_MODNAME, NULL);
	err = PTR_ERR_OR_ZERO(*directory);
	for (i = 0; !err && i < nr; i++) {
		file = debugfs_create_file(files[i].name, files[i].mode,
					   *directory, (void *)files[i].data,
					   files[i].operations);
		err = PTR_ERR_OR_ZERO(file);
		if (err)
			debugfs_remove(*directory);
	}
	if (err)
		pr_err("cannot make the files in debugfs: error %d\n", err);
	return err;
}

#endif /* AF_DIRECTORY_H */
