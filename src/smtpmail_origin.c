/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Files and PHP streams as origins of the core: opened again for each reading. Of a stream that
 * cannot seek, what came out is kept (in memory, then in a temporary file), so that it can be read
 * again for a signature, for another mail, or on another connection. */
#include "smtpmail_internal.h"

#include <fcntl.h>

#include "fopen_wrappers.h"
#include "php_smtpmail.h"
#include "php_streams.h"
#include "zend_exceptions.h"

#ifdef PHP_WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

#ifndef O_BINARY
#define O_BINARY 0
#endif
#ifndef O_CLOEXEC
#define O_CLOEXEC 0
#endif
#ifndef O_NONBLOCK
#define O_NONBLOCK 0
#endif

/* What is said of a source that cannot be read. */
static int source_fail(smtpc_error *err, const char *format, ...)
{
	if (err != NULL) {
		va_list args;
		va_start(args, format);
		*err = (smtpc_error){.code = SMTPC_E_SOURCE, .stage = SMTPC_STAGE_CONTENT};
		ap_php_vsnprintf(err->message, sizeof err->message, format, args);
		va_end(args);
	}
	return SMTPC_E_SOURCE;
}

/* ---- Files ------------------------------------------------------------------------------ */

typedef struct file_origin {
	uint32_t refs;
	zend_string *path; /* absolute: the working directory may be another by the time of sending */
} file_origin;

typedef struct file_reader {
	file_origin *file; /* a reference */
	uint64_t from;
	int64_t left; /* octets to its end, as it was when it was opened */
	int fd;
} file_reader;

static void file_addref(void *owner)
{
	((file_origin *)owner)->refs++;
}

static void file_release(void *owner)
{
	file_origin *file = owner;
	if (--file->refs == 0) {
		zend_string_release(file->path);
		efree(file);
	}
}

static int file_fail(const file_origin *file, const char *what, smtpc_error *err)
{
	return source_fail(err, "cannot read \"%.300s\": %s", ZSTR_VAL(file->path), what);
}

static uint64_t file_time(const zend_stat_t *st, bool changed)
{
#if defined(__APPLE__)
	const struct timespec *time = changed ? &st->st_ctimespec : &st->st_mtimespec;
	return (uint64_t)time->tv_sec * 1000000000 + (uint64_t)time->tv_nsec;
#elif defined(PHP_WIN32)
	return (uint64_t)(changed ? st->st_ctime : st->st_mtime);
#else
	const struct timespec *time = changed ? &st->st_ctim : &st->st_mtim;
	return (uint64_t)time->tv_sec * 1000000000 + (uint64_t)time->tv_nsec;
#endif
}

/* Only what has an end, and the same octets at each reading: no directory, pipe or device. */
static int file_describe(
	const file_origin *file, const zend_stat_t *st, smtpc_look *look, smtpc_error *err)
{
	if (S_ISDIR(st->st_mode)) {
		return file_fail(file, "it is a directory", err);
	}
	if (!S_ISREG(st->st_mode)) {
		return file_fail(file, "it is not a regular file", err);
	}
	*look = (smtpc_look){
		.size = (int64_t)st->st_size,
		.stable = true,
		.stamp = {(uint64_t)st->st_dev, (uint64_t)st->st_ino, file_time(st, false),
			file_time(st, true)},
	};
	return SMTPC_OK;
}

static int file_allowed(const file_origin *file, smtpc_error *err)
{
	return php_check_open_basedir_ex(ZSTR_VAL(file->path), false) == 0
		? SMTPC_OK
		: file_fail(file, "open_basedir does not allow it", err);
}

static int file_look(void *owner, smtpc_look *look, smtpc_error *err)
{
	file_origin *file = owner;
	zend_stat_t st;
	if (file_allowed(file, err) < 0) {
		return SMTPC_E_SOURCE;
	}
	if (VCWD_STAT(ZSTR_VAL(file->path), &st) != 0) {
		return file_fail(file, strerror(errno), err);
	}
	return file_describe(file, &st, look, err);
}

static ptrdiff_t file_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	file_reader *reader = user;
	ptrdiff_t n;
	/* Its end is where it was: no need to ask for it. */
	if (reader->left == 0) {
		return 0;
	}
	do {
		n = read(reader->fd, buf, (unsigned)(len < INT_MAX ? len : INT_MAX));
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		return file_fail(reader->file, strerror(errno), err);
	}
	reader->left -= n;
	return n;
}

static int file_rewind(void *user, smtpc_error *err)
{
	file_reader *reader = user;
	zend_off_t was = zend_lseek(reader->fd, 0, SEEK_CUR);
	if (was < 0 || zend_lseek(reader->fd, (zend_off_t)reader->from, SEEK_SET) < 0) {
		return file_fail(reader->file, strerror(errno), err);
	}
	reader->left += (int64_t)was - (int64_t)reader->from;
	return SMTPC_OK;
}

static void file_close(void *user)
{
	file_reader *reader = user;
	close(reader->fd);
	file_release(reader->file);
	efree(reader);
}

/* An open descriptor, or a negative error. Not blocking: to open a pipe could wait for ever. */
static int file_open_fd(const file_origin *file, smtpc_look *look, smtpc_error *err)
{
	if (file_allowed(file, err) < 0) {
		return SMTPC_E_SOURCE;
	}
	int fd = VCWD_OPEN(ZSTR_VAL(file->path), O_RDONLY | O_BINARY | O_CLOEXEC | O_NONBLOCK);
	zend_stat_t st;
	if (fd < 0) {
		return file_fail(file, strerror(errno), err);
	}
	int rv = zend_fstat(fd, &st) == 0 ? file_describe(file, &st, look, err)
	                                  : file_fail(file, strerror(errno), err);
	if (rv < 0) {
		close(fd);
		return rv;
	}
	return fd;
}

static int file_open(void *owner, uint64_t from, smtpc_source *source, smtpc_look *look,
	smtpc_error *err)
{
	file_origin *file = owner;
	int fd = file_open_fd(file, look, err);
	if (fd < 0) {
		return fd;
	}
	file_reader *reader = emalloc(sizeof *reader);
	*reader = (file_reader){.file = file, .from = from, .left = look->size, .fd = fd};
	file_addref(file);
	*source = (smtpc_source){.user = reader, .read = file_read, .rewind = file_rewind,
		.close = file_close, .size = look->size - (int64_t)from};
	if (from > 0 && file_rewind(reader, err) < 0) {
		file_close(reader);
		return SMTPC_E_SOURCE;
	}
	return SMTPC_OK;
}

/* "scheme://", or "data:": something for fopen(), not a path. */
static bool path_is_url(const zend_string *path)
{
	const char *c = ZSTR_VAL(path);
	while ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
		*c == '+' || *c == '-' || *c == '.') {
		c++;
	}
	size_t len = (size_t)(c - ZSTR_VAL(path));
	return (len > 1 && strncmp(c, "://", 3) == 0) ||
	       strncasecmp(ZSTR_VAL(path), "data:", strlen("data:")) == 0;
}

/* It is there, and can be read: what file_look() cannot tell. */
static int file_check(const file_origin *file, smtpc_look *look, smtpc_error *err)
{
	int rv = file_look((void *)(uintptr_t)file, look, err);
	if (rv == SMTPC_OK && VCWD_ACCESS(ZSTR_VAL(file->path), R_OK) != 0) {
		return file_fail(file, strerror(errno), err);
	}
	return rv;
}

/* NULL: thrown, as |path| cannot be one. */
static file_origin *file_new(zend_string *path, uint32_t arg)
{
	if (ZSTR_LEN(path) == 0) {
		zend_argument_value_error(arg, "must not be empty");
		return NULL;
	}
	if (path_is_url(path)) {
		zend_argument_value_error(arg, "must be the path of a local file: open a URL yourself, and "
			"use SmtpMail\\Attachment::fromStream()");
		return NULL;
	}
	file_origin *file = emalloc(sizeof *file);
	bool is_absolute = IS_ABSOLUTE_PATH(ZSTR_VAL(path), ZSTR_LEN(path));
	char *absolute = is_absolute ? NULL : expand_filepath(ZSTR_VAL(path), NULL);
	*file = (file_origin){.refs = 1};
	file->path = absolute != NULL ? zend_string_init(absolute, strlen(absolute), false)
	                              : zend_string_copy(path);
	if (absolute != NULL) {
		efree(absolute);
	}
	return file;
}

bool smtpmail_origin_of_file(smtpc_origin *origin, int64_t *size, zend_string *path, uint32_t arg)
{
	smtpc_error err;
	smtpc_look look;
	file_origin *file = file_new(path, arg);
	if (file == NULL) {
		return false;
	}
	if (file_check(file, &look, &err) < 0) {
		file_release(file);
		smtpmail_throw(NULL, &err, NULL, NULL);
		return false;
	}
	*size = look.size;
	*origin = (smtpc_origin){file, file_addref, file_release, file_look, file_open};
	return true;
}

/* ---- Streams ---------------------------------------------------------------------------- */

typedef struct stream_origin {
	uint32_t refs;
	zend_resource *res; /* the caller's stream; a reference */
	bool seekable;
	zend_off_t start;     /* where it stood when it was given */
	zend_resource *spool; /* what came out of a stream that cannot seek; NULL: nothing has yet */
	uint64_t spooled;     /* octets in there */
	bool ended;           /* and there are no more */
	bool reading;         /* user code is asked for more right now */
} stream_origin;

typedef struct stream_reader {
	stream_origin *origin; /* a reference */
	uint64_t from, at;
} stream_reader;

static void stream_addref(void *owner)
{
	((stream_origin *)owner)->refs++;
}

static php_stream *stream_of(zend_resource *res)
{
	return zend_fetch_resource2(res, NULL, php_file_le_stream(), php_file_le_pstream());
}

static void stream_release(void *owner)
{
	stream_origin *origin = owner;
	if (--origin->refs > 0) {
		return;
	}
	if (origin->spool != NULL) {
		zend_list_close(origin->spool);
		zend_list_delete(origin->spool);
	}
	zend_list_delete(origin->res);
	efree(origin);
}

static int stream_look(void *owner, smtpc_look *look, smtpc_error *err)
{
	stream_origin *origin = owner;
	/* What a stream will give is known when it has been given. */
	*look = (smtpc_look){.size = -1, .stable = !origin->seekable};
	if (origin->ended) {
		look->size = (int64_t)origin->spooled;
	} else if (stream_of(origin->res) == NULL) {
		return source_fail(err, "the stream was closed before it was sent");
	}
	return SMTPC_OK;
}

/* A fatal error in a stream's own code must not jump over the core and OpenSSL: it waits until these
 * have returned. */
static ssize_t stream_read_safely(php_stream *stream, char *buf, size_t len)
{
	volatile ssize_t n = -1;
	zend_try {
		n = php_stream_read(stream, buf, len);
	} zend_catch {
		SMTPMAIL_G(bailed) = true;
	} zend_end_try();
	return n;
}

void smtpmail_go_on_bailing(void)
{
	if (SMTPMAIL_G(bailed)) {
		SMTPMAIL_G(bailed) = false;
		zend_bailout();
	}
}

/* Some octets of |stream|, 0 at its end. */
static ptrdiff_t stream_pull(php_stream *stream, char *buf, size_t len, smtpc_error *err)
{
	for (int tries = 0; tries < 3; tries++) {
		ssize_t n = stream_read_safely(stream, buf, len);
		if (EG(exception)) {
			return source_fail(err, "the stream threw an exception");
		}
		if (n < 0) {
			return source_fail(err, "the stream could not be read");
		}
		if (n > 0 || php_stream_eof(stream)) {
			return n;
		}
	}
	return source_fail(err, "the stream has no more for now, and is not at its end: it timed out, or "
		"does not block");
}

static ptrdiff_t stream_read_seekable(stream_reader *reader, php_stream *stream, char *buf,
	size_t len, smtpc_error *err)
{
	zend_off_t at = reader->origin->start + (zend_off_t)reader->at;
	/* Others may have read from it since. */
	if (php_stream_tell(stream) != at && php_stream_seek(stream, at, SEEK_SET) != 0) {
		return source_fail(err, "the stream could not be rewound");
	}
	return stream_pull(stream, buf, len, err);
}

static php_stream *stream_spool(stream_origin *origin)
{
	if (origin->spool == NULL) {
		php_stream *spool = php_stream_temp_create(TEMP_STREAM_DEFAULT,
			(size_t)SMTPMAIL_G(spool_memory));
		if (spool == NULL) {
			return NULL;
		}
		origin->spool = spool->res; /* with the one reference that there is */
	}
	return stream_of(origin->spool);
}

/* The octets that nobody has read yet, which are kept. */
static ptrdiff_t stream_read_new(stream_origin *origin, php_stream *spool, char *buf, size_t len,
	smtpc_error *err)
{
	php_stream *stream = stream_of(origin->res);
	if (stream == NULL) {
		return source_fail(err, "the stream was closed before it was read");
	}
	if (origin->reading) {
		return source_fail(err, "the stream is being read: it must not need itself for that");
	}
	origin->reading = true;
	ptrdiff_t n = stream_pull(stream, buf, len, err);
	origin->reading = false;
	if (n > 0) {
		bool kept = php_stream_seek(spool, (zend_off_t)origin->spooled, SEEK_SET) == 0 &&
		            php_stream_write(spool, buf, (size_t)n) == n;
		if (!kept) {
			return source_fail(err, "what came out of the stream could not be kept: is there room for "
				"temporary files?");
		}
		origin->spooled += (uint64_t)n;
	}
	origin->ended = n == 0;
	return n;
}

static ptrdiff_t stream_read_spooled(stream_reader *reader, char *buf, size_t len,
	smtpc_error *err)
{
	stream_origin *origin = reader->origin;
	php_stream *spool = stream_spool(origin);
	if (spool == NULL) {
		return source_fail(err, "there is no temporary file for what comes out of the stream");
	}
	if (reader->at >= origin->spooled) {
		return origin->ended ? 0 : stream_read_new(origin, spool, buf, len, err);
	}
	uint64_t left = origin->spooled - reader->at;
	if (php_stream_seek(spool, (zend_off_t)reader->at, SEEK_SET) != 0) {
		return source_fail(err, "a temporary file could not be read");
	}
	return stream_pull(spool, buf, left < len ? (size_t)left : len, err);
}

static ptrdiff_t stream_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	stream_reader *reader = user;
	stream_origin *origin = reader->origin;
	ptrdiff_t n;
	if (origin->seekable) {
		php_stream *stream = stream_of(origin->res);
		n = stream != NULL
			? stream_read_seekable(reader, stream, buf, len, err)
			: source_fail(err, "the stream was closed before it was read");
	} else {
		n = stream_read_spooled(reader, buf, len, err);
	}
	reader->at += n > 0 ? (uint64_t)n : 0;
	return n;
}

static int stream_rewind(void *user, smtpc_error *err)
{
	stream_reader *reader = user;
	reader->at = reader->from;
	return SMTPC_OK;
}

static void stream_close(void *user)
{
	stream_reader *reader = user;
	stream_release(reader->origin);
	efree(reader);
}

static int stream_open(void *owner, uint64_t from, smtpc_source *source, smtpc_look *look,
	smtpc_error *err)
{
	stream_origin *origin = owner;
	if (stream_look(owner, look, err) < 0) {
		return SMTPC_E_SOURCE;
	}
	stream_reader *reader = emalloc(sizeof *reader);
	*reader = (stream_reader){.origin = origin, .from = from, .at = from};
	stream_addref(origin);
	*source = (smtpc_source){.user = reader, .read = stream_read, .rewind = stream_rewind,
		.close = stream_close, .size = look->size < 0 ? -1 : look->size - (int64_t)from};
	return SMTPC_OK;
}

/* Filters keep what they have read, user code is not asked, and some streams that have the operation
 * refuse it. */
static bool stream_can_seek(php_stream *stream)
{
	return stream->ops->seek != NULL && (stream->flags & PHP_STREAM_FLAG_NO_SEEK) == 0 &&
	       stream->readfilters.head == NULL && stream->ops != &php_stream_userspace_ops &&
	       php_stream_seek(stream, php_stream_tell(stream), SEEK_SET) == 0;
}

bool smtpmail_origin_of_stream(smtpc_origin *origin, zval *resource, uint32_t arg)
{
	php_stream *stream = zend_fetch_resource2_ex(resource, "stream", php_file_le_stream(),
		php_file_le_pstream());
	if (stream == NULL) {
		return false;
	}
	if (strpbrk(stream->mode, "r+") == NULL) {
		zend_argument_value_error(arg, "must be a stream that can be read");
		return false;
	}
	bool seekable = stream_can_seek(stream);
	if (EG(exception)) {
		return false;
	}
	stream_origin *self = emalloc(sizeof *self);
	*self = (stream_origin){.refs = 1, .res = Z_RES_P(resource), .seekable = seekable,
		.start = php_stream_tell(stream)};
	Z_ADDREF_P(resource);
	*origin = (smtpc_origin){self, stream_addref, stream_release, stream_look, stream_open};
	return true;
}
