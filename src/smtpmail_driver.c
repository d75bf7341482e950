/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The loop that steps the core. PHP code (the logger, signal handlers) runs here, between two steps
 * and nowhere else, so whatever it does (throw, exit, suspend its fiber, a fatal error) finds the
 * session in order. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"

/* The longest that a signal or the end of max_execution_time waits to be noticed. */
#define SLICE_SECONDS 0.1

/* Lets PHP do what it does between two opcodes. True: the operation must end, as an exception is
 * in flight or max_execution_time is over (ZTS; the engine raises that error itself). While
 * |committing| signal handlers wait: one that throws would take the verdict with it. */
static bool drive_tick(bool committing)
{
	if (zend_atomic_bool_load_ex(&EG(vm_interrupt))) {
		if (zend_atomic_bool_load_ex(&EG(timed_out))) {
			return true;
		}
		if (zend_interrupt_function != NULL && !committing) {
			zend_atomic_bool_store_ex(&EG(vm_interrupt), false);
			zend_interrupt_function(EG(current_execute_data));
		}
	}
	return EG(exception) != NULL;
}

static void drive_wait(const smtpc_event *event, bool committing)
{
	double left = event->timeout;
	do {
		double slice = left < SLICE_SECONDS ? left : SLICE_SECONDS;
		if (smtpc_wait(event->fd, event->read, event->write, slice) != 0) {
			return; /* ready, or a signal has come */
		}
		left -= slice;
	} while (left > 0 && !drive_tick(committing));
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

/* What the logger threw becomes a warning; exit() goes on. */
static void log_defuse(void)
{
	zend_object *exception = EG(exception);
	if (exception == NULL || zend_is_unwind_exit(exception) || zend_is_graceful_exit(exception)) {
		return;
	}
	GC_ADDREF(exception);
	zend_clear_exception();
	zval rv;
	zend_string *message = zval_get_string(zend_read_property_ex(zend_ce_exception, exception,
		ZSTR_KNOWN(ZEND_STR_MESSAGE), true, &rv));
	php_error_docref(NULL, E_WARNING, "the logger threw %s: %s", ZSTR_VAL(exception->ce->name),
		ZSTR_VAL(message));
	zend_string_release(message);
	OBJ_RELEASE(exception);
}

static void log_lines(smtpmail_client *self, bool safe)
{
	smtpc_line line;
	while (!EG(exception) && !Z_ISUNDEF(self->logger) &&
		smtpc_client_next_line(self->core, &line)) {
		log_line(self, &line);
		if (safe) {
			log_defuse();
		}
	}
}

void smtpmail_drive_rest(smtpmail_client *self, bool safe)
{
	log_lines(self, safe);
}

void smtpmail_drive(smtpmail_client *self, const smtpmail_delivery *delivery, smtpc_event *event)
{
	bool aborted = false;
	for (;;) {
		smtpc_client_step(self->core, event);
		if (event->kind == SMTPC_EV_DONE) {
			return;
		}
		/* From the content's end on, user code waits until the verdict is safe. */
		bool committing = delivery != NULL && smtpmail_delivery_ended(delivery);
		if (!committing) {
			log_lines(self, false);
		}
		if (drive_tick(committing) && !aborted) {
			aborted = true;
			smtpc_client_abort(self->core, SMTPC_E_CANCELLED,
				EG(exception) != NULL ? "cancelled by an exception or exit()"
				                      : "cancelled: max_execution_time is over");
		} else if (event->kind == SMTPC_EV_WAIT) {
			drive_wait(event, committing);
		} else {
			smtpc_client_pull(self->core);
			smtpmail_go_on_bailing();
		}
	}
}
