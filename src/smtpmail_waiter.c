/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Waiting by the user's function instead of poll(2), and the stream it is given for that: something
 * that can be waited for, and nothing else. Reading it would steal the server's words, and making it
 * blocking would make the connection so; so it does neither, and has a descriptor of its own. */
#include "smtpmail_internal.h"

#ifndef PHP_WIN32
#include <fcntl.h>
#include <unistd.h>
#endif

#include "php_network.h"
#include "zend_exceptions.h"

/* ---- A stream that can be waited for ------------------------------------------------------- */

typedef struct waiter_fds {
	php_socket_t fd;
	php_socket_t other; /* the far end of a pipe, kept open so that nothing ever happens on |fd| */
} waiter_fds;

static ssize_t stream_write(php_stream *stream, const char *buf, size_t count)
{
	(void)stream;
	(void)buf;
	(void)count;
	php_error_docref(NULL, E_NOTICE, "This stream can only be waited for");
	return -1;
}

static ssize_t stream_read(php_stream *stream, char *buf, size_t count)
{
	(void)buf;
	(void)count;
	stream->eof = 1; /* nobody shall try it for ever */
	php_error_docref(NULL, E_NOTICE, "This stream can only be waited for");
	return -1;
}

static void fd_close(php_socket_t fd)
{
#ifndef PHP_WIN32
	if (fd >= 0) {
		close(fd);
	}
#else
	(void)fd; /* it was not doubled */
#endif
}

static int stream_close(php_stream *stream, int close_handle)
{
	waiter_fds *fds = stream->abstract;
	(void)close_handle;
	fd_close(fds->fd);
	fd_close(fds->other);
	efree(fds);
	return 0;
}

/* For select() and its kind alone: whoever wants more of a descriptor wants to read it. */
static int stream_cast(php_stream *stream, int as, void **result)
{
	const waiter_fds *fds = stream->abstract;
	if (as != PHP_STREAM_AS_FD_FOR_SELECT) {
		return FAILURE;
	}
	if (result != NULL) {
		*(php_socket_t *)result = fds->fd;
	}
	return SUCCESS;
}

static const php_stream_ops stream_ops = {
	stream_write, stream_read, stream_close, NULL, "smtpmail", NULL, stream_cast, NULL, NULL,
};

#ifndef PHP_WIN32

static bool fds_of(waiter_fds *fds, int fd)
{
	if (fd >= 0) {
		fds->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
		return fds->fd >= 0;
	}
	int ends[2];
	if (pipe(ends) != 0) {
		return false;
	}
	(void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	*fds = (waiter_fds){ends[0], ends[1]};
	return true;
}

#else

static bool fds_of(waiter_fds *fds, int fd)
{
	fds->fd = (php_socket_t)fd;
	return fd >= 0;
}

#endif

/* |fd| -1: a stream that is never ready. NULL: the system has no descriptor left. */
static php_stream *stream_new(int fd)
{
	waiter_fds *fds = emalloc(sizeof *fds);
	*fds = (waiter_fds){-1, -1};
	if (!fds_of(fds, fd)) {
		efree(fds);
		return NULL;
	}
	php_stream *stream = php_stream_alloc(&stream_ops, fds, NULL, "r+");
	stream->flags |= PHP_STREAM_FLAG_NO_SEEK | PHP_STREAM_FLAG_NO_BUFFER;
	return stream;
}

/* ---- Waiting ------------------------------------------------------------------------------ */

static void waiter_call(smtpmail_client *self, zval *stream, const smtpc_event *event)
{
	zval waiter, args[4], returned;
	ZVAL_COPY(&waiter, &self->waiter);
	ZVAL_COPY_VALUE(&args[0], stream);
	/* Without a descriptor there is nothing but the time to wait for; still one of the two is
	 * true, since a select() with no stream at all is refused. */
	ZVAL_BOOL(&args[1], event->read || !event->write);
	ZVAL_BOOL(&args[2], event->write);
	ZVAL_DOUBLE(&args[3], event->timeout);
	ZVAL_UNDEF(&returned);
	call_user_function(NULL, NULL, &waiter, &returned, 4, args);
	zval_ptr_dtor(&returned);
	zval_ptr_dtor(&waiter);
}

bool smtpmail_waiter_wait(smtpmail_client *self, const smtpc_event *event)
{
	php_stream *stream = stream_new(event->fd);
	if (stream == NULL) {
		return false;
	}
	zval zstream;
	php_stream_to_zval(stream, &zstream);
	waiter_call(self, &zstream, event);
	/* The connection ends where the core closes it, so no second descriptor of it may outlive the
	 * wait, whoever has kept the resource. */
	zend_list_close(Z_RES(zstream));
	zval_ptr_dtor(&zstream);
	return true;
}

/* ---- What it throws when the mail is out ---------------------------------------------------- */

void smtpmail_waiter_stash(smtpmail_client *self)
{
	self->thrown = smtpmail_take_thrown();
}

void smtpmail_waiter_warn(smtpmail_client *self)
{
	zend_object *exception = self->thrown;
	self->thrown = NULL;
	smtpmail_warn_thrown(exception, "waiter");
}

void smtpmail_waiter_chain(smtpmail_client *self, zend_object *onto)
{
	zend_object *exception = self->thrown;
	self->thrown = NULL;
	if (exception != NULL) {
		zend_exception_set_previous(onto, exception); /* takes it */
	}
}

void smtpmail_waiter_drop(smtpmail_client *self, const smtpc_result *result)
{
	zend_object *exit = EG(exception);
	if (self->thrown != NULL) {
		OBJ_RELEASE(self->thrown);
		self->thrown = NULL;
	}
	if (result->outcome != SMTPC_IN_DOUBT) {
		return;
	}
	EG(exception) = NULL;
	php_error_docref(NULL, E_WARNING,
		"the script or fiber ended while the server's final reply was awaited: the mail is in doubt");
	if (EG(exception) != NULL) {
		OBJ_RELEASE(EG(exception));
	}
	EG(exception) = exit;
}
