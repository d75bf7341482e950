/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_resolve.h"

#include <stdio.h>
#include <string.h>

#ifndef _WIN32
#include <netdb.h>
#include <unistd.h>
#endif

#include "base/smtpc_err.h"
#include "base/smtpc_str.h"

enum { HOST_MAX = 256 };

/* NUL-terminated, without brackets; false if it is too long. */
static bool copy_host(char out[HOST_MAX], smtpc_str host)
{
	if (host.len >= 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']') {
		host = (smtpc_str){host.ptr + 1, host.len - 2};
	}
	if (host.len == 0 || host.len >= HOST_MAX) {
		return false;
	}
	memcpy(out, host.ptr, host.len);
	out[host.len] = '\0';
	return true;
}

static int family_of(int ip_version)
{
	return ip_version == 4 ? AF_INET : ip_version == 6 ? AF_INET6 : AF_UNSPEC;
}

static int look_up(struct addrinfo **list, const char *host, uint16_t port, int family, int flags)
{
	struct addrinfo hints = {0};
	char service[8];
	hints.ai_family = family;
	hints.ai_socktype = SOCK_STREAM;
	hints.ai_flags = flags | AI_NUMERICSERV;
	(void)snprintf(service, sizeof service, "%u", (unsigned)port);
	return getaddrinfo(host, service, &hints, list);
}

static void add(smtpc_addresses *out, const struct addrinfo *ai)
{
	if (out->count < SMTPC_ADDRESSES_MAX && ai->ai_addrlen <= sizeof out->list[0].addr) {
		smtpc_sockaddr *to = &out->list[out->count++];
		memcpy(&to->addr, ai->ai_addr, ai->ai_addrlen);
		to->len = (socklen_t)ai->ai_addrlen;
	}
}

static const struct addrinfo *next_of(const struct addrinfo *ai, int family, bool same)
{
	while (ai != NULL && (ai->ai_family == family) != same) {
		ai = ai->ai_next;
	}
	return ai;
}

/* One of the first's family, one of the other, and so on: a dead family costs one attempt. */
static void interleave(smtpc_addresses *out, const struct addrinfo *list)
{
	int family = list->ai_family;
	const struct addrinfo *a = list;
	const struct addrinfo *b = next_of(list, family, false);
	while (a != NULL || b != NULL) {
		if (a != NULL) {
			add(out, a);
			a = next_of(a->ai_next, family, true);
		}
		if (b != NULL) {
			add(out, b);
			b = next_of(b->ai_next, family, false);
		}
	}
}

int smtpc_resolve(
	smtpc_addresses *out, smtpc_str host, uint16_t port, int ip_version, smtpc_error *err)
{
	char name[HOST_MAX];
	struct addrinfo *list = NULL;
	out->count = 0;
	if (!copy_host(name, host)) {
		return smtpc_fail(
			err, SMTPC_E_RESOLVE, "the host name \"%.*s\" is too long", SMTPC_FMT(host));
	}
	int rv = look_up(&list, name, port, family_of(ip_version), 0);
	if (rv == 0 && list != NULL) {
		interleave(out, list);
	}
	if (list != NULL) {
		freeaddrinfo(list);
	}
	if (rv == EAI_AGAIN) {
		return smtpc_fail(err, SMTPC_E_RESOLVE_AGAIN,
			"the name of the host %s cannot be resolved for now: %s", name, gai_strerror(rv));
	}
	if (rv != 0 || out->count == 0) {
		return smtpc_fail(err, SMTPC_E_RESOLVE, "unknown host %s: %s", name,
			rv != 0 ? gai_strerror(rv) : "it has no address of the wanted kind");
	}
	return SMTPC_OK;
}

/* RFC 6761 §6.3: localhost, and what is below it, is this machine, whatever DNS says. */
static bool is_localhost(smtpc_str host)
{
	static const smtpc_str localhost = {"localhost", 9};
	if (host.len > 1 && host.ptr[host.len - 1] == '.') {
		host.len--;
	}
	if (host.len > localhost.len && host.ptr[host.len - localhost.len - 1] == '.') {
		host = smtpc_str_skip(host, host.len - localhost.len);
	}
	return smtpc_str_ieq(host, localhost);
}

static bool is_of_version(const smtpc_sockaddr *addr, int ip_version)
{
	return ip_version == 0 || addr->addr.ss_family == family_of(ip_version);
}

int smtpc_resolve_at_once(
	smtpc_addresses *out, smtpc_str host, uint16_t port, int ip_version, smtpc_error *err)
{
	const smtpc_str loopbacks[] = {SMTPC_STR("::1"), SMTPC_STR("127.0.0.1")};
	bool local = is_localhost(host);
	out->count = 0;
	for (size_t i = 0; i < (local ? 2 : 1); i++) {
		smtpc_sockaddr *to = &out->list[out->count];
		if (smtpc_resolve_literal(to, local ? loopbacks[i] : host, port) < 0) {
			return 0;
		}
		out->count += is_of_version(to, ip_version);
	}
	if (out->count == 0) {
		return smtpc_fail(err, SMTPC_E_RESOLVE,
			"the address %.*s is not of the kind that ipVersion or sourceIp ask for",
			SMTPC_FMT(host));
	}
	return 1;
}

int smtpc_resolve_literal(smtpc_sockaddr *out, smtpc_str address, uint16_t port)
{
	char name[HOST_MAX];
	struct addrinfo *list = NULL;
	smtpc_addresses found = {.count = 0};
	if (!copy_host(name, address) || look_up(&list, name, port, AF_UNSPEC, AI_NUMERICHOST) != 0) {
		return SMTPC_E_ARGUMENT;
	}
	add(&found, list);
	freeaddrinfo(list);
	*out = found.list[0];
	return found.count > 0 ? SMTPC_OK : SMTPC_E_ARGUMENT;
}

/* Letters, digits, hyphens and at least one dot between them. */
static bool is_fqdn(smtpc_str name)
{
	bool dot = false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];
		bool edge = i == 0 || i + 1 == name.len || name.ptr[i - 1] == '.' || name.ptr[i + 1] == '.';
		if (c == '.' || c == '-') {
			if (edge) {
				return false;
			}
			dot = dot || c == '.';
		} else if (!smtpc_is_alpha(c) && !smtpc_is_digit(c)) {
			return false;
		}
	}
	return dot;
}

void smtpc_ehlo_name(char *out, size_t size, const smtpc_sockaddr *local)
{
	char name[HOST_MAX] = "";
	if (gethostname(name, sizeof name - 1) == 0 && is_fqdn(smtpc_str_of(name)) &&
		strlen(name) < size) {
		memcpy(out, name, strlen(name) + 1);
		return;
	}
	char text[80] = "127.0.0.1";
	if (local->addr.ss_family != AF_UNIX) {
		smtpc_sockaddr_text(local, text, sizeof text);
	}
	/* A zone ("%eth0") means something on this host only; a mapped address is an IPv4 one. */
	text[strcspn(text, "%")] = '\0';
	const char *plain = strncmp(text, "::ffff:", 7) == 0 && strchr(text, '.') ? text + 7 : text;
	bool v6 = strchr(plain, ':') != NULL;
	(void)snprintf(out, size, v6 ? "[IPv6:%s]" : "[%s]", plain);
}
