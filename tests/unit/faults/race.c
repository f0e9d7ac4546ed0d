// SPDX-License-Identifier: GPL-2.0-only
/* Two threads write a plain variable: TSan must end the run. */
#include <pthread.h>

#include "fault.h"

static int plain;

static void *write_plain(void *arg)
{
	plain++;
	return NULL;
}

static void fault(void **state)
{
	pthread_t threads[2];
	int i;

	for (i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_plain,
						NULL),
				 0);
	for (i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
}
