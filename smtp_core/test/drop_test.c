/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Mails as files: whole, private, under names of their own, or not at all. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/smtpc_drop.h"
#include "smtpc_test.h"

static char root[64];

static void folder_make(void)
{
	(void)snprintf(root, sizeof root, "%s/dropXXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : P_tmpdir);
	CHECK(mkdtemp(root) != NULL);
}

/* Files in |sub|; the last one's path. */
static int folder_count(const char *sub, char path[512])
{
	char dir[256];
	int count = 0;
	(void)snprintf(dir, sizeof dir, "%s/%s", root, sub);
	DIR *d = opendir(dir);
	for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
		char name[512];
		struct stat st;
		(void)snprintf(name, sizeof name, "%.230s/%.250s", dir, e->d_name);
		if (lstat(name, &st) == 0 && S_ISREG(st.st_mode)) {
			CHECK_INT(st.st_mode & 0777, 0600);
			memcpy(path, name, sizeof name);
			count++;
		}
	}
	if (d != NULL) {
		(void)closedir(d);
	}
	return count;
}

static void folder_remove(void)
{
	static const char *const subs[] = {"tmp", "new", "cur", ""};
	char path[512], dir[128];
	for (size_t i = 0; i < 4; i++) {
		while (folder_count(subs[i], path) > 0 && unlink(path) == 0) {
			continue;
		}
		(void)snprintf(dir, sizeof dir, "%s/%s", root, subs[i]);
		(void)rmdir(dir);
	}
}

static smtpc_str file_text(const char *path)
{
	static char text[4096];
	FILE *f = fopen(path, "rb");
	size_t len = f != NULL ? fread(text, 1, sizeof text, f) : 0;
	if (f != NULL) {
		(void)fclose(f);
	}
	return (smtpc_str){text, len};
}

static const smtpc_str two[] = {{"b@example.net", 13}, {"\"c d\"@example.net", 17}};

static smtpc_drop *drop_of(smtpc_peer_options *options, smtpc_keep keep)
{
	*options = (smtpc_peer_options){.keep = keep, .folder = smtpc_str_of(root), .envelope = true};
	return smtpc_drop_new(smtpc_mem_or_default(NULL), options, NULL);
}

static void a_mail_in_a_maildir(void)
{
	char path[512];
	smtpc_peer_options options;
	smtpc_error err;
	folder_make();
	smtpc_drop *drop = drop_of(&options, SMTPC_KEEP_MAILDIR);
	CHECK_INT(smtpc_drop_check(drop, &err), 0);
	for (int i = 1; i <= 3; i++) {
		options.sync = i == 2;
		CHECK_INT(smtpc_drop_begin(drop, SMTPC_STR("a@example.com"), two, 2, &err), 0);
		CHECK_INT(smtpc_drop_write(drop, SMTPC_STR("x: y\r"), &err), 0);
		CHECK_INT(folder_count("tmp", path), 1);
		CHECK_INT(folder_count("new", path), i - 1);
		CHECK_INT(smtpc_drop_write(drop, SMTPC_STR("\n\r\na\rb\r\r\n.\r\n"), &err), 0);
		CHECK_INT(smtpc_drop_keep(drop, &err), 0);
		CHECK_INT(folder_count("tmp", path), 0);
		CHECK_INT(folder_count("new", path), i);
		CHECK_STR(file_text(path),
			"Return-Path: <a@example.com>\nDelivered-To: b@example.net\n"
			"Delivered-To: \"c d\"@example.net\nx: y\n\na\rb\r\n.\n");
	}
	smtpc_drop_free(drop);
	folder_remove();
}

static void a_mail_as_eml(void)
{
	char path[512];
	smtpc_peer_options options;
	smtpc_error err;
	folder_make();
	smtpc_drop *drop = drop_of(&options, SMTPC_KEEP_EML);
	options.envelope = false;
	CHECK_INT(smtpc_drop_check(drop, &err), 0);
	CHECK_INT(smtpc_drop_begin(drop, SMTPC_STR(""), two, 1, &err), 0);
	CHECK_INT(smtpc_drop_write(drop, SMTPC_STR("x: y\r\n\r\n"), &err), 0);
	CHECK_INT(smtpc_drop_keep(drop, &err), 0);
	CHECK_INT(folder_count("", path), 1);
	CHECK(strcmp(path + strlen(path) - 4, ".eml") == 0);
	CHECK_STR(file_text(path), "x: y\r\n\r\n");
	options.envelope = true;
	CHECK_INT(unlink(path), 0);
	CHECK_INT(smtpc_drop_begin(drop, SMTPC_STR(""), two, 1, &err), 0);
	CHECK_INT(smtpc_drop_keep(drop, &err), 0);
	CHECK_INT(folder_count("", path), 1);
	CHECK_STR(file_text(path), "Return-Path: <>\r\nDelivered-To: b@example.net\r\n");
	smtpc_drop_free(drop);
	folder_remove();
}

static void what_is_not_kept_leaves_nothing(void)
{
	char path[512];
	smtpc_peer_options options;
	smtpc_error err;
	folder_make();
	smtpc_drop *drop = drop_of(&options, SMTPC_KEEP_EML);
	CHECK_INT(smtpc_drop_begin(drop, SMTPC_STR(""), two, 1, &err), 0);
	CHECK_INT(folder_count("", path), 1);
	smtpc_drop_forget(drop);
	CHECK_INT(folder_count("", path), 0);
	CHECK_INT(smtpc_drop_begin(drop, SMTPC_STR(""), two, 1, &err), 0);
	smtpc_drop_free(drop);
	CHECK_INT(folder_count("", path), 0);
	folder_remove();
}

static void a_folder_that_is_not_there(void)
{
	smtpc_peer_options options;
	smtpc_error err = {.code = 0};
	folder_make();
	folder_remove();
	smtpc_drop *drop = drop_of(&options, SMTPC_KEEP_EML);
	CHECK_INT(smtpc_drop_check(drop, &err), SMTPC_E_SOURCE);
	CHECK_INT(smtpc_drop_begin(drop, SMTPC_STR(""), two, 1, &err), SMTPC_E_SOURCE);
	options.keep = SMTPC_KEEP_MAILDIR;
	CHECK_INT(smtpc_drop_check(drop, &err), SMTPC_E_SOURCE);
	smtpc_drop_free(drop);
	char longer[2000];
	memset(longer, 'x', sizeof longer);
	options.folder = (smtpc_str){longer, sizeof longer};
	drop = smtpc_drop_new(smtpc_mem_or_default(NULL), &options, NULL);
	CHECK_INT(smtpc_drop_check(drop, &err), SMTPC_E_SOURCE);
	CHECK_INT(smtpc_drop_begin(drop, SMTPC_STR(""), two, 1, &err), SMTPC_E_SOURCE);
	smtpc_drop_free(drop);
}

/* What is no folder takes no files. */
static void a_device_for_a_folder(void)
{
	smtpc_peer_options options;
	smtpc_error err = {.code = 0};
	(void)snprintf(root, sizeof root, "/dev/full");
	smtpc_drop *drop = drop_of(&options, SMTPC_KEEP_EML);
	CHECK_INT(smtpc_drop_check(drop, &err), SMTPC_E_SOURCE);
	CHECK_INT(smtpc_drop_begin(drop, SMTPC_STR(""), two, 1, &err), SMTPC_E_SOURCE);
	CHECK(err.sys_errno != 0);
	smtpc_drop_free(drop);
}

int main(void)
{
	RUN(a_mail_in_a_maildir);
	RUN(a_mail_as_eml);
	RUN(what_is_not_kept_leaves_nothing);
	RUN(a_folder_that_is_not_there);
	RUN(a_device_for_a_folder);
	return test_report();
}
