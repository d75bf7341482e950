/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "base/smtpc_buf.h"

static test_mem mem;

static void appends_and_consumes(void)
{
	smtpc_buf buf;
	test_mem_init(&mem);
	smtpc_buf_init(&buf, &mem.mem, 1024);
	CHECK_STR(smtpc_buf_str(&buf), "");
	CHECK_INT(smtpc_buf_append(&buf, "abc", 3), 0);
	CHECK_INT(smtpc_buf_append_byte(&buf, '-'), 0);
	CHECK_INT(smtpc_buf_append_uint(&buf, 0), 0);
	CHECK_INT(smtpc_buf_append_uint(&buf, UINT64_MAX), 0);
	CHECK_STR(smtpc_buf_str(&buf), "abc-018446744073709551615");
	smtpc_buf_consume(&buf, 4);
	smtpc_buf_truncate(&buf, 19);
	CHECK_STR(smtpc_buf_str(&buf), "01");
	smtpc_buf_reset(&buf);
	CHECK_INT(smtpc_buf_len(&buf), 0);
	smtpc_buf_free(&buf);
	CHECK_INT(mem.held, 0);
}

static void keeps_its_maximum(void)
{
	smtpc_buf buf;
	test_mem_init(&mem);
	smtpc_buf_init(&buf, &mem.mem, 8);
	CHECK_INT(smtpc_buf_append(&buf, "12345678", 8), 0);
	CHECK_INT(smtpc_buf_room(&buf), 0);
	CHECK_INT(smtpc_buf_append(&buf, "9", 1), SMTPC_E_NOMEM);
	CHECK(smtpc_buf_reserve(&buf, 1) == NULL);
	CHECK(smtpc_buf_reserve(&buf, SIZE_MAX) == NULL);
	CHECK_STR(smtpc_buf_str(&buf), "12345678");
	smtpc_buf_consume(&buf, 3);
	CHECK_INT(smtpc_buf_append(&buf, "abcd", 4), SMTPC_E_NOMEM);
	CHECK_INT(smtpc_buf_append(&buf, "abc", 3), 0);
	CHECK_STR(smtpc_buf_str(&buf), "45678abc");
	smtpc_buf_free(&buf);
}

/* A queue that is filled and emptied for long must neither lose a byte nor grow. */
static void runs_as_a_queue(void)
{
	smtpc_buf buf;
	unsigned in = 0, out = 0;
	test_mem_init(&mem);
	smtpc_buf_init(&buf, &mem.mem, 4096);
	for (int round = 0; round < 3000; round++) {
		for (int i = 0; i < round % 97; i++) {
			CHECK_INT(smtpc_buf_append_byte(&buf, (char)(in++ % 251)), 0);
		}
		while (smtpc_buf_len(&buf) > 50) {
			CHECK_INT((unsigned char)smtpc_buf_str(&buf).ptr[0], out++ % 251);
			smtpc_buf_consume(&buf, 1);
		}
	}
	CHECK(mem.calls < 10);
	smtpc_buf_free(&buf);
	CHECK_INT(mem.held, 0);
}

static void writes_in_place(void)
{
	smtpc_buf buf;
	test_mem_init(&mem);
	smtpc_buf_init(&buf, &mem.mem, 100000);
	char *to = smtpc_buf_reserve(&buf, 60000);
	CHECK(to != NULL);
	memset(to, 'x', 60000);
	smtpc_buf_commit(&buf, 3);
	CHECK_STR(smtpc_buf_str(&buf), "xxx");
	smtpc_buf_free(&buf);
}

static void out_of_memory_changes_nothing(void)
{
	smtpc_buf buf;
	char big[5000] = {0};
	test_mem_init(&mem);
	smtpc_buf_init(&buf, &mem.mem, 100000);
	CHECK_INT(smtpc_buf_append(&buf, "abc", 3), 0);
	mem.fail_at = mem.calls + 1;
	CHECK_INT(smtpc_buf_append(&buf, big, sizeof big), SMTPC_E_NOMEM);
	CHECK_STR(smtpc_buf_str(&buf), "abc");
	CHECK_INT(smtpc_buf_append(&buf, big, sizeof big), 0);
	CHECK_INT(smtpc_buf_len(&buf), 5003);
	smtpc_buf_free(&buf);
	CHECK_INT(mem.held, 0);
}

static void wipes_secrets(void)
{
	smtpc_buf buf;
	test_mem_init(&mem);
	smtpc_buf_init(&buf, &mem.mem, 1000);
	buf.secret = true;
	CHECK_INT(smtpc_buf_append(&buf, "password", 8), 0);
	smtpc_buf_consume(&buf, 4);
	CHECK(memcmp(buf.base, "\0\0\0\0word", 8) == 0);
	smtpc_buf_truncate(&buf, 1);
	CHECK(memcmp(buf.base, "\0\0\0\0wor\0", 8) == 0);
	smtpc_buf_reset(&buf);
	CHECK(memcmp(buf.base, "\0\0\0\0\0\0\0\0", 8) == 0);
	smtpc_buf_free(&buf);
}

int main(void)
{
	RUN(appends_and_consumes);
	RUN(keeps_its_maximum);
	RUN(runs_as_a_queue);
	RUN(writes_in_place);
	RUN(out_of_memory_changes_nothing);
	RUN(wipes_secrets);
	return test_report();
}
