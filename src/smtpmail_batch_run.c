/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The loop that steps a batch. PHP code (generators, loggers, callbacks, signal handlers) runs between
 * two steps. What it throws ends the loop and nothing else: mails go on, or end, when the loop is
 * entered again, and what has ended waits to be given out. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"
#include "zend_smart_str.h"

/* So many mails are named in a warning. */
#define NAMED_MAX 10

/* ---- Mails ------------------------------------------------------------------------------ */

void smtpmail_batch_mail_free(smtpmail_batch_mail *mail)
{
	if (mail->delivery.job != NULL) {
		smtpmail_delivery_free(&mail->delivery);
	}
	zval_ptr_dtor(&mail->tag);
	zval_ptr_dtor(&mail->outcome);
	efree(mail);
}

static smtpmail_batch_mail *mail_new(smtpmail_batch *self, zval *tag)
{
	smtpmail_batch_mail *mail = ecalloc(1, sizeof *mail);
	mail->id = self->next_id++;
	ZVAL_COPY(&mail->tag, tag);
	ZVAL_UNDEF(&mail->outcome);
	return mail;
}

static void mail_ends(smtpmail_batch *self, smtpmail_batch_mail *mail)
{
	mail->next = NULL;
	*(self->last != NULL ? &self->last->next : &self->first) = mail;
	self->last = mail;
	self->ended++;
}

smtpmail_batch_mail *smtpmail_batch_take(smtpmail_batch *self)
{
	smtpmail_batch_mail *mail = self->first;
	if (mail != NULL) {
		self->first = mail->next;
		self->last = self->first != NULL ? self->last : NULL;
		self->ended--;
	}
	return mail;
}

zend_long smtpmail_batch_put(smtpmail_batch *self, smtpmail_mime *mime, zval *tag,
	zend_object *envelope)
{
	smtpmail_delivery delivery;
	smtpc_error err;
	if (!smtpmail_delivery_init(&delivery, mime, envelope,
			&smtpmail_client_of(self->client)->open)) {
		return 0;
	}
	smtpmail_batch_mail *mail = mail_new(self, tag);
	mail->delivery = delivery;
	if (smtpc_batch_add(self->core, delivery.job, mail, &err) < 0) {
		smtpmail_batch_mail_free(mail);
		smtpmail_throw_argument(0, &err);
		return 0;
	}
	zend_hash_index_add_new_ptr(&self->mails, (zend_ulong)mail->id, mail);
	return mail->id;
}

void smtpmail_batch_put_failed(smtpmail_batch *self, zval *tag, zval *outcome)
{
	smtpmail_batch_mail *mail = mail_new(self, tag);
	ZVAL_COPY_VALUE(&mail->outcome, outcome);
	mail_ends(self, mail);
}

/* ---- What came of one ------------------------------------------------------------------- */

/* What servers inside the process have taken belongs to this mail, or to one still under way. */
static void mail_collect(smtpmail_batch *self, smtpmail_batch_mail *ended)
{
	smtpmail_client *client = smtpmail_client_of(self->client);
	smtpc_peer_mail taken;
	while (smtpmail_inside_next(client, &taken)) {
		zend_object *envelope = Z_OBJ(ended->delivery.envelope);
		smtpmail_batch_mail *mail;
		if (!smtpmail_inside_fits(&taken, envelope)) {
			ZEND_HASH_FOREACH_PTR(&self->mails, mail) {
				if (smtpmail_inside_fits(&taken, Z_OBJ(mail->delivery.envelope))) {
					envelope = Z_OBJ(mail->delivery.envelope);
					break;
				}
			} ZEND_HASH_FOREACH_END();
		}
		smtpmail_inside_add(client, &taken, envelope);
	}
}

static void mail_conclude(smtpmail_batch *self, const smtpc_batch_event *event)
{
	smtpmail_batch_mail *mail = event->user;
	const smtpc_result *came = smtpc_job_result(event->job);
	zval result;
	zend_hash_index_del(&self->mails, (zend_ulong)mail->id);
	mail_collect(self, mail);
	smtpmail_stats_add_result(came);
	if (event->lane != NULL) {
		smtpmail_stats_add_client(event->lane);
	}
	smtpmail_result_new(&result, &mail->delivery);
	mail->accepted = came->outcome == SMTPC_ACCEPTED;
	if (mail->accepted) {
		ZVAL_COPY_VALUE(&mail->outcome, &result);
	} else {
		smtpmail_exception_new(&mail->outcome, event->lane, &came->error, &came->reply, &result);
		zval_ptr_dtor(&result);
	}
	smtpmail_delivery_free(&mail->delivery);
	mail_ends(self, mail);
}

/* ---- The loop --------------------------------------------------------------------------- */

static void run_source(smtpmail_batch *self, const smtpc_batch_event *event)
{
	smtpmail_client *client = smtpmail_client_of(self->client);
	if (Z_ISUNDEF(client->progress) || smtpc_client_is_committing(event->lane)) {
		smtpc_batch_pull(self->core);
	} else if (!smtpmail_progress_agrees(client, event->given, event->size)) {
		smtpc_batch_cancel(self->core, event->job, SMTPC_E_CANCELLED,
			"cancelled by the progress callback");
	} else if (!EG(exception)) {
		smtpc_client_pull_part(event->lane);
	}
	smtpmail_go_on_bailing();
}

static void run_token(smtpmail_batch *self, const smtpc_batch_event *event)
{
	zval token;
	if (smtpmail_token_ask(smtpmail_client_of(self->client), event->renew, &token)) {
		smtpc_batch_token(self->core, smtpmail_str(Z_STR(token)));
		smtpmail_token_release(&token);
	}
}

/* False: the time is up. */
static bool run_poll(smtpmail_batch *self, double timeout, double until)
{
	double slice = timeout < SMTPMAIL_SLICE_SECONDS ? timeout : SMTPMAIL_SLICE_SECONDS;
	double left = until > 0 ? until - smtpmail_now() : slice;
	if (left <= 0) {
		return false;
	}
	(void)smtpc_batch_wait(self->core, left < slice ? left : slice);
	return true;
}

/* By the client's waiter, if it has one; its fiber may be away for as long as it likes, and others
 * may add mails and cancel some. False: the time is up. */
static bool run_wait(smtpmail_batch *self, double timeout, double until)
{
	smtpmail_client *client = smtpmail_client_of(self->client);
	double left = until > 0 ? until - smtpmail_now() : timeout;
	if (Z_ISUNDEF(client->waiter) || left <= 0) {
		return run_poll(self, timeout, until);
	}
	smtpc_event event = {.fd = smtpc_batch_fd(self->core), .read = true};
	event.timeout = left < timeout ? left : timeout;
	if (event.fd < 0 && event.timeout > SMTPMAIL_BLIND_SECONDS) {
		event.timeout = SMTPMAIL_BLIND_SECONDS;
	}
	return smtpmail_waiter_wait(client, &event) || run_poll(self, event.timeout, until);
}

/* True: a mail has ended, or the time is up; *pause says which. */
static bool run_event(smtpmail_batch *self, const smtpc_batch_event *event, double until,
	smtpmail_pause *pause)
{
	switch (event->kind) {
	case SMTPC_BATCH_DONE:
		mail_conclude(self, event);
		*pause = SMTPMAIL_PAUSE_ENDED;
		break;
	case SMTPC_BATCH_HUNGRY:
		smtpmail_feed_next(self);
		*pause = SMTPMAIL_PAUSE_ENDED;
		return self->first != NULL;
	case SMTPC_BATCH_SOURCE:
		run_source(self, event);
		return false;
	case SMTPC_BATCH_TOKEN:
		run_token(self, event);
		return false;
	case SMTPC_BATCH_WAIT:
		*pause = SMTPMAIL_PAUSE_TIME;
		self->at_rest = !run_wait(self, event->timeout, until);
		return self->at_rest;
	}
	if (event->lane != NULL) {
		smtpmail_log_lines(smtpmail_client_of(self->client), event->lane, false);
	}
	return true;
}

static bool is_fed(const smtpmail_batch *self)
{
	return !Z_ISUNDEF(self->feed.from) && !self->feed.over;
}

/* Without mails there are connections still, and a loop that waits for the stream: what a server says
 * on one, or its time limit, must not leave it readable for good. */
static void run_idle(smtpmail_batch *self)
{
	smtpc_batch_event event;
	if (self->stream != NULL) {
		smtpc_batch_step(self->core, &event);
	}
	self->at_rest = true;
}

smtpmail_pause smtpmail_batch_advance(smtpmail_batch *self, double until)
{
	smtpmail_pause pause = SMTPMAIL_PAUSE_STOP;
	smtpc_batch_event event;
	for (;;) {
		if (smtpmail_drive_tick(false)) {
			return SMTPMAIL_PAUSE_STOP;
		}
		smtpc_batch_feed(self->core, is_fed(self));
		if (!is_fed(self) && smtpc_batch_count(self->core) == 0) {
			run_idle(self);
			return SMTPMAIL_PAUSE_EMPTY;
		}
		self->at_rest = false;
		smtpc_batch_step(self->core, &event);
		if (event.lane != NULL && event.kind != SMTPC_BATCH_DONE) {
			smtpmail_log_lines(smtpmail_client_of(self->client), event.lane, false);
			if (EG(exception)) {
				return SMTPMAIL_PAUSE_STOP;
			}
		}
		if (run_event(self, &event, until, &pause)) {
			return EG(exception) ? SMTPMAIL_PAUSE_STOP : pause;
		}
	}
}

/* ---- Giving up -------------------------------------------------------------------------- */

void smtpmail_batch_give_up(smtpmail_batch *self, const char *why)
{
	smtpc_batch_abort(self->core, SMTPC_E_CANCELLED, why);
}

static void cancel_all(smtpmail_batch *self)
{
	smtpmail_batch_mail *mail;
	ZEND_HASH_FOREACH_PTR(&self->mails, mail) {
		smtpc_batch_cancel(self->core, mail->delivery.job, SMTPC_E_CANCELLED,
			"cancelled: nobody awaits it");
	} ZEND_HASH_FOREACH_END();
}

/* No PHP code runs in here. */
static void settle_loop(smtpmail_batch *self, double patience)
{
	smtpc_batch_event event;
	double until = smtpmail_now() + patience;
	smtpc_batch_feed(self->core, false);
	cancel_all(self);
	while (smtpc_batch_count(self->core) > 0) {
		smtpc_batch_step(self->core, &event);
		if (event.kind == SMTPC_BATCH_DONE) {
			mail_conclude(self, &event);
		} else if (event.kind == SMTPC_BATCH_SOURCE) {
			smtpc_batch_pull(self->core);
		} else if (event.kind == SMTPC_BATCH_TOKEN) {
			smtpc_batch_token(self->core, smtpmail_view(""));
		} else if (!run_poll(self, event.timeout, until) || smtpmail_time_is_over()) {
			smtpmail_batch_give_up(self, "cancelled: nobody awaits it");
		}
	}
}

static void mail_name(smart_str *names, const smtpmail_batch_mail *mail)
{
	smart_str_appends(names, names->s != NULL ? ", " : "");
	if (Z_TYPE(mail->tag) == IS_LONG) {
		smart_str_append_long(names, Z_LVAL(mail->tag));
	} else if (Z_TYPE(mail->tag) == IS_STRING) {
		smart_str_append(names, Z_STR(mail->tag));
	} else {
		smart_str_append_printf(names, "#" ZEND_LONG_FMT, mail->id);
	}
}

static void warn_of(smart_str *names, size_t count, const char *what)
{
	if (count > 0) {
		smart_str_0(names);
		php_error_docref(NULL, E_WARNING, "%zu mail%s %s, and nobody was told: %s%s", count,
			count > 1 ? "s" : "", what, ZSTR_VAL(names->s), count > NAMED_MAX ? ", …" : "");
	}
	smart_str_free(names);
}

static bool is_in_doubt(const smtpmail_batch_mail *mail)
{
	zval *outcome = mail->accepted ? NULL : smtpmail_prop(Z_OBJ(mail->outcome), "outcome");
	return outcome != NULL &&
	       smtpmail_enum_index(SMTPMAIL_ENUM_OUTCOME, outcome) == SMTPC_IN_DOUBT;
}

void smtpmail_batch_settle(smtpmail_batch *self, double patience)
{
	smart_str taken = {0}, doubted = {0};
	size_t taken_count = 0, doubted_count = 0;
	zend_object *exception = EG(exception);
	smtpmail_batch_mail *mail;
	/* What is in flight stays so; outcomes are made of objects, whose making must not see it. */
	EG(exception) = NULL;
	settle_loop(self, patience);
	while ((mail = smtpmail_batch_take(self)) != NULL) {
		if (mail->accepted && !mail->told && taken_count++ < NAMED_MAX) {
			mail_name(&taken, mail);
		} else if (!mail->told && is_in_doubt(mail) && doubted_count++ < NAMED_MAX) {
			mail_name(&doubted, mail);
		}
		smtpmail_batch_mail_free(mail);
	}
	warn_of(&taken, taken_count, "had been taken by the server when they were dropped");
	warn_of(&doubted, doubted_count, "may have been taken by the server when they were dropped");
	if (exception != NULL && EG(exception) != NULL) {
		zend_exception_set_previous(EG(exception), exception);
	} else if (exception != NULL) {
		EG(exception) = exception;
	}
}
