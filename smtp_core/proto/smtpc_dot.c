/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_dot.h"

#include <string.h>

#include "base/smtpc_str.h"

enum { CLEAN_BLOCK = 64 };

void smtpc_dot_init(smtpc_dot *dot, bool stuffs)
{
	*dot = (smtpc_dot){.stuffs = stuffs, .at_line_start = true};
}

/* Copies |len| octets without a CR or LF. */
static char *put_run(smtpc_dot *dot, char *to, const char *from, size_t len)
{
	if (len == 0) {
		return to;
	}
	if (dot->stuffs && dot->at_line_start && from[0] == '.') {
		*to++ = '.';
	}
	memcpy(to, from, len);
	dot->at_line_start = false;
	dot->after_cr = false;
	dot->octets += len;
	return to + len;
}

static char *put_crlf(smtpc_dot *dot, char *to)
{
	*to++ = '\r';
	*to++ = '\n';
	dot->at_line_start = true;
	dot->octets += 2;
	return to;
}

/* Copies one stretch of text in which a CR may be, but no LF. */
static char *put_text(smtpc_dot *dot, char *to, smtpc_str text)
{
	while (text.len > 0) {
		const char *cr = memchr(text.ptr, '\r', text.len);
		size_t len = cr != NULL ? (size_t)(cr - text.ptr) : text.len;
		to = put_run(dot, to, text.ptr, len);
		if (cr != NULL) {
			to = put_crlf(dot, to);
			dot->after_cr = true;
		}
		text = smtpc_str_skip(text, cr != NULL ? len + 1 : len);
	}
	return to;
}

/* Whether |text|, with an octet before it and one behind, has no line end but CRLF and no dot that
 * begins a line. A loop without branches, for compilers to make vectors of. */
static bool is_clean_block(const char *text)
{
	unsigned char bad = 0;
	for (int i = 0; i < CLEAN_BLOCK; i++) {
		bad |= (unsigned char)((text[i] == '\n') & (text[i - 1] != '\r'));
		bad |= (unsigned char)((text[i] == '\r') & (text[i + 1] != '\n'));
		bad |= (unsigned char)((text[i] == '.') & (text[i - 1] == '\n'));
	}
	return bad == 0;
}

/* Octets at the start of |data| that can go out as they are; content that was encoded here is all
 * of that kind. A CR is never the last of them. */
static size_t clean_len(const smtpc_dot *dot, smtpc_str data)
{
	size_t len = 1;
	if (dot->after_cr || data.len < CLEAN_BLOCK + 2 || data.ptr[0] == '\r' || data.ptr[0] == '\n' ||
		data.ptr[0] == '.') {
		return 0;
	}
	while (data.len - len > CLEAN_BLOCK && is_clean_block(data.ptr + len)) {
		len += CLEAN_BLOCK;
	}
	len -= data.ptr[len - 1] == '\r';
	return len > 1 ? len : 0;
}

static char *put_clean(smtpc_dot *dot, char *to, const char *from, size_t len)
{
	memcpy(to, from, len);
	dot->at_line_start = from[len - 1] == '\n';
	dot->octets += len;
	return to + len;
}

int smtpc_dot_feed(smtpc_dot *dot, smtpc_buf *out, smtpc_str data)
{
	if (data.len > SIZE_MAX / 2 - 1) {
		return SMTPC_E_NOMEM;
	}
	char *start = smtpc_buf_reserve(out, smtpc_dot_room(data.len));
	char *to = start;
	if (start == NULL) {
		return SMTPC_E_NOMEM;
	}
	while (data.len > 0) {
		size_t clean = clean_len(dot, data);
		if (clean > 0) {
			to = put_clean(dot, to, data.ptr, clean);
			data = smtpc_str_skip(data, clean);
		}
		const char *lf = memchr(data.ptr, '\n', data.len);
		size_t len = lf != NULL ? (size_t)(lf - data.ptr) : data.len;
		to = put_text(dot, to, (smtpc_str){data.ptr, len});
		if (lf != NULL) {
			if (!dot->after_cr) {
				to = put_crlf(dot, to);
			}
			dot->after_cr = false;
		}
		data = smtpc_str_skip(data, lf != NULL ? len + 1 : len);
	}
	smtpc_buf_commit(out, (size_t)(to - start));
	return SMTPC_OK;
}

int smtpc_dot_end(smtpc_dot *dot, smtpc_buf *out)
{
	/* One append, so that it is there whole or not at all. */
	smtpc_str end = SMTPC_STR("\r\n.\r\n");
	end = smtpc_str_skip(end, dot->at_line_start ? 2 : 0);
	end.len -= dot->stuffs ? 0 : 3;
	if (smtpc_buf_append_str(out, end) < 0) {
		return SMTPC_E_NOMEM;
	}
	if (!dot->at_line_start) {
		dot->octets += 2;
		dot->at_line_start = true;
	}
	return SMTPC_OK;
}
