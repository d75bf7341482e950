/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_reader.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

/* ---- Opening ------------------------------------------------------------- */

static int reader_open_origin(smtpc_reader *reader, smtpc_error *err)
{
	smtpc_content *content = reader->content;
	reader->room = smtpc_malloc(content->mem, SMTPC_READER_ROOM);
	if (reader->room == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	smtpc_look look = {.size = -1};
	int rc = content->origin.open(
		content->origin.owner, reader->slice.from, &reader->source, &look, err);
	if (rc < 0) {
		reader->source = (smtpc_source){.user = NULL};
		return smtpc_content_blame(content, rc, err);
	}
	/* What was told of its size, and signed, must still hold. Where a cut is right, nobody knows
	 * but who made it: others may have looked at the content since. */
	const smtpc_look *then = reader->slice.span < 0 ? &content->look : &reader->slice.look;
	if (then->stable && !smtpc_look_same(&look, then)) {
		return smtpc_content_fail(content, " has changed since the mail was made", err);
	}
	reader->left = reader->slice.span;
	if (reader->left < 0 && look.size >= 0) {
		reader->left = look.size - (int64_t)reader->slice.from;
	}
	return SMTPC_OK;
}

static void reader_open_blob(smtpc_reader *reader)
{
	smtpc_str data = smtpc_str_skip(reader->content->blob.data, (size_t)reader->slice.from);
	if (reader->slice.span >= 0 && (uint64_t)reader->slice.span < data.len) {
		data.len = (size_t)reader->slice.span;
	}
	reader->rest = data;
	reader->at_end = true;
}

/* More than one message has it, it costs something to make, and it is not too large. */
static bool reader_wants_to_keep(const smtpc_reader *reader, size_t keep_max)
{
	const smtpc_content *content = reader->content;
	smtpc_encoding encoding = reader->slice.encoding;
	int64_t size = content->sizes[encoding];
	bool costs = smtpc_content_is_origin(content)
		? content->looked && content->look.stable
		: encoding == SMTPC_ENC_QP || encoding == SMTPC_ENC_BASE64;
	return costs && content->uses > 1 && reader->slice.span < 0 && reader->slice.from == 0 &&
		size > 0 && (uint64_t)size <= keep_max;
}

int smtpc_reader_open(smtpc_reader *reader, smtpc_content *content, const smtpc_slice *slice,
	size_t keep_max, smtpc_error *err)
{
	*reader = (smtpc_reader){.content = content, .slice = *slice, .left = -1};
	bool whole = slice->from == 0 && slice->span < 0;
	reader->form = whole ? smtpc_content_kept(content, slice->encoding) : NULL;
	if (reader->form != NULL) {
		reader->rest = reader->form->octets;
		reader->ready = reader->at_end = true;
		return SMTPC_OK;
	}
	bool ready = content->ready && slice->encoding == content->encoding;
	smtpc_encoder_init(&reader->encoder, ready ? SMTPC_ENC_BINARY : slice->encoding,
		content->text && !slice->octets && !ready);
	if (reader_wants_to_keep(reader, keep_max)) {
		smtpc_buf_init(&reader->keep, content->mem, (size_t)content->sizes[slice->encoding]);
		/* Without memory to keep it, it is only not kept. */
		reader->keeping = smtpc_buf_reserve(&reader->keep, reader->keep.max) != NULL;
	}
	if (!smtpc_content_is_origin(content)) {
		reader_open_blob(reader);
		return SMTPC_OK;
	}
	int rc = reader_open_origin(reader, err);
	if (rc < 0) {
		smtpc_reader_close(reader);
	}
	return rc;
}

void smtpc_reader_close(smtpc_reader *reader)
{
	if (reader->content == NULL) {
		return;
	}
	if (reader->source.close != NULL) {
		reader->source.close(reader->source.user);
	}
	smtpc_free(reader->content->mem, reader->room);
	smtpc_form_unref(reader->content->mem, reader->form);
	if (reader->keeping) {
		smtpc_buf_free(&reader->keep);
	}
	*reader = (smtpc_reader){.content = NULL};
}

/* ---- Reading ------------------------------------------------------------- */

/* The next octets of an origin into |rest|. */
static int reader_fill(smtpc_reader *reader, smtpc_error *err)
{
	size_t len = SMTPC_READER_ROOM;
	bool sliced = reader->slice.span >= 0;
	if (sliced && (uint64_t)reader->left < len) {
		len = (size_t)reader->left;
	}
	ptrdiff_t n = len > 0 ? reader->source.read(reader->source.user, reader->room, len, err) : 0;
	if (n < 0) {
		return smtpc_content_blame(reader->content, (int)n, err);
	}
	if (reader->left >= 0 && (n == 0 ? reader->left > 0 : n > reader->left)) {
		return smtpc_content_fail(
			reader->content, n == 0 ? " has become shorter" : " has become longer", err);
	}
	reader->left -= reader->left >= 0 ? n : 0;
	reader->rest = (smtpc_str){reader->room, (size_t)n};
	reader->at_end = n == 0;
	return SMTPC_OK;
}

static ptrdiff_t reader_take_ready(smtpc_reader *reader, char *buf, size_t len)
{
	size_t n = reader->rest.len < len ? reader->rest.len : len;
	if (n > 0) {
		memcpy(buf, reader->rest.ptr, n);
		reader->rest = smtpc_str_skip(reader->rest, n);
	}
	return (ptrdiff_t)n;
}

static int reader_broken(const smtpc_reader *reader, smtpc_error *err)
{
	char what[128];
	(void)snprintf(what, sizeof what, " cannot go as %s: %s",
		smtpc_encoding_name(reader->slice.encoding), smtpc_encoder_broken(&reader->encoder));
	return smtpc_content_fail(reader->content, what, err);
}

/* At the end: what was made is whole. */
static void reader_keep(smtpc_reader *reader)
{
	if (reader->keeping && smtpc_buf_len(&reader->keep) == reader->keep.max) {
		smtpc_content_keep(reader->content, reader->slice.encoding, smtpc_buf_str(&reader->keep));
		reader->keeping = false;
	}
}

ptrdiff_t smtpc_reader_read(smtpc_reader *reader, char *buf, size_t len, smtpc_error *err)
{
	if (reader->ready) {
		return reader_take_ready(reader, buf, len);
	}
	size_t used = 0;
	while (used == 0) {
		if (reader->rest.len == 0 && !reader->at_end) {
			int rc = reader_fill(reader, err);
			if (rc < 0) {
				return rc;
			}
		}
		used = smtpc_encoder_feed(&reader->encoder, &reader->rest, buf, len);
		if (used == 0 && reader->at_end && reader->rest.len == 0) {
			used = smtpc_encoder_finish(&reader->encoder, buf, len);
		}
		if (smtpc_encoder_broken(&reader->encoder) != NULL) {
			return reader_broken(reader, err);
		}
		if (used == 0 && reader->at_end) {
			reader_keep(reader);
			return 0;
		}
	}
	if (reader->keeping) {
		(void)smtpc_buf_append(&reader->keep, buf, used);
	}
	return (ptrdiff_t)used;
}

int smtpc_reader_count(
	smtpc_content *content, const smtpc_slice *slice, int64_t *count, smtpc_error *err)
{
	char nowhere[4096];
	smtpc_reader reader;
	ptrdiff_t n = smtpc_reader_open(&reader, content, slice, 0, err);
	*count = 0;
	while (n >= 0 && (n = smtpc_reader_read(&reader, nowhere, sizeof nowhere, err)) > 0) {
		*count += n;
	}
	smtpc_reader_close(&reader);
	return n < 0 ? (int)n : SMTPC_OK;
}
