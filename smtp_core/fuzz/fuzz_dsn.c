/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What is taken as a DSN, written anew from its pieces, is taken again as the same. What is refused
 * is refused in words of ours alone. The input is also taken as a script. */
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_buf.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "net/smtpc_script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool cond)
{
	if (!cond) {
		abort();
	}
}

static void put(smtpc_buf *buf, const char *text)
{
	require(smtpc_buf_append_str(buf, smtpc_str_of(text)) == SMTPC_OK);
}

static void put_encoded(smtpc_buf *buf, smtpc_str text)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		char encoded[3] = {'%', hex[c >> 4], hex[c & 15]};
		bool plain = smtpc_is_alpha((char)c) || smtpc_is_digit((char)c);
		require(smtpc_buf_append(buf, plain ? (const char *)&c : encoded, plain ? 1 : 3) == 0);
	}
}

static void put_host(smtpc_buf *buf, const smtpc_dsn *dsn)
{
	bool literal = dsn->host.len > 0 && dsn->host.ptr[0] == '[';
	for (size_t i = 0; literal && i < dsn->host.len; i++) {
		/* Within brackets a colon is no port's. */
		literal = dsn->host.ptr[i] > ' ' && strchr("%/?#@()", dsn->host.ptr[i]) == NULL &&
			(unsigned char)dsn->host.ptr[i] < 127;
	}
	const char *end = literal ? memchr(dsn->host.ptr, ']', dsn->host.len) : NULL;
	if (literal && end == dsn->host.ptr + dsn->host.len - 1) {
		require(smtpc_buf_append_str(buf, dsn->host) == SMTPC_OK);
	} else {
		put_encoded(buf, dsn->host);
	}
}

static void write_dsn(smtpc_buf *buf, const smtpc_dsn *dsn)
{
	put(buf, smtpc_dsn_scheme_name(dsn->scheme));
	put(buf, dsn->member_count > 0 ? "(" : "://");
	for (size_t i = 0; i < dsn->member_count; i++) {
		put(buf, i > 0 ? " " : "");
		write_dsn(buf, &dsn->members[i]);
	}
	put(buf, dsn->member_count > 0 ? ")" : "");
	if (dsn->user.ptr != NULL) {
		put_encoded(buf, dsn->user);
		put(buf, dsn->password.ptr != NULL ? ":" : "");
		put_encoded(buf, dsn->password);
		put(buf, "@");
	}
	put_host(buf, dsn);
	put(buf, dsn->port.ptr != NULL ? ":" : "");
	put_encoded(buf, dsn->port);
	put(buf, dsn->path.len > 0 ? "/" : "");
	put_encoded(buf, smtpc_str_skip(dsn->path, 1));
	for (size_t i = 0; i < dsn->pair_count; i++) {
		const smtpc_dsn_pair *pair = &dsn->pairs[i];
		put(buf, i > 0 ? "&" : "?");
		put_encoded(buf, pair->name);
		put(buf, pair->key.ptr != NULL ? "[" : "");
		put_encoded(buf, pair->key);
		put(buf, pair->key.ptr != NULL ? "]" : "");
		put(buf, "=");
		put_encoded(buf, pair->value);
	}
}

static bool same(smtpc_str a, smtpc_str b)
{
	return (a.ptr == NULL) == (b.ptr == NULL) && smtpc_str_eq(a, b);
}

static void require_same(const smtpc_dsn *a, const smtpc_dsn *b)
{
	require(a->scheme == b->scheme && same(a->user, b->user) && same(a->password, b->password));
	require(smtpc_str_eq(a->host, b->host) && same(a->port, b->port));
	require(smtpc_str_eq(a->path, b->path));
	require(a->member_count == b->member_count && a->pair_count == b->pair_count);
	for (size_t i = 0; i < a->pair_count; i++) {
		require(same(a->pairs[i].name, b->pairs[i].name) && same(a->pairs[i].key, b->pairs[i].key));
		require(same(a->pairs[i].value, b->pairs[i].value));
	}
	for (size_t i = 0; i < a->member_count; i++) {
		require_same(&a->members[i], &b->members[i]);
	}
}

static void check_script(smtpc_str text)
{
	smtpc_script script;
	smtpc_error err = {.code = 0};
	int rv = smtpc_script_parse(&script, NULL, text, &err);
	require(rv == err.code && (rv == SMTPC_OK || rv == SMTPC_E_ARGUMENT));
	for (size_t i = 0; rv == SMTPC_OK && i < script.count; i++) {
		const smtpc_rule *rule = &script.rules[i];
		require(rule->delay >= 0 && rule->delay <= 86400 && rule->step < SMTPC_STEP_COUNT);
		require(rule->act != SMTPC_ACT_REPLY || (rule->code >= 200 && rule->code < 560));
		(void)smtpc_script_take(&script, rule->step, rule->number);
	}
	smtpc_script_free(&script);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	smtpc_dsn dsn, again;
	smtpc_str text = {(const char *)data, size};
	smtpc_error err = {.code = 0};
	check_script(text);
	int rv = smtpc_dsn_parse(&dsn, NULL, text, &err);
	require(rv == err.code && (rv == SMTPC_OK || rv == SMTPC_E_ARGUMENT));
	if (rv < 0) {
		/* A marker in the input that no sentence of ours has. */
		require(strstr(err.message, "hunter2") == NULL);
		return 0;
	}
	smtpc_buf buf;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 1 << 17);
	write_dsn(&buf, &dsn);
	if (smtpc_buf_len(&buf) <= 16384) {
		require(smtpc_dsn_parse(&again, NULL, smtpc_buf_str(&buf), &err) == SMTPC_OK);
		require_same(&dsn, &again);
		smtpc_dsn_free(&again);
	}
	smtpc_buf_free(&buf);
	smtpc_dsn_free(&dsn);
	return 0;
}
