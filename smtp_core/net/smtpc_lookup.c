/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_lookup.h"

#include <string.h>

#if defined(_WIN32) || defined(SMTPC_NO_THREADS)
#define HAS_THREADS 0
typedef int lookup_count;
typedef bool lookup_flag;
#else
#define HAS_THREADS 1
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>
typedef atomic_int lookup_count;
typedef atomic_bool lookup_flag;
#endif

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"

enum { HOST_SIZE = 256 };

struct smtpc_lookup {
	lookup_count holders; /* the caller, the thread */
	lookup_flag over;     /* what is below has been written */
	int wake[2];          /* the caller's end to read, the thread's end to write; -1: none */
	long process;
	smtpc_resolver *resolver;
	char host[HOST_SIZE];
	size_t host_len;
	uint16_t port;
	int ip_version;
	int rv;
	smtpc_addresses addresses;
	smtpc_error error;
};

/* The caller's allocator need not be one that other threads may use, nor outlive them. */
static const smtpc_mem *shared_mem(void)
{
	return smtpc_mem_or_default(NULL);
}

static void work(smtpc_lookup *l)
{
	l->rv = l->resolver(&l->addresses, (smtpc_str){l->host, l->host_len}, l->port, l->ip_version,
		&l->error);
}

#if HAS_THREADS

static void close_end(int *fd)
{
	if (*fd >= 0) {
		smtpc_sock_close(*fd);
		*fd = -1;
	}
}

static void release(smtpc_lookup *l)
{
	if (atomic_fetch_sub_explicit(&l->holders, 1, memory_order_acq_rel) == 1) {
		smtpc_free(shared_mem(), l);
	}
}

static void *thread_main(void *user)
{
	smtpc_lookup *l = user;
	work(l);
	atomic_store_explicit(&l->over, true, memory_order_release);
	/* Nobody may be there to read it any more: SIGPIPE is blocked here and ends with the thread. */
	ssize_t written = write(l->wake[1], "", 1);
	(void)written;
	close_end(&l->wake[1]);
	release(l);
	return NULL;
}

/* Signals are the program's, so none is ever handled in the thread. */
static bool start_thread(smtpc_lookup *l)
{
	pthread_attr_t attr;
	pthread_t thread;
	sigset_t all, before;
	if (!smtpc_sock_pipe(l->wake)) {
		return false;
	}
	bool started = false;
	if (pthread_attr_init(&attr) == 0) {
		(void)sigfillset(&all);
		if (pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED) == 0 &&
			pthread_sigmask(SIG_SETMASK, &all, &before) == 0) {
			started = pthread_create(&thread, &attr, thread_main, l) == 0;
			(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
		}
		(void)pthread_attr_destroy(&attr);
	}
	if (!started) {
		close_end(&l->wake[0]);
		close_end(&l->wake[1]);
	}
	return started;
}

bool smtpc_lookup_is_over(const smtpc_lookup *l)
{
	return atomic_load_explicit(&l->over, memory_order_acquire);
}

void smtpc_lookup_leave(smtpc_lookup *l)
{
	if (l == NULL) {
		return;
	}
	close_end(&l->wake[0]);
	if (l->process != smtpc_process_id()) {
		/* A fork takes no threads along: this copy is ours alone. */
		close_end(&l->wake[1]);
		smtpc_free(shared_mem(), l);
		return;
	}
	release(l);
}

#else

static bool start_thread(smtpc_lookup *l)
{
	(void)l;
	return false;
}

bool smtpc_lookup_is_over(const smtpc_lookup *l)
{
	return l->over;
}

void smtpc_lookup_leave(smtpc_lookup *l)
{
	smtpc_free(shared_mem(), l);
}

#endif

smtpc_lookup *smtpc_lookup_start(
	smtpc_resolver *resolver, smtpc_str host, uint16_t port, int ip_version)
{
	smtpc_lookup *l = smtpc_zalloc(shared_mem(), sizeof *l);
	if (l == NULL) {
		return NULL;
	}
	l->host_len = host.len < HOST_SIZE ? host.len : HOST_SIZE;
	memcpy(l->host, host.ptr, l->host_len);
	l->wake[0] = l->wake[1] = -1;
	l->process = smtpc_process_id();
	l->resolver = resolver;
	l->port = port;
	l->ip_version = ip_version;
	l->holders = 2;
	if (!start_thread(l)) {
		l->holders = 1;
		work(l);
		l->over = true;
	}
	return l;
}

bool smtpc_lookup_is_running(const smtpc_lookup *l)
{
	return !smtpc_lookup_is_over(l) && l->process == smtpc_process_id();
}

int smtpc_lookup_fd(const smtpc_lookup *l)
{
	return l->wake[0];
}

int smtpc_lookup_result(const smtpc_lookup *l, smtpc_addresses *out, smtpc_error *err)
{
	*out = l->addresses;
	if (l->rv < 0) {
		*err = l->error;
	}
	return l->rv;
}
