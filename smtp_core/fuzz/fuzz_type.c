/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Whatever is taken as a content type is written so that it is taken again, as the same, on lines
 * that nothing in it could have ended. The input is also taken as a file name. */
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_param.h"
#include "mime/smtpc_part_fields.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool cond)
{
	if (!cond) {
		abort();
	}
}

/* Unfolds |field| in place to what is behind "Content-…: ". */
static smtpc_str unfold(char *field, size_t len)
{
	size_t used = 0;
	require(len > 2 && memcmp(field + len - 2, "\r\n", 2) == 0);
	for (size_t i = 0, line = 0; i < len - 2; i++, line++) {
		if (memcmp(field + i, "\r\n ", 3) == 0) {
			line = 0;
			i += 2;
		}
		require(field[i] >= ' ' && field[i] <= '~' && line <= 998);
		field[used++] = field[i];
	}
	char *value = memchr(field, ' ', used);
	require(value != NULL);
	return (smtpc_str){value + 1, used - (size_t)(value + 1 - field)};
}

static void require_same(const smtpc_type *a, const smtpc_type *b)
{
	char buf_a[SMTPC_TYPE_MAX], buf_b[SMTPC_TYPE_MAX];
	require(smtpc_str_eq(a->name, b->name) && a->param_count == b->param_count);
	for (size_t i = 0; i < a->param_count; i++) {
		require(smtpc_str_eq(a->params[i].name, b->params[i].name));
		require(smtpc_str_eq(
			smtpc_type_value(&a->params[i], buf_a), smtpc_type_value(&b->params[i], buf_b)));
	}
}

static void write_again(const smtpc_type *type)
{
	smtpc_buf buf;
	smtpc_type again;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 1 << 20);
	require(smtpc_part_put_type(&buf, type, (smtpc_str){"", 0}, (smtpc_str){"", 0}) == SMTPC_OK);
	smtpc_str text = unfold(buf.base + buf.head, smtpc_buf_len(&buf));
	/* A blank may have become of none. */
	if (text.len <= SMTPC_TYPE_MAX) {
		require(smtpc_type_parse_with(&again, text, ~0u, NULL) == SMTPC_OK);
		require_same(type, &again);
	}
	smtpc_buf_free(&buf);
}

static void write_name(smtpc_str name)
{
	smtpc_buf buf;
	smtpc_type type = {.name = smtpc_type_of_name(name)};
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 1 << 20);
	require(smtpc_part_put_type(&buf, &type, (smtpc_str){"", 0}, name) == SMTPC_OK);
	unfold(buf.base + buf.head, smtpc_buf_len(&buf));
	smtpc_buf_reset(&buf);
	require(smtpc_part_put_disposition(&buf, false, name) == SMTPC_OK);
	unfold(buf.base + buf.head, smtpc_buf_len(&buf));
	smtpc_buf_free(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	smtpc_str text = {(const char *)data, size};
	smtpc_type type;
	smtpc_error err = {.code = 0};
	int rc = smtpc_type_parse_with(&type, text, SMTPC_TYPE_MESSAGE | SMTPC_TYPE_MULTIPART, &err);
	require(rc == err.code && smtpc_str_is_utf8(smtpc_str_of(err.message)));
	if (rc == SMTPC_OK) {
		write_again(&type);
	}
	if (smtpc_param_name_wrong(text) == NULL) {
		write_name(text);
	}
	return 0;
}
