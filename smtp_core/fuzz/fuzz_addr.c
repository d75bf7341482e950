/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Whatever is taken as an address or a list of them is written so that it is taken again, as the
 * same, and nothing in it could end a line or a command. */
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool cond)
{
	if (!cond) {
		abort();
	}
}

static void check_lines(smtpc_str text)
{
	size_t line = 0;
	for (size_t i = 0; i < text.len; i++, line++) {
		bool crlf = text.ptr[i] == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
		require(crlf || !(text.ptr[i] >= 0 && text.ptr[i] < ' ' && text.ptr[i] != '\t'));
		require(line <= 998);
		if (crlf) {
			require(line > 0 && (i + 2 == text.len || text.ptr[i + 2] == ' '));
			line = SIZE_MAX;
			i++;
		}
	}
}

static void check_text(smtpc_str text)
{
	require(smtpc_str_is_utf8(text) && !smtpc_str_has_ctl(text));
}

/* The parts are fit to be sent, and are the same when they are given as such. */
static void check_addr(const smtpc_addr *addr)
{
	smtpc_addr again;
	require(addr->local.len <= 64 && addr->address.len <= 254 && addr->ascii_domain.len <= 253);
	require(smtpc_str_is_ascii(addr->ascii_domain));
	require(addr->needs_smtputf8 == !smtpc_str_is_ascii(addr->local));
	check_text(addr->name);
	check_text(addr->address);
	require(smtpc_addr_init(&again, NULL, addr->address, addr->name, NULL) == SMTPC_OK);
	require(smtpc_addr_same(addr, &again) && smtpc_str_eq(addr->address, again.address));
	require(smtpc_str_eq(addr->name, again.name));
	smtpc_addr_free(&again);
}

static void check_same(const smtpc_addr_list *a, const smtpc_addr_list *b)
{
	require(a->count == b->count && a->group_count == b->group_count);
	for (size_t i = 0; i < a->count; i++) {
		require(smtpc_addr_same(&a->items[i], &b->items[i]));
		require(smtpc_str_eq(a->items[i].name, b->items[i].name));
	}
	for (size_t i = 0; i < a->group_count; i++) {
		const smtpc_addr_group *left = &a->groups[i];
		const smtpc_addr_group *right = &b->groups[i];
		require(left->first == right->first && left->count == right->count);
		require(smtpc_str_eq(left->name, right->name));
	}
}

static void check_list(const smtpc_addr_list *list)
{
	smtpc_addr_list again;
	smtpc_buf buf;
	size_t from = 0;
	for (size_t i = 0; i < list->count; i++) {
		check_addr(&list->items[i]);
	}
	for (size_t i = 0; i < list->group_count; i++) {
		check_text(list->groups[i].name);
		require(list->groups[i].name.len > 0 && list->groups[i].first >= from);
		from = list->groups[i].first + list->groups[i].count;
		require(from <= list->count);
	}
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 1 << 24);
	require(smtpc_header_addrs(&buf, SMTPC_STR("To"), list) == SMTPC_OK);
	smtpc_str field = smtpc_buf_str(&buf);
	check_lines(field);
	smtpc_str value = {field.ptr + 3, field.len - 5};
	if (list->count + list->group_count > 0) {
		require(smtpc_addr_list_parse(&again, NULL, value, NULL) == SMTPC_OK);
		check_same(list, &again);
		smtpc_addr_list_free(&again);
	}
	smtpc_buf_free(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	smtpc_addr addr;
	smtpc_addr_list list;
	smtpc_str text = {(const char *)data, size};
	smtpc_error err = {.code = 0};
	int rc = smtpc_addr_parse(&addr, NULL, text, &err);
	require(rc == err.code && smtpc_str_is_utf8(smtpc_str_of(err.message)));
	err.code = 0;
	int list_rc = smtpc_addr_list_parse(&list, NULL, text, &err);
	require(list_rc == err.code && smtpc_str_is_utf8(smtpc_str_of(err.message)));
	/* One mailbox is a list of one. */
	if (rc == SMTPC_OK) {
		smtpc_addr_list one = {.items = &addr, .count = 1};
		require(list_rc == SMTPC_OK);
		check_same(&one, &list);
	}
	if (list_rc == SMTPC_OK) {
		check_list(&list);
	}
	smtpc_addr_free(&addr);
	smtpc_addr_list_free(&list);
	return 0;
}
