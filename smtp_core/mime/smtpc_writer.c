/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Reads an entity, segment by segment, straight into the caller's buffer: text is copied, contents
 * go through their encoder. Holds its place, one content's reader, and the head of the message. */
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_entity.h"

typedef struct smtpc_writer {
	smtpc_entity *entity;
	smtpc_buf head;
	size_t keep_max;
	size_t next;         /* the segment behind this one */
	smtpc_str rest;      /* what is left of the head or of this segment's text */
	smtpc_reader reader; /* of this segment's content, if it has one */
	int64_t given;       /* octets that this reader gave */
	int failed;          /* the error that all further reads give */
	smtpc_error error;
} smtpc_writer;

/* Opens the next segment; false: there is none. */
static int writer_enter(smtpc_writer *writer, smtpc_error *err)
{
	const smtpc_segment *segment = &writer->entity->segments[writer->next++];
	writer->given = 0;
	if (segment->content != NULL) {
		return smtpc_reader_open(
			&writer->reader, segment->content, &segment->slice, writer->keep_max, err);
	}
	smtpc_str text = smtpc_buf_str(&writer->entity->text);
	writer->rest = (smtpc_str){text.ptr + segment->offset, segment->len};
	return SMTPC_OK;
}

static size_t writer_copy(smtpc_writer *writer, char *buf, size_t len)
{
	size_t n = writer->rest.len < len ? writer->rest.len : len;
	memcpy(buf, writer->rest.ptr, n);
	writer->rest = smtpc_str_skip(writer->rest, n);
	return n;
}

/* An origin may have changed under the reader, and its size could still be what it was: then it is
 * the encoded form that has another. */
static int writer_leave(smtpc_writer *writer, smtpc_error *err)
{
	const smtpc_segment *segment = &writer->entity->segments[writer->next - 1];
	smtpc_reader_close(&writer->reader);
	return segment->size >= 0 && segment->size != writer->given
		? smtpc_fail(err, SMTPC_E_SOURCE, "%.*s has changed while it was read",
			  SMTPC_FMT(segment->content->label))
		: SMTPC_OK;
}

/* 0 when there is nothing left of the segment. */
static ptrdiff_t writer_read_segment(smtpc_writer *writer, char *buf, size_t len, smtpc_error *err)
{
	if (writer->rest.len > 0) {
		return (ptrdiff_t)writer_copy(writer, buf, len);
	}
	if (writer->reader.content == NULL) {
		return 0;
	}
	ptrdiff_t n = smtpc_reader_read(&writer->reader, buf, len, err);
	writer->given += n > 0 ? n : 0;
	return n == 0 ? writer_leave(writer, err) : n;
}

/* What was read before a failure still goes out; the failure is told by the next read. */
static ptrdiff_t writer_fail(smtpc_writer *writer, int rc, size_t used, smtpc_error *err)
{
	writer->failed = rc;
	if (used > 0) {
		return (ptrdiff_t)used;
	}
	if (err != NULL) {
		*err = writer->error;
	}
	return rc;
}

static ptrdiff_t writer_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	smtpc_writer *writer = user;
	size_t used = 0;
	len = len < PTRDIFF_MAX ? len : PTRDIFF_MAX;
	if (writer->failed < 0) {
		return writer_fail(writer, writer->failed, 0, err);
	}
	while (used < len) {
		ptrdiff_t n = writer_read_segment(writer, buf + used, len - used, &writer->error);
		if (n > 0) {
			used += (size_t)n;
			continue;
		}
		if (n == 0 && writer->next == writer->entity->count) {
			break;
		}
		int rc = n < 0 ? (int)n : writer_enter(writer, &writer->error);
		if (rc < 0) {
			return writer_fail(writer, rc, used, err);
		}
	}
	return (ptrdiff_t)used;
}

static int writer_rewind(void *user, smtpc_error *err)
{
	smtpc_writer *writer = user;
	(void)err;
	smtpc_reader_close(&writer->reader);
	writer->next = 0;
	writer->failed = SMTPC_OK;
	writer->rest = smtpc_buf_str(&writer->head);
	return SMTPC_OK;
}

static void writer_close(void *user)
{
	smtpc_writer *writer = user;
	const smtpc_mem *mem = writer->entity->mem;
	smtpc_reader_close(&writer->reader);
	smtpc_buf_free(&writer->head);
	smtpc_entity_unref(writer->entity);
	smtpc_free(mem, writer);
}

int smtpc_writer_open(
	smtpc_source *source, smtpc_entity *entity, const smtpc_writer_options *options)
{
	smtpc_writer *writer = smtpc_zalloc(entity->mem, sizeof *writer);
	if (writer == NULL) {
		return SMTPC_E_NOMEM;
	}
	writer->entity = smtpc_entity_ref(entity);
	writer->keep_max = options->keep_max;
	smtpc_buf_init(&writer->head, entity->mem, 0);
	if (options->head != NULL) {
		writer->head = *options->head;
		smtpc_buf_init(options->head, entity->mem, options->head->max);
	}
	(void)writer_rewind(writer, NULL);
	int64_t body = smtpc_entity_body_size(entity);
	*source = (smtpc_source){
		.user = writer,
		.read = writer_read,
		.rewind = writer_rewind,
		.close = writer_close,
		.size = body < 0 ? -1 : (int64_t)smtpc_buf_len(&writer->head) + body,
	};
	return SMTPC_OK;
}
