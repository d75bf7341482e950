/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#ifdef _WIN32
#include <direct.h>
#include <io.h>
#else
#include <unistd.h>
#endif

#include "base/smtpc_err.h"
#include "base/smtpc_hex.h"
#include "net/smtpc_sock.h"

/* ---- the system ---------------------------------------------------------- */

#ifdef _WIN32

static int sys_create(const char *path)
{
	return _open(
		path, _O_CREAT | _O_EXCL | _O_WRONLY | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE);
}

static ptrdiff_t sys_write(int fd, const char *data, size_t len)
{
	return _write(fd, data, (unsigned)(len > 1 << 20 ? 1 << 20 : len));
}

static int sys_sync(int fd)
{
	return _commit(fd);
}

static int sys_close(int fd)
{
	return _close(fd);
}

static void sys_remove(const char *path)
{
	(void)_unlink(path);
}

static int sys_make_folder(const char *path)
{
	return _mkdir(path);
}

/* rename() of this system does not replace. */
static int sys_publish(const char *from, const char *to)
{
	return rename(from, to);
}

static int sys_sync_folder(const char *path)
{
	(void)path;
	return 0;
}

static bool sys_is_folder(const char *path)
{
	struct _stat st;
	return _stat(path, &st) == 0 && (st.st_mode & _S_IFDIR) != 0;
}

#else

#ifndef O_CLOEXEC
#define O_CLOEXEC 0
#endif

static int sys_create(const char *path)
{
	return open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static ptrdiff_t sys_write(int fd, const char *data, size_t len)
{
	return write(fd, data, len);
}

static int sys_sync(int fd)
{
	return fsync(fd);
}

static int sys_close(int fd)
{
	return close(fd);
}

static void sys_remove(const char *path)
{
	(void)unlink(path);
}

static int sys_make_folder(const char *path)
{
	return mkdir(path, 0700);
}

/* link() replaces nothing; where the file system has none, the name's random octets must do. */
static int sys_publish(const char *from, const char *to)
{
	if (link(from, to) == 0) {
		(void)unlink(from);
		return 0;
	}
	return errno == EEXIST ? -1 : rename(from, to);
}

static int sys_sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int rv = fd >= 0 ? fsync(fd) : -1;
	int why = errno;
	if (fd >= 0) {
		(void)close(fd);
	}
	errno = why;
	return rv;
}

static bool sys_is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

#endif

/* ---- errors, names ------------------------------------------------------- */

static int fail_errno(smtpc_error *err, const char *what)
{
	char text[128];
	int why = errno;
	smtpc_errno_text(why, text, sizeof text);
	(void)smtpc_fail(err, SMTPC_E_SOURCE, "%s: %s", what, text);
	if (err != NULL) {
		err->sys_errno = why;
	}
	return SMTPC_E_SOURCE;
}

static int put_path(char path[SMTPC_FILE_PATH_MAX], smtpc_str folder, const char *sub,
	const char *name, smtpc_error *err)
{
	int len = snprintf(path, SMTPC_FILE_PATH_MAX, "%.*s/%s%s", SMTPC_FMT(folder), sub, name);
	if (len < 0 || len >= SMTPC_FILE_PATH_MAX) {
		errno = ENAMETOOLONG;
		return fail_errno(err, "the folder cannot be used");
	}
	return SMTPC_OK;
}

/* "1764000000.R0123456789abcdef0123456789abcdef": the time first, so that names sort by it. The
 * host's name, customary in a Maildir, adds nothing to 128 random bits. */
static int make_name(char name[64], smtpc_error *err)
{
	uint8_t dice[16];
	char hex[sizeof dice * 2 + 1];
	if (smtpc_random(dice, sizeof dice) < 0) {
		return smtpc_fail(err, SMTPC_E_SOURCE, "OpenSSL's random generator failed");
	}
	smtpc_hex(hex, dice, sizeof dice);
	hex[sizeof hex - 1] = '\0';
	(void)snprintf(name, 64, "%lld.R%s", (long long)time(NULL), hex);
	return SMTPC_OK;
}

/* ---- the folder ---------------------------------------------------------- */

static const char *const maildir_parts[] = {"tmp", "new", "cur"};
enum { MAILDIR_PARTS = sizeof maildir_parts / sizeof maildir_parts[0] };

bool smtpc_file_is_maildir(smtpc_str folder)
{
	char path[SMTPC_FILE_PATH_MAX];
	size_t i = 0;
	while (i < MAILDIR_PARTS && put_path(path, folder, maildir_parts[i], "", NULL) == SMTPC_OK &&
		sys_is_folder(path)) {
		i++;
	}
	return i == MAILDIR_PARTS;
}

static int check_maildir(smtpc_str folder, smtpc_error *err)
{
	char path[SMTPC_FILE_PATH_MAX];
	for (size_t i = 0; i < MAILDIR_PARTS; i++) {
		int rv = put_path(path, folder, maildir_parts[i], "", err);
		if (rv < 0) {
			return rv;
		}
		if (!sys_is_folder(path) && sys_make_folder(path) != 0 && errno != EEXIST) {
			return fail_errno(err, "the folder cannot be made a Maildir");
		}
	}
	return SMTPC_OK;
}

int smtpc_file_check(const smtpc_peer_options *options, smtpc_error *err)
{
	char path[SMTPC_FILE_PATH_MAX];
	int rv = put_path(path, options->folder, "", "", err);
	if (rv == SMTPC_OK && !sys_is_folder(path)) {
		errno = ENOTDIR;
		return smtpc_fail(err, SMTPC_E_SOURCE, "the folder is not there");
	}
	if (rv == SMTPC_OK && options->keep == SMTPC_KEEP_MAILDIR) {
		rv = check_maildir(options->folder, err);
	}
	return rv;
}

/* ---- the file ------------------------------------------------------------ */

void smtpc_file_init(smtpc_file *file)
{
	file->fd = -1;
	file->making[0] = file->finished[0] = '\0';
}

int smtpc_file_begin(smtpc_file *file, const smtpc_peer_options *options, smtpc_error *err)
{
	char name[64], hidden[80], visible[80];
	bool maildir = options->keep == SMTPC_KEEP_MAILDIR;
	int rv = make_name(name, err);
	(void)snprintf(hidden, sizeof hidden, "%s%s", maildir ? "" : ".", name);
	(void)snprintf(visible, sizeof visible, "%s%s", name, maildir ? "" : ".eml");
	rv = rv < 0 ? rv : put_path(file->making, options->folder, maildir ? "tmp/" : "", hidden, err);
	rv = rv < 0 ? rv
				: put_path(file->finished, options->folder, maildir ? "new/" : "", visible, err);
	if (rv < 0) {
		return rv;
	}
	file->fd = sys_create(file->making);
	return file->fd >= 0 ? SMTPC_OK : fail_errno(err, "the mail cannot be stored");
}

int smtpc_file_write(smtpc_file *file, smtpc_str data, smtpc_error *err)
{
	while (data.len > 0) {
		ptrdiff_t n = sys_write(file->fd, data.ptr, data.len);
		if (n < 0 && errno == EINTR) {
			continue;
		}
		if (n <= 0) {
			errno = n == 0 ? ENOSPC : errno;
			return fail_errno(err, "the mail cannot be stored");
		}
		data.ptr += n;
		data.len -= (size_t)n;
	}
	return SMTPC_OK;
}

static int sync_folder_of(const smtpc_file *file)
{
	char folder[SMTPC_FILE_PATH_MAX];
	memcpy(folder, file->finished, sizeof folder);
	char *slash = strrchr(folder, '/');
	if (slash != NULL) {
		*slash = '\0';
	}
	return sys_sync_folder(folder);
}

int smtpc_file_keep(smtpc_file *file, const smtpc_peer_options *options, smtpc_error *err)
{
	int rv = options->sync && sys_sync(file->fd) != 0 ? fail_errno(err, "the mail cannot be stored")
													  : SMTPC_OK;
	int fd = file->fd;
	file->fd = -1;
	/* Some file systems tell only now that there was no room. */
	if (sys_close(fd) != 0 && rv == SMTPC_OK) {
		rv = fail_errno(err, "the mail cannot be stored");
	}
	if (rv == SMTPC_OK && sys_publish(file->making, file->finished) != 0) {
		rv = fail_errno(err, "the mail cannot be given its name");
	}
	if (rv < 0) {
		sys_remove(file->making);
		return rv;
	}
	if (options->sync && sync_folder_of(file) != 0) {
		rv = fail_errno(err, "the mail cannot be stored");
		sys_remove(file->finished);
	}
	return rv;
}

void smtpc_file_forget(smtpc_file *file)
{
	if (file->fd >= 0) {
		(void)sys_close(file->fd);
		sys_remove(file->making);
		file->fd = -1;
	}
}
