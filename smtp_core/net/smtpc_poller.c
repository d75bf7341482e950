/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_poller.h"

#include <string.h>

#include "base/smtpc_mem.h"
#include "net/smtpc_sock.h"

#ifdef __linux__
#define POLLER_EPOLL 1
#include <sys/epoll.h>
#include <sys/timerfd.h>
#elif defined(__FreeBSD__) || defined(__APPLE__) || defined(__OpenBSD__) || defined(__NetBSD__) || \
	defined(__DragonFly__)
#define POLLER_KQUEUE 1
#include <sys/types.h>
#include <sys/event.h>
#include <sys/time.h>
#endif
#ifndef _WIN32
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#endif

enum { EVENTS_MAX = 256 };

typedef struct poller_slot {
	int fd; /* -1: none */
	bool read, write;
} poller_slot;

struct smtpc_poller {
	const smtpc_mem *mem;
	poller_slot *slots;
	unsigned count;
	smtpc_poller_kind kind;
	int fd;    /* epoll's or kqueue's; -1: poll() it is */
	int timer; /* timerfd; -1: not made yet */
#ifdef _WIN32
	WSAPOLLFD *list;
#else
	struct pollfd *list; /* for poll() */
#endif
};

/* Rounded up, so that a deadline is not polled for in a tight loop just before it. */
static int milliseconds(double seconds)
{
	double ms = seconds * 1000;
	return ms > 1e9 ? 1000000000 : ms <= 0 ? 0 : (int)ms + 1;
}

/* ---- the system's -------------------------------------------------------- */

#ifdef POLLER_EPOLL

static int system_open(void)
{
	return epoll_create1(EPOLL_CLOEXEC);
}

static bool system_watch(const smtpc_poller *p, unsigned slot, bool known)
{
	const poller_slot *s = &p->slots[slot];
	struct epoll_event event = {.events = (s->read ? EPOLLIN : 0u) | (s->write ? EPOLLOUT : 0u)};
	event.data.u32 = slot;
	/* The number may be that of a descriptor which was closed, and gone from the set by that. */
	return (known && epoll_ctl(p->fd, EPOLL_CTL_MOD, s->fd, &event) == 0) ||
		epoll_ctl(p->fd, EPOLL_CTL_ADD, s->fd, &event) == 0 ||
		(errno == EEXIST && epoll_ctl(p->fd, EPOLL_CTL_MOD, s->fd, &event) == 0);
}

static void system_forget(const smtpc_poller *p, unsigned slot)
{
	struct epoll_event none = {.events = 0};
	(void)epoll_ctl(p->fd, EPOLL_CTL_DEL, p->slots[slot].fd, &none);
}

static int system_wait(smtpc_poller *p, double seconds, unsigned *slots, int max)
{
	struct epoll_event events[EVENTS_MAX];
	int count = 0;
	int n = epoll_wait(p->fd, events, max < EVENTS_MAX ? max : EVENTS_MAX, milliseconds(seconds));
	for (int i = 0; i < n; i++) {
		if (events[i].data.u32 < p->count) {
			slots[count++] = events[i].data.u32;
		} else {
			smtpc_poller_alarm(p, -1);
		}
	}
	return n < 0 ? -1 : count;
}

void smtpc_poller_alarm(smtpc_poller *p, double seconds)
{
	struct itimerspec spec = {.it_value = {.tv_sec = 0}};
	if (p->fd >= 0 && p->timer < 0 && seconds >= 0) {
		struct epoll_event event = {.events = EPOLLIN, .data = {.u32 = p->count}};
		p->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
		if (p->timer >= 0) {
			(void)epoll_ctl(p->fd, EPOLL_CTL_ADD, p->timer, &event);
		}
	}
	if (p->timer < 0) {
		return;
	}
	if (seconds >= 0) {
		seconds = seconds > 1e9 ? 1e9 : seconds;
		spec.it_value.tv_sec = (time_t)seconds;
		spec.it_value.tv_nsec = (long)((seconds - (double)spec.it_value.tv_sec) * 1e9);
		/* All zero would disarm it. */
		spec.it_value.tv_nsec += spec.it_value.tv_sec == 0 && spec.it_value.tv_nsec == 0;
	}
	(void)timerfd_settime(p->timer, 0, &spec, NULL);
}

#elif defined(POLLER_KQUEUE)

static int system_open(void)
{
	int fd = kqueue();
	if (fd >= 0) {
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	return fd;
}

static bool system_change(
	const smtpc_poller *p, uintptr_t ident, short filter, bool on, unsigned slot)
{
	struct kevent change;
	EV_SET(&change, ident, filter, on ? EV_ADD : EV_DELETE, 0, 0, (void *)(uintptr_t)slot);
	return kevent(p->fd, &change, 1, NULL, 0, NULL) == 0;
}

static bool system_watch(const smtpc_poller *p, unsigned slot, bool known)
{
	const poller_slot *s = &p->slots[slot];
	(void)known;
	bool read = system_change(p, (uintptr_t)s->fd, EVFILT_READ, s->read, slot);
	bool write = system_change(p, (uintptr_t)s->fd, EVFILT_WRITE, s->write, slot);
	/* Taking back what was not there fails, and is no matter. */
	return (read || !s->read) && (write || !s->write);
}

static void system_forget(const smtpc_poller *p, unsigned slot)
{
	(void)system_change(p, (uintptr_t)p->slots[slot].fd, EVFILT_READ, false, slot);
	(void)system_change(p, (uintptr_t)p->slots[slot].fd, EVFILT_WRITE, false, slot);
}

static int system_wait(smtpc_poller *p, double seconds, unsigned *slots, int max)
{
	struct kevent events[EVENTS_MAX];
	int ms = milliseconds(seconds), count = 0;
	struct timespec limit = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
	int n = kevent(p->fd, NULL, 0, events, max < EVENTS_MAX ? max : EVENTS_MAX, &limit);
	for (int i = 0; i < n; i++) {
		if (events[i].filter != EVFILT_TIMER) {
			slots[count++] = (unsigned)(uintptr_t)events[i].udata;
		}
	}
	return n < 0 ? -1 : count;
}

void smtpc_poller_alarm(smtpc_poller *p, double seconds)
{
	struct kevent change;
	if (p->fd >= 0) {
		EV_SET(&change, 0, EVFILT_TIMER, seconds >= 0 ? EV_ADD | EV_ONESHOT : EV_DELETE, 0,
			milliseconds(seconds), NULL);
		(void)kevent(p->fd, &change, 1, NULL, 0, NULL);
	}
}

#else

static int system_open(void)
{
	return -1;
}

static bool system_watch(const smtpc_poller *p, unsigned slot, bool known)
{
	(void)p;
	(void)slot;
	(void)known;
	return false;
}

static void system_forget(const smtpc_poller *p, unsigned slot)
{
	(void)p;
	(void)slot;
}

static int system_wait(smtpc_poller *p, double seconds, unsigned *slots, int max)
{
	(void)p;
	(void)seconds;
	(void)slots;
	(void)max;
	return -1;
}

void smtpc_poller_alarm(smtpc_poller *p, double seconds)
{
	(void)p;
	(void)seconds;
}

#endif

/* ---- poll() -------------------------------------------------------------- */

static int poll_wait(smtpc_poller *p, double seconds, unsigned *slots, int max)
{
	int count = 0;
	for (unsigned i = 0; i < p->count; i++) {
		const poller_slot *s = &p->slots[i];
		memset(&p->list[i], 0, sizeof p->list[i]);
#ifdef _WIN32
		p->list[i].fd = s->fd < 0 ? INVALID_SOCKET : (SOCKET)s->fd;
#else
		p->list[i].fd = s->fd;
#endif
		p->list[i].events = (short)((s->read ? POLLIN : 0) | (s->write ? POLLOUT : 0));
	}
#ifdef _WIN32
	int n = WSAPoll(p->list, p->count, milliseconds(seconds));
#else
	int n = poll(p->list, p->count, milliseconds(seconds));
#endif
	for (unsigned i = 0; n > 0 && i < p->count && count < max; i++) {
		if (p->list[i].revents != 0) {
			slots[count++] = i;
			/* One that is closed already is nobody's. */
			if ((p->list[i].revents & POLLNVAL) != 0) {
				p->slots[i].fd = -1;
			}
		}
	}
	return n < 0 ? -1 : count;
}

/* ---- both ---------------------------------------------------------------- */

smtpc_poller *smtpc_poller_new(const smtpc_mem *mem, unsigned slots, smtpc_poller_kind kind)
{
	smtpc_poller *p = smtpc_zalloc(mem, sizeof *p);
	if (p == NULL) {
		return NULL;
	}
	p->mem = mem;
	p->count = slots;
	p->timer = -1;
	p->fd = -1;
	p->kind = kind;
	p->slots = smtpc_realloc_array(mem, NULL, slots, sizeof *p->slots);
	p->list = smtpc_realloc_array(mem, NULL, slots, sizeof *p->list);
	if (p->slots == NULL || p->list == NULL) {
		smtpc_poller_free(p);
		return NULL;
	}
	smtpc_poller_reopen(p);
	return p;
}

static void close_own(smtpc_poller *p)
{
	if (p->timer >= 0) {
		smtpc_sock_close(p->timer);
	}
	if (p->fd >= 0) {
		smtpc_sock_close(p->fd);
	}
	p->timer = p->fd = -1;
}

void smtpc_poller_reopen(smtpc_poller *p)
{
	close_own(p);
	p->fd = p->kind == SMTPC_POLLER_BEST ? system_open() : -1;
	for (unsigned i = 0; i < p->count; i++) {
		p->slots[i] = (poller_slot){.fd = -1};
	}
}

void smtpc_poller_free(smtpc_poller *p)
{
	if (p != NULL) {
		close_own(p);
		smtpc_free(p->mem, p->list);
		smtpc_free(p->mem, p->slots);
		smtpc_free(p->mem, p);
	}
}

int smtpc_poller_fd(const smtpc_poller *p)
{
	return p->fd;
}

bool smtpc_poller_watch(smtpc_poller *p, unsigned slot, int fd, bool read, bool write, bool fresh)
{
	poller_slot *s = &p->slots[slot];
	bool same = s->fd == fd;
	if (same && s->read == read && s->write == write && !fresh) {
		return true;
	}
	*s = (poller_slot){fd, read, write};
	return p->fd < 0 || system_watch(p, slot, same);
}

void smtpc_poller_forget(smtpc_poller *p, unsigned slot)
{
	if (p->slots[slot].fd >= 0 && p->fd >= 0) {
		system_forget(p, slot);
	}
	p->slots[slot].fd = -1;
}

int smtpc_poller_wait(smtpc_poller *p, double seconds, unsigned *slots, int max)
{
	return p->fd >= 0 ? system_wait(p, seconds, slots, max) : poll_wait(p, seconds, slots, max);
}
