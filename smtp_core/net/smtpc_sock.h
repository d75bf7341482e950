/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * TCP sockets that never block and never raise SIGPIPE; the only place that knows how platforms
 * differ. */
#ifndef SMTPC_SOCK_H
#define SMTPC_SOCK_H

#include "smtpc.h"

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <sys/socket.h>
#endif

typedef struct smtpc_sockaddr {
	struct sockaddr_storage addr;
	socklen_t len;
} smtpc_sockaddr;

enum {
	SMTPC_SOCK_AGAIN = -1, /* not now */
	SMTPC_SOCK_EOF = -2,   /* the peer has closed */
	SMTPC_SOCK_ERROR = -3  /* *sys_errno says why */
};

/* Starts to connect, from |source| if given: the descriptor, or -1 with *sys_errno set. TCP_NODELAY
 * and close-on-exec are on. */
int smtpc_sock_connect(const smtpc_sockaddr *to, const smtpc_sockaddr *source, int *sys_errno);
/* How it went, once the socket is writable: 0 connected, or errno. */
int smtpc_sock_connect_result(int fd);
void smtpc_sock_close(int fd);

/* Octets moved, or SMTPC_SOCK_*. */
ptrdiff_t smtpc_sock_send(int fd, const void *data, size_t len, int *sys_errno);
ptrdiff_t smtpc_sock_recv(int fd, void *room, size_t len, int *sys_errno);
/* Bytes (and not only the end or an error) are there to be read. */
bool smtpc_sock_has_bytes(int fd);
/* Room to write, connected, or failed to. */
bool smtpc_sock_is_writable(int fd);

/* This end's address. */
bool smtpc_sock_local(int fd, smtpc_sockaddr *local);
/* 127.0.0.0/8 or ::1, also as ::ffff:127.0.0.0/104. */
bool smtpc_sockaddr_is_loopback(const smtpc_sockaddr *addr);
/* "192.0.2.1" or "2001:db8::1", without port. */
void smtpc_sockaddr_text(const smtpc_sockaddr *addr, char *out, size_t size);
/* A text for an errno. */
void smtpc_errno_text(int sys_errno, char *out, size_t size);

/* Seconds of a clock that only goes forward. */
double smtpc_clock(void);
/* This process. */
long smtpc_process_id(void);

#endif
