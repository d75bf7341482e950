/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_raw.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_rawfield.h"
#include "mime/smtpc_rawscan.h"

/* ---- Life ---------------------------------------------------------------- */

smtpc_raw *smtpc_raw_new(const smtpc_mem *mem, smtpc_content *content)
{
	smtpc_raw *raw = smtpc_zalloc(mem, sizeof *raw);
	if (raw == NULL) {
		smtpc_content_unref(content);
		return NULL;
	}
	raw->mem = mem;
	raw->content = content;
	smtpc_buf_init(&raw->head, mem, 0);
	return raw;
}

static void raw_forget(smtpc_raw *raw)
{
	raw->scanned = false;
	raw->utf8_head = false;
	smtpc_str_free(raw->mem, &raw->id);
	smtpc_buf_free(&raw->head);
	smtpc_entity_unref(raw->entity);
	raw->entity = NULL;
}

void smtpc_raw_free(smtpc_raw *raw)
{
	if (raw != NULL) {
		raw_forget(raw);
		smtpc_content_unref(raw->content);
		smtpc_free(raw->mem, raw);
	}
}

/* ---- Message-ID ---------------------------------------------------------- */

/* "<left@right>" of what the field says, or else its first word. */
static smtpc_str id_of_head(smtpc_str head)
{
	smtpc_rawfield field;
	if (!smtpc_rawfield_find(head, SMTPC_STR("Message-ID"), &field)) {
		return (smtpc_str){"", 0};
	}
	const char *end = field.value.len > 0 ? memchr(field.value.ptr, '>', field.value.len) : NULL;
	if (end != NULL && field.value.ptr[0] == '<') {
		return (smtpc_str){field.value.ptr, (size_t)(end - field.value.ptr) + 1};
	}
	return smtpc_rawfield_token(field.value);
}

/* ---- Reading ------------------------------------------------------------- */

static int raw_feed(smtpc_rawscan *scan, char *room)
{
	smtpc_reader reader;
	smtpc_slice whole = {.encoding = SMTPC_ENC_BINARY, .octets = true, .span = -1};
	int rc = smtpc_reader_open(&reader, scan->content, &whole, 0, scan->err);
	ptrdiff_t n = 1;
	while (rc == SMTPC_OK && n > 0 && !smtpc_rawscan_is_done(scan)) {
		n = smtpc_reader_read(&reader, room, SMTPC_READER_ROOM, scan->err);
		rc = n < 0 ? (int)n : smtpc_rawscan_feed(scan, (smtpc_str){room, (size_t)n});
	}
	smtpc_reader_close(&reader);
	return rc < 0 || smtpc_rawscan_is_done(scan) ? rc : smtpc_rawscan_finish(scan);
}

static int raw_read(smtpc_rawscan *scan)
{
	char *room = smtpc_malloc(scan->mem, SMTPC_READER_ROOM);
	scan->entity = smtpc_entity_new(scan->mem);
	int rc = room != NULL && scan->entity != NULL ? raw_feed(scan, room)
												  : smtpc_fail(scan->err, SMTPC_E_NOMEM, NULL);
	smtpc_free(scan->mem, room);
	return rc;
}

static smtpc_rawscan *raw_begin(
	const smtpc_raw *raw, const smtpc_raw_options *options, smtpc_error *err)
{
	smtpc_rawscan *scan = smtpc_malloc(raw->mem, sizeof *scan);
	if (scan == NULL) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	smtpc_rawscan_init(scan, raw->mem, raw->content);
	scan->options = *options;
	scan->err = err;
	return scan;
}

static void raw_end(smtpc_rawscan *scan)
{
	const smtpc_mem *mem = scan->mem;
	smtpc_rawscan_free(scan);
	smtpc_free(mem, scan);
}

/* Takes out of |scan| what it has found. */
static int raw_take(smtpc_raw *raw, smtpc_rawscan *scan)
{
	smtpc_str id;
	if (smtpc_str_dup(raw->mem, &id, id_of_head(smtpc_buf_str(&scan->head))) < 0) {
		return smtpc_fail(scan->err, SMTPC_E_NOMEM, NULL);
	}
	raw_forget(raw);
	raw->scanned = true;
	raw->options = scan->options;
	raw->look = scan->look;
	raw->head = scan->head;
	raw->entity = scan->entity;
	raw->entity->need = scan->eight_bit ? SMTPC_TRANSFER_8BIT : SMTPC_TRANSFER_7BIT;
	raw->utf8_head = !smtpc_str_is_ascii(smtpc_buf_str(&raw->head));
	raw->id = id;
	smtpc_buf_init(&scan->head, scan->mem, 0);
	scan->entity = NULL;
	return SMTPC_OK;
}

static bool raw_is_scanned(const smtpc_raw *raw, const smtpc_raw_options *options)
{
	bool same =
		!smtpc_content_is_origin(raw->content) || smtpc_look_same(&raw->look, &raw->content->look);
	return raw->scanned && same && raw->options.encode == options->encode &&
		raw->options.seven_bit == options->seven_bit;
}

int smtpc_raw_scan(smtpc_raw *raw, const smtpc_raw_options *options, smtpc_error *err)
{
	bool changed = false;
	int rc = smtpc_content_look(raw->content, &changed, err);
	if (rc < 0 || raw_is_scanned(raw, options)) {
		return rc;
	}
	raw->scanned = false;
	smtpc_rawscan *scan = raw_begin(raw, options, err);
	if (scan == NULL) {
		return SMTPC_E_NOMEM;
	}
	rc = raw_read(scan);
	rc = rc < 0 ? rc : raw_take(raw, scan);
	raw_end(scan);
	return rc;
}

smtpc_str smtpc_raw_id(smtpc_raw *raw)
{
	smtpc_error err;
	/* What can be sent in some way has an ID. */
	smtpc_raw_options options = {.encode = true};
	bool changed = false;
	if (raw->id.ptr != NULL) {
		return raw->id;
	}
	if (smtpc_content_look(raw->content, &changed, &err) < 0) {
		return SMTPC_STR("");
	}
	smtpc_rawscan *scan = raw_begin(raw, &options, &err);
	if (scan == NULL) {
		return (smtpc_str){NULL, 0};
	}
	scan->head_only = true;
	int rc = raw_read(scan);
	if (rc == SMTPC_OK && raw->id.ptr == NULL) {
		rc = smtpc_str_dup(raw->mem, &raw->id, id_of_head(smtpc_buf_str(&scan->head)));
	}
	raw_end(scan);
	return rc == SMTPC_E_NOMEM ? (smtpc_str){NULL, 0} : rc < 0 ? SMTPC_STR("") : raw->id;
}
