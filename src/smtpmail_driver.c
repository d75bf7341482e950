/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The loop that steps the core. PHP code (the logger, the progress callback, signal handlers) runs
 * here, between two steps and nowhere else, so whatever it does (throw, exit, suspend its fiber, a
 * fatal error) finds the session in order. From the moment when the content's end may have left
 * until the verdict is stored, none of it runs but the waiter. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"

bool smtpmail_time_is_over(void)
{
	return zend_atomic_bool_load_ex(&EG(timed_out));
}

bool smtpmail_drive_tick(bool committing)
{
	if (zend_atomic_bool_load_ex(&EG(vm_interrupt))) {
		if (smtpmail_time_is_over()) {
			return true;
		}
		if (zend_interrupt_function != NULL && !committing) {
			zend_atomic_bool_store_ex(&EG(vm_interrupt), false);
			zend_interrupt_function(EG(current_execute_data));
		}
	}
	return EG(exception) != NULL;
}

/* By the user's function. While |committing|, what it throws is put aside: there is a verdict to be
 * told, if only that there is none. */
static void drive_wait_by_user(smtpmail_client *self, const smtpc_event *event, bool committing)
{
	if (!smtpmail_waiter_wait(self, event)) {
		double slice = event->timeout < SMTPMAIL_BLIND_SECONDS ? event->timeout : SMTPMAIL_BLIND_SECONDS;
		(void)smtpc_wait(event->fd, event->read, event->write, slice);
	} else if (committing) {
		smtpmail_waiter_stash(self);
	}
}

static void drive_wait(smtpmail_client *self, const smtpc_event *event, bool committing)
{
	if (!Z_ISUNDEF(self->waiter)) {
		drive_wait_by_user(self, event, committing);
		return;
	}
	double left = event->timeout;
	do {
		double slice = left < SMTPMAIL_SLICE_SECONDS ? left : SMTPMAIL_SLICE_SECONDS;
		if (smtpc_wait(event->fd, event->read, event->write, slice) != 0) {
			return; /* ready, or a signal has come */
		}
		left -= slice;
	} while (left > 0 && !smtpmail_drive_tick(committing));
}

static void log_line(smtpmail_client *self, const smtpc_line *line)
{
	zval logger, args[3], returned;
	ZVAL_COPY(&logger, &self->logger);
	ZVAL_CHAR(&args[0], line->direction);
	ZVAL_STRINGL(&args[1], line->text.len > 0 ? line->text.ptr : "", line->text.len);
	smtpmail_enum_case(&args[2], SMTPMAIL_ENUM_STAGE, line->stage);
	ZVAL_UNDEF(&returned);
	call_user_function(NULL, NULL, &logger, &returned, 3, args);
	zval_ptr_dtor(&returned);
	zval_ptr_dtor(&args[1]);
	zval_ptr_dtor(&args[2]);
	zval_ptr_dtor(&logger);
}

bool smtpmail_token_ask(smtpmail_client *self, bool renew, zval *token)
{
	zval closure, arg;
	ZVAL_COPY(&closure, &self->token);
	ZVAL_BOOL(&arg, renew);
	ZVAL_UNDEF(token);
	call_user_function(NULL, NULL, &closure, token, 1, &arg);
	zval_ptr_dtor(&closure);
	if (EG(exception) == NULL && Z_TYPE_P(token) != IS_STRING) {
		zend_type_error("SmtpMail: the token closure must return a string, %s returned",
			smtpmail_type_name(token));
	}
	if (EG(exception) != NULL) {
		zval_ptr_dtor(token);
	}
	return EG(exception) == NULL;
}

void smtpmail_token_release(zval *token)
{
	if (!ZSTR_IS_INTERNED(Z_STR_P(token)) && Z_REFCOUNT_P(token) == 1) {
		ZEND_SECURE_ZERO(Z_STRVAL_P(token), Z_STRLEN_P(token));
	}
	zval_ptr_dtor(token);
}

/* If the closure throws or exits, the loop finds out and ends the operation, before a word of AUTH
 * was said. */
static void drive_token(smtpmail_client *self, bool renew)
{
	zval token;
	if (smtpmail_token_ask(self, renew, &token)) {
		smtpc_client_token(self->core, smtpmail_str(Z_STR(token)));
		smtpmail_token_release(&token);
	}
}

zend_object *smtpmail_take_thrown(void)
{
	zend_object *exception = EG(exception);
	if (exception == NULL || zend_is_unwind_exit(exception) || zend_is_graceful_exit(exception)) {
		return NULL;
	}
	GC_ADDREF(exception);
	zend_clear_exception();
	return exception;
}

void smtpmail_warn_thrown(zend_object *exception, const char *who)
{
	zval rv;
	if (exception == NULL) {
		return;
	}
	zend_string *message = zval_get_string(zend_read_property_ex(zend_get_exception_base(exception),
		exception, ZSTR_KNOWN(ZEND_STR_MESSAGE), true, &rv));
	php_error_docref(NULL, E_WARNING, "the %s threw %s: %s", who, ZSTR_VAL(exception->ce->name),
		ZSTR_VAL(message));
	zend_string_release(message);
	OBJ_RELEASE(exception);
}

void smtpmail_log_lines(smtpmail_client *self, smtpc_client *core, bool safe)
{
	smtpc_line line;
	while (!EG(exception) && !Z_ISUNDEF(self->logger) &&
		smtpc_client_next_line(core, &line)) {
		log_line(self, &line);
		if (safe) {
			smtpmail_warn_thrown(smtpmail_take_thrown(), "logger");
		}
	}
}

void smtpmail_drive_rest(smtpmail_client *self, bool safe)
{
	/* A signal that has waited for the verdict: what its handler throws is not the logger's. */
	if (!smtpmail_drive_tick(false)) {
		smtpmail_log_lines(self, self->core, safe);
	}
}

bool smtpmail_progress_agrees(smtpmail_client *self, uint64_t given, int64_t size)
{
	zval progress, args[2], returned;
	ZVAL_COPY(&progress, &self->progress);
	ZVAL_LONG(&args[0], (zend_long)given);
	ZVAL_NULL(&args[1]);
	if (size >= 0) {
		ZVAL_LONG(&args[1], (zend_long)size);
	}
	ZVAL_UNDEF(&returned);
	call_user_function(NULL, NULL, &progress, &returned, 2, args);
	bool agrees = Z_TYPE(returned) != IS_FALSE;
	zval_ptr_dtor(&returned);
	zval_ptr_dtor(&progress);
	return agrees;
}

/* The next octets of the message; the progress callback is asked first, the last time when only the
 * end is missing. */
static void drive_source(smtpmail_client *self, const smtpc_event *event)
{
	if (Z_ISUNDEF(self->progress) || smtpc_client_is_committing(self->core)) {
		smtpc_client_pull(self->core);
	} else if (smtpmail_progress_agrees(self, event->given, event->size)) {
		if (!EG(exception)) {
			smtpc_client_pull_part(self->core);
		}
	} else {
		smtpc_client_abort(self->core, SMTPC_E_CANCELLED, "cancelled by the progress callback");
	}
	smtpmail_go_on_bailing();
}

static void drive_abort(smtpmail_client *self)
{
	smtpc_client_abort(self->core, SMTPC_E_CANCELLED, EG(exception) != NULL || self->thrown != NULL
		? "cancelled by an exception or exit()"
		: "cancelled: max_execution_time is over");
}

void smtpmail_drive(smtpmail_client *self, smtpc_event *event)
{
	bool aborted = false;
	for (;;) {
		smtpc_client_step(self->core, event);
		if (event->kind == SMTPC_EV_DONE) {
			smtpmail_stats_add_client(self->core);
			return;
		}
		bool committing = smtpc_client_is_committing(self->core);
		if (!committing) {
			smtpmail_log_lines(self, self->core, false);
		}
		/* What the waiter threw in the commit has given way to one more look at the server. */
		if ((smtpmail_drive_tick(committing) || self->thrown != NULL) && !aborted) {
			aborted = true;
			drive_abort(self);
		} else if (event->kind == SMTPC_EV_WAIT) {
			drive_wait(self, event, committing);
		} else if (event->kind == SMTPC_EV_TOKEN) {
			drive_token(self, event->renew);
		} else {
			drive_source(self, event);
		}
	}
}
