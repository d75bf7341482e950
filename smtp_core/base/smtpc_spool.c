/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The file has no name from the moment it is there, and nobody else may open it in between: whoever
 * dies, nothing stays behind. All access is by offset, so that there is no position to share. */
#include "base/smtpc_spool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

#include "base/smtpc_buf.h"
#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

#ifdef _WIN32
typedef HANDLE spool_file;
#define NO_FILE INVALID_HANDLE_VALUE
#else
typedef int spool_file;
enum { NO_FILE = -1 };
#endif

struct smtpc_spool {
	const smtpc_mem *mem;
	size_t refs;
	smtpc_buf memory; /* all of it, while there is no file */
	smtpc_str dir;
	spool_file file;
	uint64_t size;
	int sys_errno; /* why it is spoilt, or the last read failed */
	bool spoilt;
};

/* The longest piece that is handed to the system at once; ssize_t and DWORD hold it. */
enum { FILE_PIECE = 1 << 30 };

#ifdef _WIN32

static spool_file file_open(smtpc_str dir)
{
	char folder[MAX_PATH + 1], path[MAX_PATH + 1];
	if (dir.len > MAX_PATH - 14) { /* what GetTempFileName() asks for */
		SetLastError(ERROR_FILENAME_EXCED_RANGE);
		return NO_FILE;
	}
	if (dir.len > 0) {
		memcpy(folder, dir.ptr, dir.len);
		folder[dir.len] = '\0';
	} else if (GetTempPathA(sizeof folder, folder) == 0) {
		return NO_FILE;
	}
	if (GetTempFileNameA(folder, "smt", 0, path) == 0) {
		return NO_FILE;
	}
	return CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
		FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
}

static void file_close(spool_file file)
{
	(void)CloseHandle(file);
}

static OVERLAPPED file_place(uint64_t offset)
{
	OVERLAPPED place = {0};
	place.Offset = (DWORD)(offset & 0xffffffffu);
	place.OffsetHigh = (DWORD)(offset >> 32);
	return place;
}

static ptrdiff_t file_write_some(spool_file file, uint64_t offset, const char *data, size_t len)
{
	OVERLAPPED place = file_place(offset);
	DWORD done = 0;
	return WriteFile(file, data, (DWORD)len, &done, &place) ? (ptrdiff_t)done : -1;
}

static ptrdiff_t file_read_some(spool_file file, uint64_t offset, char *buf, size_t len)
{
	OVERLAPPED place = file_place(offset);
	DWORD done = 0;
	return ReadFile(file, buf, (DWORD)len, &done, &place) ? (ptrdiff_t)done : -1;
}

static int file_errno(void)
{
	return (int)GetLastError();
}

#else

static const char *file_folder(smtpc_str dir)
{
	if (dir.len > 0) {
		return dir.ptr;
	}
	const char *folder = getenv("TMPDIR");
	return folder != NULL && folder[0] == '/' ? folder : P_tmpdir;
}

/* mkstemp() opens with O_EXCL and mode 0600: no link laid out by somebody else is followed. */
static spool_file file_make(char *path)
{
#if defined(__linux__) || defined(__FreeBSD__) || defined(__NetBSD__) || defined(__OpenBSD__)
	return mkostemp(path, O_CLOEXEC);
#else
	int fd = mkstemp(path);
	if (fd >= 0) {
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	return fd;
#endif
}

static spool_file file_open(smtpc_str dir)
{
	char path[1024];
	int len = snprintf(path, sizeof path, "%s/smtpmail.XXXXXX", file_folder(dir));
	if (len < 0 || (size_t)len >= sizeof path) {
		errno = ENAMETOOLONG;
		return NO_FILE;
	}
	spool_file fd = file_make(path);
	if (fd >= 0 && unlink(path) != 0) {
		int why = errno;
		(void)close(fd);
		errno = why;
		return NO_FILE;
	}
	return fd;
}

static void file_close(spool_file file)
{
	(void)close(file);
}

static ptrdiff_t file_write_some(spool_file file, uint64_t offset, const char *data, size_t len)
{
	ssize_t done;
	do {
		done = pwrite(file, data, len, (off_t)offset);
	} while (done < 0 && errno == EINTR);
	return done;
}

static ptrdiff_t file_read_some(spool_file file, uint64_t offset, char *buf, size_t len)
{
	ssize_t done;
	do {
		done = pread(file, buf, len, (off_t)offset);
	} while (done < 0 && errno == EINTR);
	return done;
}

static int file_errno(void)
{
	return errno;
}

#endif

/* The system may take less than it is given, when the disk fills up; the next attempt then tells
 * why. 0, or an errno. */
static int file_write(spool_file file, uint64_t offset, const char *data, size_t len)
{
	while (len > 0) {
		ptrdiff_t done =
			file_write_some(file, offset, data, len < FILE_PIECE ? len : (size_t)FILE_PIECE);
		if (done <= 0) {
			return done < 0 ? file_errno() : ENOSPC;
		}
		data += done;
		offset += (uint64_t)done;
		len -= (size_t)done;
	}
	return 0;
}

smtpc_spool *smtpc_spool_new(const smtpc_mem *mem, size_t memory_limit, smtpc_str dir)
{
	mem = smtpc_mem_or_default(mem);
	smtpc_spool *spool = smtpc_zalloc(mem, sizeof *spool);
	if (spool == NULL) {
		return NULL;
	}
	spool->mem = mem;
	spool->refs = 1;
	spool->file = NO_FILE;
	smtpc_buf_init(&spool->memory, mem, memory_limit);
	spool->memory.secret = true;
	if (smtpc_str_dup(mem, &spool->dir, dir) < 0) {
		smtpc_free(mem, spool);
		return NULL;
	}
	return spool;
}

smtpc_spool *smtpc_spool_ref(smtpc_spool *spool)
{
	spool->refs++;
	return spool;
}

void smtpc_spool_unref(smtpc_spool *spool)
{
	if (spool == NULL || --spool->refs > 0) {
		return;
	}
	if (spool->file != NO_FILE) {
		file_close(spool->file);
	}
	smtpc_buf_free(&spool->memory);
	smtpc_str_free(spool->mem, &spool->dir);
	smtpc_free(spool->mem, spool);
}

static int spool_spoil(smtpc_spool *spool, int sys_errno)
{
	spool->spoilt = true;
	spool->sys_errno = sys_errno;
	/* Not good for anything any more, so need not be held. */
	smtpc_buf_free(&spool->memory);
	return SMTPC_E_SOURCE;
}

/* From memory to a file. */
static int spool_move(smtpc_spool *spool)
{
	spool->file = file_open(spool->dir);
	if (spool->file == NO_FILE) {
		return spool_spoil(spool, file_errno());
	}
	smtpc_str held = smtpc_buf_str(&spool->memory);
	int failed = file_write(spool->file, 0, held.ptr, held.len);
	if (failed != 0) {
		return spool_spoil(spool, failed);
	}
	smtpc_buf_free(&spool->memory);
	return SMTPC_OK;
}

int smtpc_spool_write(smtpc_spool *spool, const void *data, size_t len)
{
	if (spool->spoilt) {
		return SMTPC_E_SOURCE;
	}
	if (len == 0) {
		return SMTPC_OK;
	}
	if (spool->file == NO_FILE && len <= smtpc_buf_room(&spool->memory)) {
		int rc = smtpc_buf_append(&spool->memory, data, len);
		spool->size += rc == SMTPC_OK ? len : 0;
		return rc;
	}
	int rc = spool->file == NO_FILE ? spool_move(spool) : SMTPC_OK;
	if (rc < 0) {
		return rc;
	}
	int failed = file_write(spool->file, spool->size, data, len);
	if (failed != 0) {
		return spool_spoil(spool, failed);
	}
	spool->size += len;
	return SMTPC_OK;
}

uint64_t smtpc_spool_size(const smtpc_spool *spool)
{
	return spool->size;
}

ptrdiff_t smtpc_spool_read(smtpc_spool *spool, uint64_t offset, char *buf, size_t len)
{
	if (spool->spoilt) {
		return SMTPC_E_SOURCE;
	}
	if (offset >= spool->size || len == 0) {
		return 0;
	}
	uint64_t left = spool->size - offset;
	len = left < len ? (size_t)left : len;
	len = len < FILE_PIECE ? len : (size_t)FILE_PIECE;
	if (spool->file == NO_FILE) {
		memcpy(buf, smtpc_buf_str(&spool->memory).ptr + offset, len);
		return (ptrdiff_t)len;
	}
	ptrdiff_t done = file_read_some(spool->file, offset, buf, len);
	if (done <= 0) {
		/* Nothing where bytes were written: somebody has cut the file. */
		spool->sys_errno = done < 0 ? file_errno() : EIO;
		return SMTPC_E_SOURCE;
	}
	return done;
}

int smtpc_spool_fail(const smtpc_spool *spool, int code, smtpc_error *err)
{
	if (code != SMTPC_E_SOURCE) {
		return smtpc_fail(err, code, NULL);
	}
	const char *doing = spool->spoilt ? "written" : "read";
#ifdef _WIN32
	(void)smtpc_fail(
		err, code, "a temporary file could not be %s: error %d", doing, spool->sys_errno);
#else
	/* strerror() is thread-safe for known numbers wherever this builds. */
	(void)smtpc_fail(
		err, code, "a temporary file could not be %s: %s", doing, strerror(spool->sys_errno));
#endif
	if (err != NULL) {
		err->sys_errno = spool->sys_errno;
	}
	return code;
}
