/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A long way between two network namespaces, where the kernel has no netem: a pair of TUN devices, and
 * each packet handed from one to the other after half the round trip.
 *   link NAMESPACE NAMESPACE
 * makes the device "far" in both, prints "ready", and reads round trips in milliseconds from standard
 * input, a line each; it ends with its standard input.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { PACKET_MAX = 1536, QUEUE = 16384 };

typedef struct packet {
	int64_t due;
	ssize_t len;
	char data[PACKET_MAX];
} packet;

/* Of one direction; |head| and |tail| count on for ever. */
typedef struct queue {
	packet *packets;
	size_t head, tail;
} queue;

static void die(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static int64_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * (int64_t)1000000000 + t.tv_nsec;
}

static int device(const char *name)
{
	char path[256];
	struct ifreq request = {.ifr_name = "far"};
	snprintf(path, sizeof path, "/var/run/netns/%s", name);
	int space = open(path, O_RDONLY | O_CLOEXEC);
	if (space < 0 || setns(space, CLONE_NEWNET) != 0) {
		die(path);
	}
	close(space);
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	request.ifr_flags = IFF_TUN | IFF_NO_PI;
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request) != 0) {
		die("/dev/net/tun");
	}
	return fd;
}

/* A full queue loses packets, as queues do. */
static void take(int fd, queue *q, int64_t delay)
{
	while (q->tail - q->head < QUEUE) {
		packet *p = &q->packets[q->tail % QUEUE];
		p->len = read(fd, p->data, PACKET_MAX);
		if (p->len <= 0) {
			return;
		}
		p->due = now() + delay;
		q->tail++;
	}
}

/* Hands on what is due; returns when the next packet is, or 0. */
static int64_t give(int fd, queue *q)
{
	int64_t time = now();
	for (; q->head != q->tail; q->head++) {
		const packet *p = &q->packets[q->head % QUEUE];
		if (p->due > time) {
			return p->due;
		}
		if (write(fd, p->data, (size_t)p->len) < 0 && errno == EAGAIN) {
			return time + 100000;
		}
	}
	return 0;
}

static int64_t delay_read(void)
{
	char line[32] = "";
	if (read(STDIN_FILENO, line, sizeof line - 1) <= 0) {
		exit(EXIT_SUCCESS);
	}
	return (int64_t)(strtod(line, NULL) * 500000);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		return EXIT_FAILURE;
	}
	int64_t delay = 0;
	queue there = {calloc(QUEUE, sizeof(packet)), 0, 0}, back = {calloc(QUEUE, sizeof(packet)), 0, 0};
	int near = device(argv[1]), far = device(argv[2]);
	struct sched_param first = {.sched_priority = 10};
	if (there.packets == NULL || back.packets == NULL) {
		die("calloc");
	}
	sched_setscheduler(0, SCHED_FIFO, &first);
	puts("ready");
	fflush(stdout);
	for (;;) {
		int64_t next = sooner(give(far, &there), give(near, &back));
		int64_t wait = next == 0 ? 1000000000 : next - now();
		wait = wait < 0 ? 0 : wait;
		struct timespec limit = {wait / 1000000000, wait % 1000000000};
		struct pollfd fds[] = {{near, POLLIN, 0}, {far, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
		if (ppoll(fds, 3, &limit, NULL) < 0 && errno != EINTR) {
			die("ppoll");
		}
		take(near, &there, delay);
		take(far, &back, delay);
		if (fds[2].revents != 0) {
			delay = delay_read();
			puts("set");
			fflush(stdout);
		}
	}
}
