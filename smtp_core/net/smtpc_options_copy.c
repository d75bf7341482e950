/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Options as data: one table of all fields, by which they are copied, freed and told apart. What has
 * no row here is in no copy, and so in no client: a connection cannot depend on an option that is
 * missing from its key. */
#include "net/smtpc_options.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "crypto/smtpc_hmac.h"
#include "net/smtpc_stamp.h"

typedef enum field_kind {
	FIELD_PLAIN,   /* octets without pointers or padding */
	FIELD_STRING,
	FIELD_SECRET,  /* a string, wiped when freed */
	FIELD_FILE,    /* a string that names one: what is in it counts too */
	FIELD_ITEMS,   /* an array of plain items */
	FIELD_STRINGS, /* an array of structs made of strings */
	FIELD_PEER
} field_kind;

typedef struct field_row {
	field_kind kind;
	size_t offset, size; /* of the field, or of an item */
	size_t count;        /* where the number of items is */
} field_row;

#define SIZE_OF(field) sizeof((smtpc_options *)NULL)->field
#define ROW(kind, field) {kind, offsetof(smtpc_options, field), SIZE_OF(field), 0}
#define LIST(kind, field, count) \
	{kind, offsetof(smtpc_options, field), sizeof *((smtpc_options *)NULL)->field, \
		offsetof(smtpc_options, count)}

static const field_row fields[] = {
	ROW(FIELD_STRING, host),
	ROW(FIELD_PLAIN, port),
	ROW(FIELD_PEER, peer),
	ROW(FIELD_PLAIN, tls),
	ROW(FIELD_SECRET, username),
	ROW(FIELD_SECRET, password),
	ROW(FIELD_SECRET, authzid),
	ROW(FIELD_PLAIN, token),
	LIST(FIELD_ITEMS, mechs, mech_count),
	ROW(FIELD_PLAIN, allow_insecure_auth),
	ROW(FIELD_STRING, local_domain),
	ROW(FIELD_PLAIN, timeouts),
	ROW(FIELD_PLAIN, min_data_rate),
	ROW(FIELD_PLAIN, verify_peer),
	ROW(FIELD_PLAIN, verify_peer_name),
	ROW(FIELD_PLAIN, allow_self_signed),
	ROW(FIELD_STRING, peer_name),
	LIST(FIELD_ITEMS, fingerprints, fingerprint_count),
	ROW(FIELD_FILE, ca_file),
	ROW(FIELD_FILE, ca_path),
	ROW(FIELD_FILE, local_cert),
	ROW(FIELD_FILE, local_pk),
	ROW(FIELD_SECRET, passphrase),
	ROW(FIELD_STRING, ciphers),
	ROW(FIELD_PLAIN, security_level),
	ROW(FIELD_PLAIN, min_tls),
	ROW(FIELD_PLAIN, ip_version),
	ROW(FIELD_STRING, source_ip),
	ROW(FIELD_SECRET, proxy),
	LIST(FIELD_STRINGS, pins, pin_count),
	ROW(FIELD_PLAIN, pipelining),
	ROW(FIELD_PLAIN, smtp_utf8),
	ROW(FIELD_PLAIN, dsn),
	ROW(FIELD_PLAIN, chunking),
	ROW(FIELD_PLAIN, binary_mime),
	ROW(FIELD_PLAIN, lmtp),
	LIST(FIELD_STRINGS, disabled, disabled_count),
	ROW(FIELD_PLAIN, require_all),
	ROW(FIELD_PLAIN, max_messages),
	ROW(FIELD_PLAIN, idle_timeout),
	ROW(FIELD_PLAIN, max_age),
	ROW(FIELD_PLAIN, max_per_second),
	ROW(FIELD_PLAIN, tls_cache), /* borrowed */
};

enum { FIELD_COUNT = sizeof fields / sizeof fields[0] };

static void *field_of(smtpc_options *o, size_t offset)
{
	return (char *)o + offset;
}

static const void *field_in(const smtpc_options *o, size_t offset)
{
	return (const char *)o + offset;
}

static size_t count_in(const smtpc_options *o, const field_row *row)
{
	return *(const size_t *)field_in(o, row->count);
}

/* Pointers to arrays are read and written as octets, as they are of many types. */
static const void *items_in(const smtpc_options *o, const field_row *row)
{
	const void *items;
	memcpy(&items, field_in(o, row->offset), sizeof items);
	return items;
}

static void set_items(smtpc_options *o, const field_row *row, void *items, size_t count)
{
	memcpy(field_of(o, row->offset), &items, sizeof items);
	memcpy(field_of(o, row->count), &count, sizeof count);
}

/* ---- copying ------------------------------------------------------------- */

/* |name|, a copy of ours, as A-labels: certificates, the resolver and pins are compared in them. */
static int make_ascii(const smtpc_mem *mem, smtpc_str *name)
{
	char ascii[SMTPC_OPTIONS_NAME_MAX + 2];
	smtpc_str copy;
	if (smtpc_str_is_ascii(*name)) {
		return SMTPC_OK;
	}
	if (!smtpc_options_ascii_name(ascii, *name)) {
		return SMTPC_E_ARGUMENT;
	}
	if (smtpc_str_dup(mem, &copy, smtpc_str_of(ascii)) < 0) {
		return SMTPC_E_NOMEM;
	}
	smtpc_str_free(mem, name);
	*name = copy;
	return SMTPC_OK;
}

static int make_all_ascii(const smtpc_mem *mem, smtpc_options *o)
{
	bool named = o->peer == NULL && smtpc_options_socket(o->host).len == 0;
	int rv = named ? make_ascii(mem, &o->host) : SMTPC_OK;
	rv = rv < 0 ? rv : make_ascii(mem, &o->peer_name);
	for (size_t i = 0; rv == SMTPC_OK && i < o->pin_count; i++) {
		/* Made by copy_items(), so that it is not const in truth. */
		rv = make_ascii(mem, (smtpc_str *)(uintptr_t)&o->pins[i].name);
	}
	return rv;
}

static int copy_items(
	const smtpc_mem *mem, smtpc_options *to, const smtpc_options *from, const field_row *row)
{
	size_t count = count_in(from, row);
	if (count == 0) {
		return SMTPC_OK;
	}
	void *items = smtpc_realloc_array(mem, NULL, count, row->size);
	if (items == NULL) {
		return SMTPC_E_NOMEM;
	}
	if (row->kind == FIELD_ITEMS) {
		memcpy(items, items_in(from, row), count * row->size);
		set_items(to, row, items, count);
		return SMTPC_OK;
	}
	memset(items, 0, count * row->size);
	set_items(to, row, items, count);
	const smtpc_str *theirs = items_in(from, row);
	smtpc_str *ours = items;
	int rv = SMTPC_OK;
	for (size_t i = 0; rv == SMTPC_OK && i < count * (row->size / sizeof *ours); i++) {
		rv = smtpc_str_dup(mem, &ours[i], theirs[i]);
	}
	return rv;
}

static int copy_field(
	const smtpc_mem *mem, smtpc_options *to, const smtpc_options *from, const field_row *row)
{
	switch (row->kind) {
	case FIELD_PLAIN:
		memcpy(field_of(to, row->offset), field_in(from, row->offset), row->size);
		return SMTPC_OK;
	case FIELD_PEER:
		to->peer = from->peer != NULL ? smtpc_peer_ref(from->peer) : NULL;
		return SMTPC_OK;
	case FIELD_ITEMS:
	case FIELD_STRINGS:
		return copy_items(mem, to, from, row);
	default:
		return smtpc_str_dup(mem, field_of(to, row->offset),
			*(const smtpc_str *)field_in(from, row->offset));
	}
}

int smtpc_options_copy(
	const smtpc_mem *mem, smtpc_options *to, const smtpc_options *from, smtpc_error *err)
{
	int rv = SMTPC_OK;
	memset(to, 0, sizeof *to);
	for (size_t i = 0; rv == SMTPC_OK && i < FIELD_COUNT; i++) {
		rv = copy_field(mem, to, from, &fields[i]);
	}
	rv = rv < 0 ? rv : make_all_ascii(mem, to);
	if (rv < 0) {
		smtpc_options_free(mem, to);
		return smtpc_fail(err, rv, NULL);
	}
	return SMTPC_OK;
}

/* ---- freeing ------------------------------------------------------------- */

static void free_items(const smtpc_mem *mem, smtpc_options *o, const field_row *row)
{
	/* Made by copy_items(), so that they are not const in truth. */
	void *items = (void *)(uintptr_t)items_in(o, row);
	smtpc_str *strings = items;
	size_t each = row->kind == FIELD_STRINGS ? row->size / sizeof *strings : 0;
	for (size_t i = 0; i < count_in(o, row) * each; i++) {
		smtpc_str_free(mem, &strings[i]);
	}
	smtpc_free(mem, items);
	set_items(o, row, NULL, 0);
}

static void free_field(const smtpc_mem *mem, smtpc_options *o, const field_row *row)
{
	switch (row->kind) {
	case FIELD_PLAIN:
		break;
	case FIELD_PEER:
		smtpc_peer_unref(o->peer);
		o->peer = NULL;
		break;
	case FIELD_ITEMS:
	case FIELD_STRINGS:
		free_items(mem, o, row);
		break;
	case FIELD_SECRET:
		smtpc_str_free_wiped(mem, field_of(o, row->offset));
		break;
	default:
		smtpc_str_free(mem, field_of(o, row->offset));
		break;
	}
}

void smtpc_options_free(const smtpc_mem *mem, smtpc_options *o)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		free_field(mem, o, &fields[i]);
	}
}

/* ---- telling apart ------------------------------------------------------- */

static void add_items(smtpc_digest *digest, const smtpc_options *o, const field_row *row)
{
	size_t count = count_in(o, row);
	const smtpc_str *strings = items_in(o, row);
	smtpc_stamp_number(digest, count);
	if (row->kind == FIELD_ITEMS) {
		smtpc_digest_update(digest, count > 0 ? items_in(o, row) : "", count * row->size);
		return;
	}
	for (size_t i = 0; i < count * (row->size / sizeof *strings); i++) {
		smtpc_stamp_string(digest, strings[i]);
	}
}

static void add_field(smtpc_digest *digest, const smtpc_options *o, const field_row *row)
{
	const void *field = field_in(o, row->offset);
	switch (row->kind) {
	case FIELD_PLAIN:
		smtpc_digest_update(digest, field, row->size);
		break;
	case FIELD_PEER:
		break;
	case FIELD_ITEMS:
	case FIELD_STRINGS:
		add_items(digest, o, row);
		break;
	case FIELD_FILE:
		smtpc_stamp_file(digest, *(const smtpc_str *)field);
		break;
	default:
		smtpc_stamp_string(digest, *(const smtpc_str *)field);
		break;
	}
}

static int add_route(smtpc_digest *digest, const smtpc_route *route)
{
	const smtpc_options *o = route->server;
	smtpc_digest_update(digest, &route->kind, sizeof route->kind);
	if (route->kind == SMTPC_ROUTE_SERVER) {
		for (size_t i = 0; i < FIELD_COUNT; i++) {
			add_field(digest, o, &fields[i]);
		}
		return o->peer != NULL || o->token ? SMTPC_E_ARGUMENT : SMTPC_OK;
	}
	smtpc_digest_update(digest, &route->retry_period, sizeof route->retry_period);
	smtpc_stamp_number(digest, route->member_count);
	int rv = SMTPC_OK;
	for (size_t i = 0; rv == SMTPC_OK && i < route->member_count; i++) {
		rv = add_route(digest, &route->members[i]);
	}
	return rv;
}

int smtpc_route_key(const smtpc_route *route, const uint8_t secret[SMTPC_ROUTE_KEY_SIZE],
	uint8_t key[SMTPC_ROUTE_KEY_SIZE], smtpc_error *err)
{
	smtpc_digest digest;
	uint8_t inner[SMTPC_SHA256_SIZE];
	smtpc_str of_secret = {(const char *)secret, SMTPC_ROUTE_KEY_SIZE};
	int rv = smtpc_digest_init(&digest);
	if (rv == SMTPC_OK) {
		/* The secret before it too: what is hashed twice is of no use to who sees it in between. */
		smtpc_digest_update(&digest, secret, SMTPC_ROUTE_KEY_SIZE);
		rv = add_route(&digest, route);
	}
	rv = rv < 0 ? rv : smtpc_digest_finish(&digest, inner);
	smtpc_digest_free(&digest);
	if (rv == SMTPC_OK) {
		rv = smtpc_hmac(
			SMTPC_HASH_SHA256, of_secret, (smtpc_str){(const char *)inner, sizeof inner}, key);
	}
	smtpc_wipe(inner, sizeof inner);
	if (rv == SMTPC_E_ARGUMENT) {
		return smtpc_fail(err, rv, "the options do not tell who is meant");
	}
	return rv < 0 ? smtpc_fail(err, rv, NULL) : SMTPC_OK;
}
