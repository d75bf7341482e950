/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Whatever is taken as an address is written so that it is taken again, as the same, and nothing in
 * it could end a line or a command. */
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

static void check_addr(const smtpc_addr *addr)
{
	smtpc_addr again;
	require(addr->local.len <= 64 && addr->address.len <= 254 && addr->ascii_domain.len <= 253);
	require(smtpc_str_is_ascii(addr->ascii_domain) && !smtpc_str_has_ctl(addr->address));
	require(addr->needs_smtputf8 == !smtpc_str_is_ascii(addr->local));
	require(smtpc_addr_init(&again, NULL, addr->address, addr->name, NULL) == SMTPC_OK);
	require(smtpc_addr_same(addr, &again) && smtpc_str_eq(addr->address, again.address));
	require(smtpc_str_eq(addr->name, again.name));
	const smtpc_addr pair[] = {*addr, again};
	smtpc_buf buf;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 1 << 20);
	require(smtpc_header_addrs(&buf, SMTPC_STR("To"), pair, 2) == SMTPC_OK);
	check_lines(smtpc_buf_str(&buf));
	smtpc_buf_free(&buf);
	smtpc_addr_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	smtpc_addr addr;
	smtpc_error err = {.code = 0};
	int rc = smtpc_addr_parse(&addr, NULL, (smtpc_str){(const char *)data, size}, &err);
	require(rc == err.code && smtpc_str_is_utf8(smtpc_str_of(err.message)));
	if (rc == SMTPC_OK) {
		check_addr(&addr);
	}
	smtpc_addr_free(&addr);
	return 0;
}
