/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * TCP and local sockets that never block and never raise SIGPIPE; the only place that knows how platforms
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

/* Room for what a peer is called, a NUL behind it. */
enum { SMTPC_REMOTE_MAX = 128 };

enum {
	SMTPC_SOCK_AGAIN = -1, /* not now */
	SMTPC_SOCK_EOF = -2,   /* the peer has closed */
	SMTPC_SOCK_ERROR = -3  /* *sys_errno says why */
};

/* Starts to connect, from |source| if given: the descriptor, or -1 with *sys_errno set. TCP_NODELAY
 * and close-on-exec are on. EAGAIN: the queue of a local socket is full. */
int smtpc_sock_connect(const smtpc_sockaddr *to, const smtpc_sockaddr *source, int *sys_errno);
/* A connect that failed like this may be tried again in a moment. */
bool smtpc_sock_is_busy(int sys_errno);
/* How it went, once the socket is writable: 0 connected, or errno. */
int smtpc_sock_connect_result(int fd);
void smtpc_sock_close(int fd);

/* Octets moved, or SMTPC_SOCK_*. */
ptrdiff_t smtpc_sock_send(int fd, const void *data, size_t len, int *sys_errno);
ptrdiff_t smtpc_sock_recv(int fd, void *room, size_t len, int *sys_errno);
/* As smtpc_sock_recv(), and what was read is still there. */
ptrdiff_t smtpc_sock_peek(int fd, void *room, size_t len, int *sys_errno);
/* Bytes (and not only the end or an error) are there to be read. */
bool smtpc_sock_has_bytes(int fd);
/* Room to write, connected, or failed to. */
bool smtpc_sock_is_writable(int fd);

/* A pipe, read end first, that neither end waits on nor a new program inherits; false, and -1 in
 * both: there is none to be had. */
bool smtpc_sock_pipe(int ends[2]);

/* The address of a local socket (unix(7)). ARGUMENT: the path is empty or too long, or this system
 * has none. */
int smtpc_sockaddr_unix(smtpc_sockaddr *out, smtpc_str path);
/* This end's address. */
bool smtpc_sock_local(int fd, smtpc_sockaddr *local);
/* Only on this machine: a local socket, 127.0.0.0/8 or ::1, also as ::ffff:127.0.0.0/104. */
bool smtpc_sockaddr_is_local(const smtpc_sockaddr *addr);
/* "192.0.2.1" or "2001:db8::1", without port; the path of a local socket. */
void smtpc_sockaddr_text(const smtpc_sockaddr *addr, char *out, size_t size);
/* 0: it has none. */
unsigned smtpc_sockaddr_port(const smtpc_sockaddr *addr);
/* A text for an errno. */
void smtpc_errno_text(int sys_errno, char *out, size_t size);

/* Seconds of a clock that only goes forward. */
double smtpc_clock(void);
/* This process. */
long smtpc_process_id(void);

#endif
