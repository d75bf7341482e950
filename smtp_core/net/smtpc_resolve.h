/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * From a host name to the addresses to try, in the order of RFC 6724 with the families taking
 * turns. Blocks as long as the system's resolver does. */
#ifndef SMTPC_RESOLVE_H
#define SMTPC_RESOLVE_H

#include "net/smtpc_sock.h"

enum { SMTPC_ADDRESSES_MAX = 16 };

typedef struct smtpc_addresses {
	smtpc_sockaddr list[SMTPC_ADDRESSES_MAX];
	size_t count;
} smtpc_addresses;

/* |host|: name or address literal (an IPv6 one with or without brackets). RESOLVE, RESOLVE_AGAIN.
 */
int smtpc_resolve(
	smtpc_addresses *out, smtpc_str host, uint16_t port, int ip_version, smtpc_error *err);
/* What needs no resolver: address literals, and localhost (RFC 6761 §6.3). 1: done; 0: somebody has
 * to be asked; RESOLVE: it is not of |ip_version|. */
int smtpc_resolve_at_once(
	smtpc_addresses *out, smtpc_str host, uint16_t port, int ip_version, smtpc_error *err);
/* An address literal only. ARGUMENT. */
int smtpc_resolve_literal(smtpc_sockaddr *out, smtpc_str address, uint16_t port);

/* This host's name if it is fully qualified, else |local| as an address literal (RFC 5321 §4.1.3);
 * a local socket counts as 127.0.0.1. */
void smtpc_ehlo_name(char *out, size_t size, const smtpc_sockaddr *local);

#endif
