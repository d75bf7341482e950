/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_part.h"

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_header.h"
#include "mime/smtpc_hex.h"

enum {
	/* Of all headers together. */
	COMPILED_TEXT_MAX = 64 * 1024 * 1024,
	BOUNDARY_LEN = 2 + 32 + 2
};

/* The work of compiling: one failure (out of memory) sticks. */
typedef struct part_compiler {
	smtpc_compiled *to;
	const uint8_t *seed;
	size_t text_done; /* text up to here is in segments */
	unsigned boundaries;
	bool failed;
} part_compiler;

smtpc_compiled *smtpc_compiled_new(const smtpc_mem *mem)
{
	smtpc_compiled *compiled = smtpc_zalloc(mem, sizeof *compiled);
	if (compiled != NULL) {
		compiled->mem = mem;
		compiled->refs = 1;
		smtpc_buf_init(&compiled->text, mem, COMPILED_TEXT_MAX);
	}
	return compiled;
}

smtpc_compiled *smtpc_compiled_ref(smtpc_compiled *compiled)
{
	compiled->refs++;
	return compiled;
}

void smtpc_compiled_unref(smtpc_compiled *compiled)
{
	if (compiled == NULL || --compiled->refs > 0) {
		return;
	}
	for (size_t i = 0; i < compiled->count; i++) {
		smtpc_content_unref(compiled->segments[i].content);
	}
	smtpc_free(compiled->mem, compiled->segments);
	smtpc_buf_free(&compiled->text);
	smtpc_free(compiled->mem, compiled);
}

static void part_text(part_compiler *c, smtpc_str text)
{
	c->failed |= smtpc_buf_append_str(&c->to->text, text) < 0;
}

static void part_segment(part_compiler *c, smtpc_segment segment, uint64_t size)
{
	smtpc_compiled *to = c->to;
	if (to->count == to->room) {
		size_t room = to->room > 0 ? to->room * 2 : 8;
		smtpc_segment *more = smtpc_realloc_array(to->mem, to->segments, room, sizeof *more);
		if (more == NULL) {
			c->failed = true;
			return;
		}
		to->segments = more;
		to->room = room;
	}
	smtpc_content_ref(segment.content);
	to->segments[to->count++] = segment;
	to->size += size;
}

/* Makes a segment of the text that came since the last one. */
static void part_flush_text(part_compiler *c)
{
	size_t len = smtpc_buf_len(&c->to->text) - c->text_done;
	if (len > 0) {
		part_segment(c, (smtpc_segment){.offset = c->text_done, .len = len}, len);
		c->text_done += len;
	}
}

static void part_content(part_compiler *c, smtpc_content *content)
{
	part_flush_text(c);
	part_segment(c, (smtpc_segment){.content = content}, content->encoded_size);
}

static void part_content_fields(part_compiler *c, const smtpc_part *part)
{
	static const char *const encodings[] = {
		[SMTPC_ENC_AUTO] = "7bit",
		[SMTPC_ENC_7BIT] = "7bit",
		[SMTPC_ENC_8BIT] = "8bit",
		[SMTPC_ENC_QP] = "quoted-printable",
		[SMTPC_ENC_BASE64] = "base64",
		[SMTPC_ENC_BINARY] = "binary",
	};
	part_text(c, SMTPC_STR("Content-Type: "));
	part_text(c, smtpc_str_of(part->type));
	if (part->content->charset.len > 0) {
		part_text(c, SMTPC_STR("; charset="));
		part_text(c, part->content->charset);
	}
	part_text(c, SMTPC_STR("\r\nContent-Transfer-Encoding: "));
	part_text(c, smtpc_str_of(encodings[part->content->encoding]));
	part_text(c, SMTPC_STR("\r\n\r\n"));
}

/* "=_" cannot occur in quoted-printable or base64 (RFC 2045 §6.7), and a line that begins with it
 * is not left in 7bit. The last two digits tell the levels of one message apart. */
static smtpc_str part_boundary(part_compiler *c, char out[BOUNDARY_LEN])
{
	uint8_t number = (uint8_t)++c->boundaries;
	out[0] = '=';
	out[1] = '_';
	smtpc_hex(out + 2, c->seed, 16);
	smtpc_hex(out + 34, &number, 1);
	return (smtpc_str){out, BOUNDARY_LEN};
}

static void part_add(part_compiler *c, const smtpc_part *part);

static void part_add_children(part_compiler *c, const smtpc_part *part)
{
	char buf[BOUNDARY_LEN];
	smtpc_str boundary = part_boundary(c, buf);
	part_text(c, SMTPC_STR("Content-Type: "));
	part_text(c, smtpc_str_of(part->type));
	part_text(c, SMTPC_STR(";\r\n boundary=\""));
	part_text(c, boundary);
	part_text(c, SMTPC_STR("\"\r\n"));
	for (const smtpc_part *child = part->children; child != NULL; child = child->next) {
		/* The line end before a delimiter belongs to it: RFC 2046 §5.1.1. */
		part_text(c, SMTPC_STR("\r\n--"));
		part_text(c, boundary);
		part_text(c, SMTPC_STR("\r\n"));
		part_add(c, child);
	}
	part_text(c, SMTPC_STR("\r\n--"));
	part_text(c, boundary);
	part_text(c, SMTPC_STR("--\r\n"));
}

/* Goes no deeper than the trees are that we build ourselves: a handful of levels. */
static void part_add(part_compiler *c, const smtpc_part *part)
{
	if (part->children != NULL) {
		part_add_children(c, part);
		return;
	}
	part_content_fields(c, part);
	part_content(c, part->content);
}

/* Its encoded form is empty or ends with a line end. */
static bool part_ends_its_line(const smtpc_content *content)
{
	smtpc_str data = content->blob.data;
	if (data.len == 0) {
		return true;
	}
	char last = data.ptr[data.len - 1];
	return content->encoding != SMTPC_ENC_BASE64 && (last == '\n' || last == '\r');
}

int smtpc_compiled_add_parts(
	smtpc_compiled *compiled, const smtpc_part *root, const uint8_t seed[16])
{
	part_compiler c = {.to = compiled, .seed = seed};
	part_add(&c, root);
	/* RFC 5322 §2.1: a message is lines, and SMTP would add the missing end: so it counts. */
	if (root->content != NULL && !part_ends_its_line(root->content)) {
		part_text(&c, SMTPC_STR("\r\n"));
	}
	part_flush_text(&c);
	return c.failed ? SMTPC_E_NOMEM : SMTPC_OK;
}
