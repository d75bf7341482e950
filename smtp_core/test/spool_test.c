/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/smtpc_spool.h"

static char folder[] = "/tmp/smtpc-spool-test.XXXXXX";

static smtpc_spool *new_spool(test_mem *mem, size_t limit)
{
	test_mem_init(mem);
	smtpc_spool *spool = smtpc_spool_new(&mem->mem, limit, smtpc_str_of(folder));
	CHECK(spool != NULL);
	return spool;
}

static char octet(uint64_t at)
{
	return (char)(at * 31 + at / 251);
}

static void fill(smtpc_spool *spool, size_t total, size_t piece)
{
	char buf[1000];
	for (size_t at = 0; at < total;) {
		size_t len = total - at < piece ? total - at : piece;
		for (size_t i = 0; i < len; i++) {
			buf[i] = octet(at + i);
		}
		CHECK_INT(smtpc_spool_write(spool, buf, len), 0);
		at += len;
		CHECK_INT(smtpc_spool_size(spool), at);
	}
}

static void read_all(smtpc_spool *spool, size_t total, size_t piece)
{
	char buf[1000];
	uint64_t at = 0;
	for (;;) {
		ptrdiff_t len = smtpc_spool_read(spool, at, buf, piece);
		CHECK(len >= 0);
		if (len <= 0) {
			break;
		}
		for (ptrdiff_t i = 0; i < len; i++) {
			CHECK(buf[i] == octet(at + (uint64_t)i));
		}
		at += (uint64_t)len;
	}
	CHECK_INT(at, total);
}

/* Descriptors of files under |folder|, or -1. */
static int open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	if (dir == NULL) {
		return -1;
	}
	int count = 0;
	for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
		char path[300], target[300];
		(void)snprintf(path, sizeof path, "/proc/self/fd/%s", entry->d_name);
		ssize_t len = readlink(path, target, sizeof target - 1);
		if (len > 0) {
			target[len] = '\0';
			count += strstr(target, folder) != NULL;
		}
	}
	closedir(dir);
	return count;
}

static int names_in_folder(void)
{
	DIR *dir = opendir(folder);
	int count = 0;
	for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
		count += entry->d_name[0] != '.';
	}
	closedir(dir);
	return count;
}

static void stays_in_memory_up_to_its_limit(void)
{
	test_mem mem;
	smtpc_spool *spool = new_spool(&mem, 5000);
	fill(spool, 5000, 7);
	CHECK(open_files() <= 0);
	read_all(spool, 5000, 13);
	smtpc_spool_unref(spool);
	CHECK_INT(mem.held, 0);
}

/* Every limit around the size: in memory, on the edge, moved at once or late. */
static void gives_back_what_was_written(void)
{
	static const size_t limits[] = {0, 1, 999, 1000, 1001, 1999, 2000, 2001};
	for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
		for (size_t piece = 1; piece <= 1000; piece = piece * 3 + 1) {
			test_mem mem;
			smtpc_spool *spool = new_spool(&mem, limits[i]);
			fill(spool, 2000, piece);
			read_all(spool, 2000, 1000);
			read_all(spool, 2000, 17);
			CHECK(limits[i] < 2000 || open_files() <= 0);
			CHECK(limits[i] >= 2000 || open_files() != 0);
			CHECK_INT(names_in_folder(), 0);
			smtpc_spool_unref(spool);
			CHECK_INT(mem.held, 0);
			CHECK(open_files() <= 0);
		}
	}
}

static void file_holds_no_memory(void)
{
	test_mem mem;
	smtpc_spool *spool = new_spool(&mem, 100);
	long before = mem.held;
	fill(spool, 100, 50);
	CHECK(mem.held > before);
	fill(spool, 0, 1);
	CHECK_INT(smtpc_spool_write(spool, "x", 1), 0);
	CHECK_INT(mem.held, before);
	smtpc_spool_unref(spool);
}

static void file_is_for_nobody_else(void)
{
	test_mem mem;
	mode_t old = umask(0);
	smtpc_spool *spool = new_spool(&mem, 0);
	fill(spool, 10, 10);
	umask(old);
	int seen = 0;
	for (int fd = 3; fd < 64; fd++) {
		struct stat st;
		if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 10 && st.st_nlink == 0) {
			CHECK_INT(st.st_mode & 0777, 0600);
			CHECK_INT(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
			seen++;
		}
	}
	CHECK_INT(seen, 1);
	smtpc_spool_unref(spool);
}

static void readers_are_independent(void)
{
	test_mem mem;
	smtpc_spool *spool = new_spool(&mem, 10);
	smtpc_spool *other = smtpc_spool_ref(spool);
	fill(spool, 500, 100);
	uint64_t a = 0, b = 300;
	while (a < 200) {
		char one, two;
		CHECK_INT(smtpc_spool_read(spool, a, &one, 1), 1);
		CHECK_INT(smtpc_spool_read(other, b, &two, 1), 1);
		CHECK(one == octet(a) && two == octet(b));
		a++;
		b++;
	}
	char buf[4];
	CHECK_INT(smtpc_spool_read(spool, 498, buf, 4), 2);
	CHECK_INT(smtpc_spool_read(spool, 500, buf, 4), 0);
	CHECK_INT(smtpc_spool_read(spool, UINT64_MAX, buf, 4), 0);
	smtpc_spool_unref(spool);
	CHECK_INT(smtpc_spool_read(other, 0, buf, 4), 4);
	smtpc_spool_unref(other);
	smtpc_spool_unref(NULL);
	CHECK_INT(mem.held, 0);
}

static void says_why_there_is_no_file(void)
{
	test_mem mem;
	smtpc_error err;
	test_mem_init(&mem);
	smtpc_spool *spool = smtpc_spool_new(&mem.mem, 4, SMTPC_STR("/nonexistent/folder"));
	CHECK_INT(smtpc_spool_write(spool, "1234", 4), 0);
	CHECK_INT(smtpc_spool_write(spool, "5", 1), SMTPC_E_SOURCE);
	CHECK_INT(smtpc_spool_fail(spool, SMTPC_E_SOURCE, &err), SMTPC_E_SOURCE);
	CHECK_STR(smtpc_str_of(err.message),
		"a temporary file could not be written: No such file or directory");
	CHECK_INT(err.sys_errno, ENOENT);
	/* Spoilt: what it did take is not given for the whole. */
	char buf[4];
	CHECK_INT(smtpc_spool_read(spool, 0, buf, 4), SMTPC_E_SOURCE);
	CHECK_INT(smtpc_spool_write(spool, "", 0), SMTPC_E_SOURCE);
	CHECK_INT(smtpc_spool_fail(spool, SMTPC_E_NOMEM, &err), SMTPC_E_NOMEM);
	smtpc_spool_unref(spool);
	CHECK_INT(mem.held, 0);
}

/* The limit on a file's size makes the system take a part of a write, as a full disk does. */
static void short_write_is_an_error(void)
{
	test_mem mem;
	smtpc_error err;
	struct rlimit old, small;
	char big[5000] = {0};
	CHECK_INT(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = (struct rlimit){3000, old.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	CHECK_INT(setrlimit(RLIMIT_FSIZE, &small), 0);
	smtpc_spool *first = new_spool(&mem, 10);
	CHECK_INT(smtpc_spool_write(first, big, sizeof big), SMTPC_E_SOURCE);
	CHECK_INT(smtpc_spool_write(first, big, 1), SMTPC_E_SOURCE);
	smtpc_spool_unref(first);
	smtpc_spool *moving = new_spool(&mem, 4000);
	CHECK_INT(smtpc_spool_write(moving, big, 4000), 0);
	CHECK_INT(smtpc_spool_write(moving, big, 1), SMTPC_E_SOURCE);
	CHECK_INT(smtpc_spool_fail(moving, SMTPC_E_SOURCE, &err), SMTPC_E_SOURCE);
	CHECK_INT(err.sys_errno, EFBIG);
	CHECK_INT(setrlimit(RLIMIT_FSIZE, &old), 0);
	smtpc_spool_unref(moving);
	CHECK_INT(mem.held, 0);
}

static void cut_file_is_noticed(void)
{
	test_mem mem;
	smtpc_error err;
	smtpc_spool *spool = new_spool(&mem, 0);
	fill(spool, 500, 100);
	for (int fd = 3; fd < 64; fd++) {
		struct stat st;
		if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 0 && st.st_size == 500) {
			CHECK_INT(ftruncate(fd, 100), 0);
		}
	}
	char buf[10];
	CHECK_INT(smtpc_spool_read(spool, 0, buf, sizeof buf), 10);
	CHECK_INT(smtpc_spool_read(spool, 200, buf, sizeof buf), SMTPC_E_SOURCE);
	CHECK_INT(smtpc_spool_fail(spool, SMTPC_E_SOURCE, &err), SMTPC_E_SOURCE);
	CHECK_STR(smtpc_str_of(err.message), "a temporary file could not be read: Input/output error");
	smtpc_spool_unref(spool);
}

/* The C library's own memory is looked at after it was given back, by an allocator that keeps it.
 */
static char kept[1 << 16];
static size_t kept_used;

static void *keep_realloc(void *user, void *ptr, size_t size)
{
	(void)user;
	(void)ptr;
	if (size > sizeof kept - kept_used) {
		return NULL;
	}
	void *got = kept + kept_used;
	kept_used += (size + 15) & ~(size_t)15;
	return got;
}

static void keep_free(void *user, void *ptr)
{
	(void)user;
	(void)ptr;
}

static void memory_is_wiped(void)
{
	static const smtpc_mem keep = {NULL, keep_realloc, keep_free};
	for (int move = 0; move < 2; move++) {
		smtpc_spool *spool = smtpc_spool_new(&keep, 2000, smtpc_str_of(folder));
		for (int i = 0; i < 100; i++) {
			CHECK_INT(smtpc_spool_write(spool, "very secret text", 16), 0);
		}
		CHECK(memmem(kept, sizeof kept, "secret", 6) != NULL);
		for (int i = 0; move && i < 100; i++) {
			CHECK_INT(smtpc_spool_write(spool, "0123456789", 10), 0);
		}
		CHECK(!move || memmem(kept, sizeof kept, "secret", 6) == NULL);
		smtpc_spool_unref(spool);
		CHECK(memmem(kept, sizeof kept, "secret", 6) == NULL);
	}
}

static void survives_want_of_memory(void)
{
	unsigned long at = 1;
	for (bool done = false; !done && at < 100; at++) {
		test_mem mem;
		test_mem_init(&mem);
		mem.fail_at = at;
		smtpc_spool *spool = smtpc_spool_new(&mem.mem, 1000, smtpc_str_of(folder));
		if (spool != NULL) {
			char text[900] = {0};
			int rc = smtpc_spool_write(spool, text, 200);
			CHECK(rc == 0 || rc == SMTPC_E_NOMEM);
			done = rc == 0;
			CHECK_INT(smtpc_spool_size(spool), done ? 200 : 0);
			rc = smtpc_spool_write(spool, text, 700);
			CHECK(rc == 0 || rc == SMTPC_E_NOMEM);
			done = done && rc == 0;
			/* With memory again it goes on as if nothing had been. */
			mem.fail_at = 0;
			uint64_t size = smtpc_spool_size(spool);
			CHECK_INT(smtpc_spool_write(spool, text, 900), 0);
			CHECK_INT(smtpc_spool_size(spool), size + 900);
			smtpc_spool_unref(spool);
		}
		CHECK_INT(mem.held, 0);
	}
	CHECK(at > 4);
}

int main(void)
{
	if (mkdtemp(folder) == NULL) {
		return EXIT_FAILURE;
	}
	RUN(stays_in_memory_up_to_its_limit);
	RUN(gives_back_what_was_written);
	RUN(file_holds_no_memory);
	RUN(file_is_for_nobody_else);
	RUN(readers_are_independent);
	RUN(says_why_there_is_no_file);
	RUN(short_write_is_an_error);
	RUN(cut_file_is_noticed);
	RUN(memory_is_wiped);
	RUN(survives_want_of_memory);
	CHECK_INT(rmdir(folder), 0);
	return test_report();
}
