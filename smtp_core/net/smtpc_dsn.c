/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * DSNs into their pieces. Each piece is decoded once into one block, which a DSN with a password in
 * it is wiped with; no error shows any of it. */
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_hex.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "smtpc.h"

enum { DSN_MAX = 16384, DSN_PAIRS_MAX = 100 };

typedef struct dsn_parser {
	const smtpc_mem *mem;
	smtpc_str rest;
	char *out; /* where the next decoded octet goes */
	unsigned depth;
	size_t servers;
	smtpc_error *err;
} dsn_parser;

static const struct {
	const char *name;
	bool group;
} schemes[] = {
	[SMTPC_DSN_SMTP] = {"smtp", false},
	[SMTPC_DSN_SMTPS] = {"smtps", false},
	[SMTPC_DSN_LMTP] = {"lmtp", false},
	[SMTPC_DSN_NULL] = {"null", false},
	[SMTPC_DSN_FILE] = {"file", false},
	[SMTPC_DSN_MEMORY] = {"memory", false},
	[SMTPC_DSN_FAULT] = {"fault", false},
	[SMTPC_DSN_FAILOVER] = {"failover", true},
	[SMTPC_DSN_ROUNDROBIN] = {"roundrobin", true},
};

static int bad(const dsn_parser *p, const char *must)
{
	return smtpc_fail(p->err, SMTPC_E_ARGUMENT, "%s", must);
}

static int bad_scheme(const dsn_parser *p)
{
	return bad(p, "must begin with smtp:// or smtps://, or with another scheme that is known");
}

/* ---- decoding ------------------------------------------------------------ */

/* |text| with %XX decoded ('+' is a plus) in |to|. */
static int decode(dsn_parser *p, smtpc_str text, smtpc_str *to)
{
	char *out = p->out;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '%') {
			int octet = smtpc_hex_octet(smtpc_str_skip(text, i + 1));
			if (octet < 0) {
				return bad(p, "has a '%' that two hexadecimal digits do not follow");
			}
			c = (char)octet;
			i += 2;
		}
		*p->out++ = c;
	}
	*to = (smtpc_str){out, (size_t)(p->out - out)};
	return SMTPC_OK;
}

/* ---- the query ----------------------------------------------------------- */

/* The same option twice; an option with and without brackets is that too. */
static bool is_given(const smtpc_dsn *dsn, const smtpc_dsn_pair *pair)
{
	for (size_t i = 0; i < dsn->pair_count; i++) {
		const smtpc_dsn_pair *other = &dsn->pairs[i];
		bool keyed = pair->key.ptr != NULL;
		if (!smtpc_str_eq(other->name, pair->name)) {
			continue;
		}
		if (keyed != (other->key.ptr != NULL) || !keyed ||
			(pair->key.len > 0 && smtpc_str_eq(other->key, pair->key))) {
			return true;
		}
	}
	return false;
}

/* Splits "timeout[connect]" in |name|. */
static bool split_key(smtpc_str *name, smtpc_str *key)
{
	smtpc_str rest = *name;
	smtpc_str head = smtpc_str_until(&rest, '[');
	*key = (smtpc_str){NULL, 0};
	if (head.len < name->len) {
		if (rest.len == 0 || rest.ptr[rest.len - 1] != ']') {
			return false;
		}
		*key = (smtpc_str){rest.ptr, rest.len - 1};
	}
	*name = head;
	return true;
}

static int add_pair(dsn_parser *p, smtpc_dsn *dsn, const smtpc_dsn_pair *pair)
{
	if (is_given(dsn, pair)) {
		return bad(p, "must not have an option twice");
	}
	if (dsn->pair_count == DSN_PAIRS_MAX) {
		return bad(p, "must not have more than 100 options");
	}
	smtpc_dsn_pair *pairs =
		smtpc_realloc_array(p->mem, dsn->pairs, dsn->pair_count + 1, sizeof *pairs);
	if (pairs == NULL) {
		return smtpc_fail(p->err, SMTPC_E_NOMEM, NULL);
	}
	dsn->pairs = pairs;
	pairs[dsn->pair_count++] = *pair;
	return SMTPC_OK;
}

static int read_pair(dsn_parser *p, smtpc_dsn *dsn, smtpc_str text)
{
	smtpc_dsn_pair pair;
	smtpc_str rest = text;
	smtpc_str name = smtpc_str_until(&rest, '=');
	bool has_value = name.len < text.len;
	int rv = decode(p, name, &pair.name);
	rv = rv < 0 ? rv : decode(p, rest, &pair.value);
	if (rv < 0) {
		return rv;
	}
	if (!has_value || !split_key(&pair.name, &pair.key)) {
		return bad(p, "must have a query of name=value or name[key]=value");
	}
	return add_pair(p, dsn, &pair);
}

/* |text|: empty, or a query with its '?'. */
static int read_query(dsn_parser *p, smtpc_dsn *dsn, smtpc_str text)
{
	int rv = SMTPC_OK;
	if (text.len > 0 && memchr(text.ptr, '@', text.len) != NULL) {
		return bad(p,
			"must not have '@' behind a '?': in a password '?' is encoded as %3F, and '@' as %40 "
			"everywhere");
	}
	text = smtpc_str_skip(text, 1);
	while (rv == SMTPC_OK && text.len > 0) {
		rv = read_pair(p, dsn, smtpc_str_until(&text, '&'));
	}
	return rv;
}

/* ---- the authority ------------------------------------------------------- */

static int read_host(dsn_parser *p, smtpc_dsn *dsn, smtpc_str text)
{
	smtpc_str host = text, port = {NULL, 0};
	size_t bracket = 0;
	if (text.len > 0 && text.ptr[0] == '[') {
		const char *end = memchr(text.ptr, ']', text.len);
		if (end == NULL) {
			return bad(p, "must have a ']' behind an IPv6 address");
		}
		bracket = (size_t)(end - text.ptr) + 1;
	}
	smtpc_str rest = smtpc_str_skip(text, bracket);
	smtpc_str before = smtpc_str_until(&rest, ':');
	bool has_port = bracket + before.len < text.len;
	host.len = bracket + before.len;
	if (bracket > 0 && before.len > 0) {
		return bad(p, "must have a host");
	}
	int rv = decode(p, host, &dsn->host);
	return rv < 0 || !has_port ? rv : (port = rest, decode(p, port, &dsn->port));
}

static int read_user(dsn_parser *p, smtpc_dsn *dsn, smtpc_str text)
{
	smtpc_str rest = text;
	smtpc_str user = smtpc_str_until(&rest, ':');
	int rv = decode(p, user, &dsn->user);
	return rv < 0 || user.len == text.len ? rv : decode(p, rest, &dsn->password);
}

/* Up to the last '@' is the user: a password may have one. */
static int read_authority(dsn_parser *p, smtpc_dsn *dsn, smtpc_str text)
{
	size_t at = text.len;
	while (at > 0 && text.ptr[at - 1] != '@') {
		at--;
	}
	if (at == 0) {
		return read_host(p, dsn, text);
	}
	int rv = read_user(p, dsn, (smtpc_str){text.ptr, at - 1});
	return rv < 0 ? rv : read_host(p, dsn, smtpc_str_skip(text, at));
}

/* Octets of |text| before any of |stops|. */
static size_t span(smtpc_str text, const char *stops)
{
	size_t len = 0;
	while (len < text.len && (text.ptr[len] == '\0' || strchr(stops, text.ptr[len]) == NULL)) {
		len++;
	}
	return len;
}

static int read_server(dsn_parser *p, smtpc_dsn *dsn, smtpc_str text)
{
	smtpc_str authority = {text.ptr, span(text, "/?#")};
	smtpc_str rest = smtpc_str_skip(text, authority.len);
	smtpc_str path = {rest.ptr, span(rest, "?#")};
	rest = smtpc_str_skip(rest, path.len);
	bool may_have_path = dsn->scheme == SMTPC_DSN_FILE;
	if ((path.len > 1 && !may_have_path) || (rest.len > 0 && rest.ptr[0] == '#')) {
		return bad(p,
			"must not have a path or fragment: '/', '?' and '#' in a password are encoded as %2F, "
			"%3F and %23");
	}
	if (++p->servers > SMTPC_ROUTE_SERVERS_MAX) {
		return bad(p, "must not have more than 32 servers");
	}
	/* A stray '?' in a password is better explained than what it makes of the host. */
	bool at_behind = rest.len > 0 && memchr(rest.ptr, '@', rest.len) != NULL;
	int rv = at_behind ? SMTPC_OK : read_authority(p, dsn, authority);
	rv = rv < 0 ? rv : decode(p, path, &dsn->path);
	return rv < 0 ? rv : read_query(p, dsn, rest);
}

/* ---- groups -------------------------------------------------------------- */

static int read_one(dsn_parser *p, smtpc_dsn *dsn);

static int add_member(dsn_parser *p, smtpc_dsn *dsn)
{
	smtpc_dsn *members =
		smtpc_realloc_array(p->mem, dsn->members, dsn->member_count + 1, sizeof *members);
	if (members == NULL) {
		return smtpc_fail(p->err, SMTPC_E_NOMEM, NULL);
	}
	dsn->members = members;
	members[dsn->member_count] = (smtpc_dsn){.scheme = SMTPC_DSN_SMTP};
	return read_one(p, &members[dsn->member_count++]);
}

static void skip_blanks(dsn_parser *p)
{
	while (p->rest.len > 0 && p->rest.ptr[0] == ' ') {
		p->rest = smtpc_str_skip(p->rest, 1);
	}
}

/* Behind the '(' up to and with its ')'. */
static int read_members(dsn_parser *p, smtpc_dsn *dsn)
{
	if (p->depth == SMTPC_ROUTE_DEPTH_MAX) {
		return bad(p, "must not have groups more than four deep");
	}
	p->depth++;
	for (skip_blanks(p); p->rest.len > 0 && p->rest.ptr[0] != ')'; skip_blanks(p)) {
		int rv = add_member(p, dsn);
		if (rv < 0) {
			return rv;
		}
	}
	p->depth--;
	if (p->rest.len == 0) {
		return bad(p, "must have a ')' behind the members of a group");
	}
	p->rest = smtpc_str_skip(p->rest, 1);
	return dsn->member_count > 0 ? SMTPC_OK : bad(p, "must have members in a group");
}

/* ---- the whole ----------------------------------------------------------- */

static int read_scheme(dsn_parser *p, smtpc_dsn *dsn)
{
	smtpc_str name = {p->rest.ptr, span(p->rest, ":(")};
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		if (!smtpc_str_ieq(name, smtpc_str_of(schemes[i].name))) {
			continue;
		}
		smtpc_str mark = schemes[i].group ? SMTPC_STR("(") : SMTPC_STR("://");
		p->rest = smtpc_str_skip(p->rest, name.len);
		if (!smtpc_str_istarts(p->rest, mark)) {
			break;
		}
		p->rest = smtpc_str_skip(p->rest, mark.len);
		dsn->scheme = (smtpc_dsn_scheme)i;
		return SMTPC_OK;
	}
	return bad_scheme(p);
}

static int check_clean(const dsn_parser *p, smtpc_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (c <= ' ' || c == 0x7f) {
			return bad(p, "must not have spaces or control characters: they are encoded as %XX");
		}
	}
	return SMTPC_OK;
}

static int read_one(dsn_parser *p, smtpc_dsn *dsn)
{
	int rv = read_scheme(p, dsn);
	bool group = rv == SMTPC_OK && schemes[dsn->scheme].group;
	rv = group ? read_members(p, dsn) : rv;
	if (rv < 0) {
		return rv;
	}
	/* In a group a member ends where a space or the group's end is. */
	smtpc_str text = {p->rest.ptr, p->depth > 0 ? span(p->rest, " )") : p->rest.len};
	p->rest = smtpc_str_skip(p->rest, text.len);
	rv = check_clean(p, text);
	if (rv < 0 || !group) {
		return rv < 0 ? rv : read_server(p, dsn, text);
	}
	if (text.len > 0 && text.ptr[0] != '?') {
		return bad(p, "must have nothing but a query behind the ')' of a group");
	}
	return read_query(p, dsn, text);
}

static void free_node(const smtpc_mem *mem, smtpc_dsn *dsn)
{
	for (size_t i = 0; i < dsn->member_count; i++) {
		free_node(mem, &dsn->members[i]);
	}
	smtpc_free(mem, dsn->members);
	smtpc_free(mem, dsn->pairs);
}

int smtpc_dsn_parse(smtpc_dsn *dsn, const smtpc_mem *mem, smtpc_str text, smtpc_error *err)
{
	dsn_parser p = {.mem = smtpc_mem_or_default(mem), .rest = text, .err = err};
	*dsn = (smtpc_dsn){.scheme = SMTPC_DSN_SMTP};
	if (text.len > DSN_MAX) {
		return bad(&p, "must not be longer than 16384 octets");
	}
	char *block = smtpc_malloc(p.mem, text.len + 1);
	if (block == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	p.out = block;
	int rv = read_one(&p, dsn);
	dsn->mem = p.mem;
	dsn->block = block;
	dsn->block_len = text.len;
	if (rv < 0) {
		smtpc_dsn_free(dsn);
	}
	return rv;
}

void smtpc_dsn_free(smtpc_dsn *dsn)
{
	if (dsn->block == NULL) {
		return;
	}
	free_node(dsn->mem, dsn);
	smtpc_wipe(dsn->block, dsn->block_len);
	smtpc_free(dsn->mem, dsn->block);
	*dsn = (smtpc_dsn){.scheme = SMTPC_DSN_SMTP};
}

const char *smtpc_dsn_scheme_name(smtpc_dsn_scheme scheme)
{
	return schemes[scheme].name;
}
