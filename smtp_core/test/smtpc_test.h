/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The harness of the core's tests. A test file is a program: functions registered in main() with
 * RUN(), checks inside them with CHECK…(). A check that fails says where and goes on. The last line
 * is "N passed, N failed"; a program that ran nothing fails. */
#ifndef SMTPC_TEST_H
#define SMTPC_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

static int test_passed, test_failed;
static bool test_current_failed;

#define CHECK(cond) \
	do { \
		if (!(cond)) { \
			test_current_failed = true; \
			fprintf(stderr, "%s:%d: %s: CHECK(%s)\n", __FILE__, __LINE__, __func__, #cond); \
		} \
	} while (0)

#define CHECK_INT(got, want) \
	do { \
		long long got_ = (long long)(got), want_ = (long long)(want); \
		if (got_ != want_) { \
			test_current_failed = true; \
			fprintf(stderr, "%s:%d: %s: %s is %lld, not %lld\n", __FILE__, __LINE__, __func__, \
				#got, got_, want_); \
		} \
	} while (0)

#define CHECK_STR(got, want) \
	do { \
		smtpc_str got_ = (got), want_ = smtpc_str_of(want); \
		if (!smtpc_str_eq(got_, want_)) { \
			test_current_failed = true; \
			fprintf(stderr, "%s:%d: %s: %s is\n  |%.*s| (%zu)\nnot\n  |%.*s| (%zu)\n", __FILE__, \
				__LINE__, __func__, #got, (int)got_.len, got_.len > 0 ? got_.ptr : "", got_.len, \
				(int)want_.len, want_.len > 0 ? want_.ptr : "", want_.len); \
		} \
	} while (0)

#define RUN(test) \
	do { \
		test_current_failed = false; \
		test(); \
		if (test_current_failed) { \
			test_failed++; \
			fprintf(stderr, "FAILED %s\n", #test); \
		} else { \
			test_passed++; \
		} \
	} while (0)

static inline int test_report(void)
{
	printf("%d passed, %d failed\n", test_passed, test_failed);
	return test_failed > 0 || test_passed == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* A smtpc_mem that counts what is held and fails the allocation number |fail_at| (from 1; 0:
 * none), and every later one if |fail_on|. */
typedef struct test_mem {
	smtpc_mem mem;
	long held;
	unsigned long calls;
	unsigned long fail_at;
	bool fail_on;
} test_mem;

static inline void *test_mem_realloc(void *user, void *ptr, size_t size)
{
	test_mem *t = user;
	t->calls++;
	if (t->fail_at > 0 && (t->calls == t->fail_at || (t->fail_on && t->calls > t->fail_at))) {
		return NULL;
	}
	void *got = realloc(ptr, size);
	if (got != NULL && ptr == NULL) {
		t->held++;
	}
	return got;
}

static inline void test_mem_free(void *user, void *ptr)
{
	test_mem *t = user;
	t->held--;
	free(ptr);
}

static inline void test_mem_init(test_mem *t)
{
	*t = (test_mem){.mem = {t, test_mem_realloc, test_mem_free}};
}

#endif
