/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Reads a compiled message, segment by segment, straight into the caller's buffer: text is copied,
 * contents go through their encoder. Holds nothing but its place. */
#include "mime/smtpc_part.h"

#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_encode.h"

typedef struct smtpc_writer {
	smtpc_compiled *compiled;
	size_t next;    /* the segment behind this one */
	smtpc_str rest; /* what is left of this one's text, or of its content before encoding */
	bool encoding;  /* this one is a content */
	smtpc_encoder encoder;
} smtpc_writer;

static void writer_enter(smtpc_writer *writer, const smtpc_segment *segment)
{
	const smtpc_content *content = segment->content;
	writer->encoding = content != NULL;
	if (content != NULL) {
		writer->rest = content->blob.data;
		smtpc_encoder_init(&writer->encoder, content->encoding, true);
		return;
	}
	smtpc_str text = smtpc_buf_str(&writer->compiled->text);
	writer->rest = (smtpc_str){text.ptr + segment->offset, segment->len};
}

static size_t writer_copy(smtpc_writer *writer, char *buf, size_t len)
{
	size_t n = writer->rest.len < len ? writer->rest.len : len;
	if (n > 0) {
		memcpy(buf, writer->rest.ptr, n);
		writer->rest = smtpc_str_skip(writer->rest, n);
	}
	return n;
}

/* 0 when there is nothing left of the segment. */
static size_t writer_read_segment(smtpc_writer *writer, char *buf, size_t len)
{
	if (!writer->encoding) {
		return writer_copy(writer, buf, len);
	}
	size_t used = smtpc_encoder_feed(&writer->encoder, &writer->rest, buf, len);
	return used > 0 ? used : smtpc_encoder_finish(&writer->encoder, buf, len);
}

static ptrdiff_t writer_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	smtpc_writer *writer = user;
	(void)err;
	size_t used = 0;
	len = len < PTRDIFF_MAX ? len : PTRDIFF_MAX;
	while (used < len) {
		size_t n = writer_read_segment(writer, buf + used, len - used);
		used += n;
		if (n > 0) {
			continue;
		}
		if (writer->next == writer->compiled->count) {
			break;
		}
		writer_enter(writer, &writer->compiled->segments[writer->next++]);
	}
	return (ptrdiff_t)used;
}

static int writer_rewind(void *user, smtpc_error *err)
{
	smtpc_writer *writer = user;
	(void)err;
	writer->next = 0;
	writer->encoding = false;
	writer->rest = (smtpc_str){NULL, 0};
	return SMTPC_OK;
}

static void writer_close(void *user)
{
	smtpc_writer *writer = user;
	const smtpc_mem *mem = writer->compiled->mem;
	smtpc_compiled_unref(writer->compiled);
	smtpc_free(mem, writer);
}

int smtpc_writer_open(smtpc_source *source, smtpc_compiled *compiled)
{
	smtpc_writer *writer = smtpc_zalloc(compiled->mem, sizeof *writer);
	if (writer == NULL) {
		return SMTPC_E_NOMEM;
	}
	writer->compiled = smtpc_compiled_ref(compiled);
	(void)writer_rewind(writer, NULL);
	*source = (smtpc_source){
		.user = writer,
		.read = writer_read,
		.rewind = writer_rewind,
		.close = writer_close,
		.size = (int64_t)compiled->size,
	};
	return SMTPC_OK;
}
