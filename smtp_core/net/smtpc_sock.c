/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_sock.h"

#include <stdio.h>
#include <string.h>

#ifdef _WIN32
#include <process.h>
#else
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#endif

#ifdef _WIN32

static int last_error(void)
{
	return WSAGetLastError();
}

static bool is_interrupted(int error)
{
	(void)error;
	return false;
}

static bool is_under_way(int error)
{
	(void)error;
	return false;
}

static bool is_again(int error)
{
	return error == WSAEWOULDBLOCK || error == WSAEINPROGRESS || error == WSAEINTR;
}

static int poll_one(int fd, short events, int milliseconds, short *revents)
{
	WSAPOLLFD p = {.fd = (SOCKET)fd, .events = events};
	int rv = WSAPoll(&p, 1, milliseconds);
	*revents = p.revents;
	return rv;
}

static bool make_nonblocking(int fd)
{
	u_long on = 1;
	return ioctlsocket((SOCKET)fd, FIONBIO, &on) == 0;
}

void smtpc_sock_close(int fd)
{
	(void)closesocket((SOCKET)fd);
}

double smtpc_clock(void)
{
	LARGE_INTEGER ticks, frequency;
	(void)QueryPerformanceCounter(&ticks);
	(void)QueryPerformanceFrequency(&frequency);
	return (double)ticks.QuadPart / (double)frequency.QuadPart;
}

long smtpc_process_id(void)
{
	return (long)GetCurrentProcessId();
}

void smtpc_errno_text(int sys_errno, char *out, size_t size)
{
	DWORD len = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
		(DWORD)sys_errno, 0, out, (DWORD)size, NULL);
	while (len > 0 && (out[len - 1] == '\n' || out[len - 1] == '\r' || out[len - 1] == '.')) {
		out[--len] = '\0';
	}
	if (len == 0) {
		(void)snprintf(out, size, "error %d", sys_errno);
	}
}

enum { SEND_FLAGS = 0 };

/* Only names that are looked up in a thread need a pipe, and here none are. */
bool smtpc_sock_pipe(int ends[2])
{
	ends[0] = ends[1] = -1;
	return false;
}

int smtpc_sockaddr_unix(smtpc_sockaddr *out, smtpc_str path)
{
	(void)out;
	(void)path;
	return SMTPC_E_ARGUMENT;
}

static bool unix_path(const smtpc_sockaddr *addr, char *out, size_t size)
{
	(void)addr;
	(void)out;
	(void)size;
	return false;
}

static int open_socket(int family)
{
	SOCKET fd = WSASocketW(family, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_NO_HANDLE_INHERIT);
	return fd == INVALID_SOCKET ? -1 : (int)fd;
}

#else

static int last_error(void)
{
	return errno;
}

static bool is_interrupted(int error)
{
	return error == EINTR;
}

/* What a connect says that was interrupted and is called again. */
static bool is_under_way(int error)
{
	return error == EALREADY || error == EISCONN;
}

static bool is_again(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == EINPROGRESS || error == EINTR;
}

static int poll_one(int fd, short events, int milliseconds, short *revents)
{
	struct pollfd p = {.fd = fd, .events = events};
	int rv = poll(&p, fd >= 0 ? 1 : 0, milliseconds);
	*revents = p.revents;
	return rv;
}

static bool make_nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL, 0);
	return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

void smtpc_sock_close(int fd)
{
	(void)close(fd);
}

double smtpc_clock(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

long smtpc_process_id(void)
{
	return (long)getpid();
}

void smtpc_errno_text(int sys_errno, char *out, size_t size)
{
	/* strerror_r() comes in two kinds, and which one depends on the C library's mood. strerror() is
	 * thread-safe for known numbers wherever this builds. */
	const char *text = strerror(sys_errno);
	(void)snprintf(out, size, "%s", text != NULL ? text : "unknown error");
}

#ifdef MSG_NOSIGNAL
enum { SEND_FLAGS = MSG_NOSIGNAL };
#else
enum { SEND_FLAGS = 0 };
#endif

static int open_socket(int family)
{
	int protocol = family == AF_UNIX ? 0 : IPPROTO_TCP;
#ifdef SOCK_CLOEXEC
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, protocol);
#else
	int fd = socket(family, SOCK_STREAM, protocol);
	if (fd >= 0) {
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
#endif
#ifdef SO_NOSIGPIPE
	if (fd >= 0) {
		int on = 1;
		(void)setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
	}
#endif
	return fd;
}

bool smtpc_sock_pipe(int ends[2])
{
#ifdef __linux__
	/* At once: another thread may be about to start a program. */
	int rv = pipe2(ends, O_CLOEXEC | O_NONBLOCK);
#else
	int rv = pipe(ends);
	for (int i = 0; rv == 0 && i < 2; i++) {
		(void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
		(void)make_nonblocking(ends[i]);
	}
#endif
	if (rv != 0) {
		ends[0] = ends[1] = -1;
	}
	return rv == 0;
}

int smtpc_sockaddr_unix(smtpc_sockaddr *out, smtpc_str path)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	if (path.len == 0 || path.len >= sizeof un.sun_path) {
		return SMTPC_E_ARGUMENT;
	}
	memcpy(un.sun_path, path.ptr, path.len);
	memcpy(&out->addr, &un, sizeof un);
	out->len = sizeof un;
	return SMTPC_OK;
}

static bool unix_path(const smtpc_sockaddr *addr, char *out, size_t size)
{
	struct sockaddr_un un;
	if (addr->addr.ss_family != AF_UNIX) {
		return false;
	}
	memcpy(&un, &addr->addr, sizeof un);
	(void)snprintf(out, size, "%s", un.sun_path);
	return true;
}

#endif

/* A local socket is connected at once or not at all: "again" is an error there. */
static bool start_connect(int fd, const smtpc_sockaddr *to)
{
	int rv;
	do {
		rv = connect(fd, (const struct sockaddr *)&to->addr, to->len);
	} while (rv != 0 && is_interrupted(last_error()));
	return rv == 0 || is_under_way(last_error()) ||
		(is_again(last_error()) && to->addr.ss_family != AF_UNIX);
}

/* The port is left to connect(), which knows the other end: a port that is taken to bind() is lost
 * to all other connections, whatever their other end is, as long as the closed connection lingers. */
static bool bind_source(int fd, const smtpc_sockaddr *source)
{
#ifdef IP_BIND_ADDRESS_NO_PORT
	int on = 1;
	(void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, (const void *)&on, sizeof on);
#endif
	return bind(fd, (const struct sockaddr *)&source->addr, source->len) == 0;
}

int smtpc_sock_connect(const smtpc_sockaddr *to, const smtpc_sockaddr *source, int *sys_errno)
{
	int fd = open_socket(to->addr.ss_family);
	if (fd < 0) {
		*sys_errno = last_error();
		return -1;
	}
	/* Small writes leave at once: waiting for more would cost a delayed ACK each, 40 ms. */
	int on = 1;
	if (to->addr.ss_family != AF_UNIX) {
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, (const void *)&on, sizeof on);
	}
	if (make_nonblocking(fd)) {
		if (source != NULL && !bind_source(fd, source)) {
			*sys_errno = last_error();
			smtpc_sock_close(fd);
			return -1;
		}
		if (start_connect(fd, to)) {
			return fd;
		}
	}
	*sys_errno = last_error();
	smtpc_sock_close(fd);
	return -1;
}

bool smtpc_sock_is_busy(int sys_errno)
{
	return is_again(sys_errno);
}

int smtpc_sock_connect_result(int fd)
{
	int error = 0;
	socklen_t len = sizeof error;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, (void *)&error, &len) != 0) {
		return last_error();
	}
	return error;
}

ptrdiff_t smtpc_sock_send(int fd, const void *data, size_t len, int *sys_errno)
{
	ptrdiff_t n = send(fd, data, len, SEND_FLAGS);
	if (n >= 0) {
		return n;
	}
	*sys_errno = last_error();
	return is_again(*sys_errno) ? SMTPC_SOCK_AGAIN : SMTPC_SOCK_ERROR;
}

static ptrdiff_t receive(int fd, void *room, size_t len, int flags, int *sys_errno)
{
	ptrdiff_t n = recv(fd, room, len, flags);
	if (n > 0) {
		return n;
	}
	if (n == 0) {
		return SMTPC_SOCK_EOF;
	}
	*sys_errno = last_error();
	return is_again(*sys_errno) ? SMTPC_SOCK_AGAIN : SMTPC_SOCK_ERROR;
}

ptrdiff_t smtpc_sock_recv(int fd, void *room, size_t len, int *sys_errno)
{
	return receive(fd, room, len, 0, sys_errno);
}

ptrdiff_t smtpc_sock_peek(int fd, void *room, size_t len, int *sys_errno)
{
	return receive(fd, room, len, MSG_PEEK, sys_errno);
}

bool smtpc_sock_has_bytes(int fd)
{
	char byte;
	int ignored;
	return smtpc_sock_peek(fd, &byte, 1, &ignored) > 0;
}

bool smtpc_sock_is_writable(int fd)
{
	short got = 0;
	return poll_one(fd, POLLOUT, 0, &got) > 0;
}

int smtpc_wait(int fd, bool read, bool write, double seconds)
{
	short events = (short)((read ? POLLIN : 0) | (write ? POLLOUT : 0));
	short got = 0;
	double ms = seconds * 1000;
	/* Rounded up, so that a deadline is not polled for in a tight loop just before it. */
	int limit = ms > 1e9 ? 1000000000 : ms <= 0 ? 0 : (int)ms + 1;
	int rv = poll_one(fd, events, limit, &got);
	return rv < 0 ? -1 : rv > 0 ? 1 : 0;
}

bool smtpc_sock_local(int fd, smtpc_sockaddr *local)
{
	local->len = sizeof local->addr;
	return getsockname(fd, (struct sockaddr *)&local->addr, &local->len) == 0;
}

/* The 16 octets of an IPv6 address, or an IPv4 one as ::ffff:a.b.c.d; false: neither. */
static bool address_octets(const smtpc_sockaddr *addr, unsigned char out[16])
{
	if (addr->addr.ss_family == AF_INET6) {
		struct sockaddr_in6 in6;
		memcpy(&in6, &addr->addr, sizeof in6);
		memcpy(out, &in6.sin6_addr, 16);
		return true;
	}
	if (addr->addr.ss_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, &addr->addr, sizeof in);
		memset(out, 0, 10);
		memset(out + 10, 0xff, 2);
		memcpy(out + 12, &in.sin_addr, 4);
		return true;
	}
	return false;
}

bool smtpc_sockaddr_is_local(const smtpc_sockaddr *addr)
{
	static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
	static const unsigned char one[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
	unsigned char octets[16];
	if (!address_octets(addr, octets)) {
		return addr->addr.ss_family == AF_UNIX;
	}
	return memcmp(octets, one, 16) == 0 || (memcmp(octets, mapped, 12) == 0 && octets[12] == 127);
}

void smtpc_sockaddr_text(const smtpc_sockaddr *addr, char *out, size_t size)
{
	if (unix_path(addr, out, size)) {
		return;
	}
	if (getnameinfo((const struct sockaddr *)&addr->addr, addr->len, out, (socklen_t)size, NULL, 0,
			NI_NUMERICHOST) != 0) {
		(void)snprintf(out, size, "?");
	}
}

unsigned smtpc_sockaddr_port(const smtpc_sockaddr *addr)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	switch (addr->addr.ss_family) {
	case AF_INET:
		memcpy(&in, &addr->addr, sizeof in);
		return ntohs(in.sin_port);
	case AF_INET6:
		memcpy(&in6, &addr->addr, sizeof in6);
		return ntohs(in6.sin6_port);
	default:
		return 0;
	}
}
