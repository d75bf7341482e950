/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\Batch: mails that go over several connections at once. */
#include "smtpmail_internal.h"

#include "ext/spl/spl_iterators.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "smtpmail_batch_arginfo.h"

/* So long final replies are awaited for mails that nobody will ask for. */
#define SETTLE_SECONDS 10.0

static zend_class_entry *ce_batch;
static zend_object_handlers batch_handlers;

/* ---- The object ------------------------------------------------------------------------- */

static zend_object *batch_create(zend_class_entry *ce)
{
	smtpmail_batch *self = zend_object_alloc(sizeof *self, ce);
	memset(self, 0, offsetof(smtpmail_batch, std));
	ZVAL_UNDEF(&self->feed.from);
	zend_hash_init(&self->mails, 0, NULL, NULL, 0);
	zend_object_std_init(&self->std, ce);
	object_properties_init(&self->std, ce);
	self->std.handlers = &batch_handlers;
	return &self->std;
}

bool smtpmail_batch_new(zval *to, smtpmail_client *client, zend_long connections, uint32_t arg)
{
	smtpc_error err;
	object_init_ex(to, ce_batch);
	smtpmail_batch *self = smtpmail_batch_of(Z_OBJ_P(to));
	self->core = smtpc_batch_new(client->core, (unsigned)connections, &err);
	if (self->core == NULL) {
		zval_ptr_dtor(to);
		ZVAL_UNDEF(to);
		smtpmail_throw_argument(arg, &err);
		return false;
	}
	self->connections = (unsigned)connections;
	self->next_id = 1;
	self->pid = smtpmail_pid();
	self->client = &client->std;
	GC_ADDREF(self->client);
	return true;
}

/* Runs where destructors do: not after a fatal error, nor in a child of a fork. */
static void batch_destruct(zend_object *object)
{
	smtpmail_batch *self = smtpmail_batch_of(object);
	if (self->core != NULL && self->pid == smtpmail_pid() && !self->busy) {
		smtpmail_batch_settle(self, smtpmail_time_is_over() ? 0 : SETTLE_SECONDS);
	}
}

static void batch_close_stream(smtpmail_batch *self)
{
	if (self->stream != NULL) {
		if (self->stream->type >= 0) {
			zend_list_close(self->stream);
		}
		zend_list_delete(self->stream);
		self->stream = NULL;
	}
}

/* Also after a bailout in the middle of a step: the core lets go of the jobs first. */
static void batch_free(zend_object *object)
{
	smtpmail_batch *self = smtpmail_batch_of(object);
	smtpmail_batch_mail *mail;
	batch_close_stream(self);
	smtpc_batch_free(self->core);
	ZEND_HASH_FOREACH_PTR(&self->mails, mail) {
		smtpmail_batch_mail_free(mail);
	} ZEND_HASH_FOREACH_END();
	zend_hash_destroy(&self->mails);
	while ((mail = smtpmail_batch_take(self)) != NULL) {
		smtpmail_batch_mail_free(mail);
	}
	smtpmail_feed_free(&self->feed);
	if (self->client != NULL) {
		OBJ_RELEASE(self->client);
	}
	zend_object_std_dtor(object);
}

static void gc_add_mail(zend_get_gc_buffer *buffer, smtpmail_batch_mail *mail)
{
	zend_get_gc_buffer_add_zval(buffer, &mail->tag);
	zend_get_gc_buffer_add_zval(buffer, &mail->outcome);
}

static HashTable *batch_gc(zend_object *object, zval **table, int *count)
{
	smtpmail_batch *self = smtpmail_batch_of(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();
	smtpmail_batch_mail *mail;
	if (self->client != NULL) {
		zend_get_gc_buffer_add_obj(buffer, self->client);
	}
	zend_get_gc_buffer_add_zval(buffer, &self->feed.from);
	if (self->feed.it != NULL) {
		zend_get_gc_buffer_add_obj(buffer, &self->feed.it->std);
	}
	ZEND_HASH_FOREACH_PTR(&self->mails, mail) {
		gc_add_mail(buffer, mail);
	} ZEND_HASH_FOREACH_END();
	for (mail = self->first; mail != NULL; mail = mail->next) {
		gc_add_mail(buffer, mail);
	}
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

static zend_long batch_count(const smtpmail_batch *self)
{
	return (zend_long)(zend_hash_num_elements(&self->mails) + self->ended);
}

static HashTable *batch_debug_info(zend_object *object, int *is_temp)
{
	smtpmail_batch *self = smtpmail_batch_of(object);
	HashTable *info = zend_new_array(3);
	zval value;
	*is_temp = 1;
	ZVAL_LONG(&value, (zend_long)self->connections);
	zend_hash_str_add(info, "connections", sizeof "connections" - 1, &value);
	ZVAL_LONG(&value, (zend_long)zend_hash_num_elements(&self->mails));
	zend_hash_str_add(info, "unfinished", sizeof "unfinished" - 1, &value);
	ZVAL_LONG(&value, (zend_long)self->ended);
	zend_hash_str_add(info, "finished", sizeof "finished" - 1, &value);
	return info;
}

/* ---- Using it --------------------------------------------------------------------------- */

/* A child of a fork must not send what its parent sends. */
static bool batch_is_ours(const smtpmail_batch *self)
{
	if (self->pid != smtpmail_pid()) {
		zend_throw_error(NULL, "SmtpMail\\Batch belongs to the process that made it");
		return false;
	}
	return true;
}

bool smtpmail_batch_enter(smtpmail_batch *self)
{
	if (!batch_is_ours(self)) {
		return false;
	}
	if (self->busy) {
		zend_throw_error(NULL,
			"SmtpMail\\Batch is busy: a callback of its own, or another fiber, called it");
		return false;
	}
	self->busy = smtpmail_client_enter(smtpmail_client_of(self->client));
	self->at_rest = false;
	return self->busy;
}

void smtpmail_batch_leave(smtpmail_batch *self)
{
	/* There is no later time to tell of what may have been taken. */
	if (smtpmail_time_is_over()) {
		smtpmail_batch_settle(self, 0);
	}
	/* Something was thrown: an event loop shall come back for the rest. */
	if (!self->at_rest && self->stream != NULL) {
		smtpc_batch_stir(self->core);
	}
	self->busy = false;
	smtpmail_client_leave(smtpmail_client_of(self->client));
}

PHP_METHOD(SmtpMail_Batch, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

PHP_METHOD(SmtpMail_Batch, add)
{
	zend_object *message, *envelope = NULL;
	zval *tag = NULL, null;
	ZEND_PARSE_PARAMETERS_START(1, 3)
		Z_PARAM_OBJ_OF_CLASS(message, smtpmail_ce_message)
		Z_PARAM_OPTIONAL
		Z_PARAM_ZVAL(tag)
		Z_PARAM_OBJ_OF_CLASS_OR_NULL(envelope, smtpmail_ce_envelope)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_batch *self = smtpmail_batch_of(Z_OBJ_P(ZEND_THIS));
	ZVAL_NULL(&null);
	smtpmail_mime *mime = batch_is_ours(self) ? smtpmail_message_mime(message) : NULL;
	zend_long id = mime != NULL
		? smtpmail_batch_put(self, mime, tag != NULL ? tag : &null, envelope)
		: 0;
	if (id == 0) {
		RETURN_THROWS();
	}
	RETURN_LONG(id);
}

/* Hands one outcome over; false: the callback has thrown. */
static bool batch_call(zend_fcall_info *fci, zend_fcall_info_cache *fcc, smtpmail_batch_mail *mail)
{
	zval args[2], returned;
	ZVAL_COPY_VALUE(&args[0], &mail->tag);
	ZVAL_COPY_VALUE(&args[1], &mail->outcome);
	ZVAL_UNDEF(&returned);
	fci->retval = &returned;
	fci->params = args;
	fci->param_count = 2;
	zend_call_function(fci, fcc);
	zval_ptr_dtor(&returned);
	return !EG(exception);
}

/* Hands over what has ended; true: all of it. |accepted| counts. */
static bool batch_give(smtpmail_batch *self, zend_fcall_info *fci, zend_fcall_info_cache *fcc,
	zend_long *accepted)
{
	smtpmail_batch_mail *mail;
	while ((mail = smtpmail_batch_take(self)) != NULL) {
		*accepted += mail->accepted;
		bool went_well = batch_call(fci, fcc, mail);
		smtpmail_batch_mail_free(mail);
		if (!went_well) {
			return false;
		}
	}
	return true;
}

/* Until all have ended, or |until|. Without a callback outcomes are kept for the iterator. |accepted|
 * NULL: the caller is not told how many were. */
static smtpmail_pause batch_work(smtpmail_batch *self, zend_fcall_info *fci,
	zend_fcall_info_cache *fcc, double until, zend_long *accepted)
{
	smtpmail_pause pause;
	bool counted = accepted != NULL;
	zend_long unwanted = 0;
	accepted = counted ? accepted : &unwanted;
	do {
		if (ZEND_FCI_INITIALIZED(*fci) && !batch_give(self, fci, fcc, accepted)) {
			return SMTPMAIL_PAUSE_STOP;
		}
		pause = smtpmail_batch_advance(self, until);
		if (pause == SMTPMAIL_PAUSE_ENDED && !ZEND_FCI_INITIALIZED(*fci)) {
			*accepted += self->last->accepted;
			self->last->told = counted;
		}
	} while (pause == SMTPMAIL_PAUSE_ENDED);
	return pause;
}

PHP_METHOD(SmtpMail_Batch, run)
{
	zend_fcall_info fci = empty_fcall_info;
	zend_fcall_info_cache fcc = empty_fcall_info_cache;
	double deadline = 0;
	bool endless = true;
	ZEND_PARSE_PARAMETERS_START(0, 2)
		Z_PARAM_OPTIONAL
		Z_PARAM_FUNC_OR_NULL(fci, fcc)
		Z_PARAM_DOUBLE_OR_NULL(deadline, endless)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_batch *self = smtpmail_batch_of(Z_OBJ_P(ZEND_THIS));
	zend_long accepted = 0;
	if (!endless && !(deadline >= 0 && deadline <= 1e9)) {
		zend_argument_value_error(2, "must be a number of seconds, 0 or more, and finite");
		RETURN_THROWS();
	}
	if (!smtpmail_batch_enter(self)) {
		RETURN_THROWS();
	}
	double until = endless ? 0 : smtpmail_now() + deadline;
	if (batch_work(self, &fci, &fcc, until, &accepted) == SMTPMAIL_PAUSE_TIME) {
		smtpmail_batch_give_up(self, "cancelled: the deadline of the batch has passed");
		batch_work(self, &fci, &fcc, 0, &accepted);
	}
	smtpmail_batch_leave(self);
	RETURN_LONG(accepted);
}

PHP_METHOD(SmtpMail_Batch, tick)
{
	zend_fcall_info fci = empty_fcall_info;
	zend_fcall_info_cache fcc = empty_fcall_info_cache;
	double timeout = 0;
	ZEND_PARSE_PARAMETERS_START(0, 2)
		Z_PARAM_OPTIONAL
		Z_PARAM_DOUBLE(timeout)
		Z_PARAM_FUNC_OR_NULL(fci, fcc)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_batch *self = smtpmail_batch_of(Z_OBJ_P(ZEND_THIS));
	smtpmail_pause pause = SMTPMAIL_PAUSE_STOP;
	if (!(timeout >= 0 && timeout <= 1e9)) {
		zend_argument_value_error(1, "must be a number of seconds, 0 or more, and finite");
		RETURN_THROWS();
	}
	if (!smtpmail_batch_enter(self)) {
		RETURN_THROWS();
	}
	bool full = self->first != NULL;
	/* The first outcome ends the waiting; what else is there without waiting is taken too. */
	if (!full && timeout > 0) {
		pause = smtpmail_batch_advance(self, smtpmail_now() + timeout);
	}
	if (full || timeout == 0 || pause == SMTPMAIL_PAUSE_ENDED) {
		batch_work(self, &fci, &fcc, smtpmail_now(), NULL);
	}
	smtpmail_batch_leave(self);
	RETURN_LONG((zend_long)zend_hash_num_elements(&self->mails));
}

PHP_METHOD(SmtpMail_Batch, getStream)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpmail_batch *self = smtpmail_batch_of(Z_OBJ_P(ZEND_THIS));
	if (!batch_is_ours(self)) {
		RETURN_THROWS();
	}
	if (self->stream != NULL && self->stream->type < 0) {
		batch_close_stream(self);
	}
	if (self->stream == NULL) {
#ifdef PHP_WIN32
		RETURN_NULL();
#else
		int fd = smtpc_batch_fd(self->core);
		fd = fd >= 0 ? dup(fd) : -1;
		php_stream *stream = fd >= 0 ? php_stream_fopen_from_fd(fd, "r", NULL) : NULL;
		if (stream == NULL) {
			RETURN_NULL();
		}
		/* Nobody is to close it but the batch or the caller. */
		php_stream_auto_cleanup(stream);
		self->stream = stream->res;
#endif
	}
	GC_ADDREF(self->stream);
	RETURN_RES(self->stream);
}

PHP_METHOD(SmtpMail_Batch, cancel)
{
	zend_long id;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_LONG(id)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_batch *self = smtpmail_batch_of(Z_OBJ_P(ZEND_THIS));
	if (!batch_is_ours(self)) {
		RETURN_THROWS();
	}
	smtpmail_batch_mail *mail = zend_hash_index_find_ptr(&self->mails, (zend_ulong)id);
	RETURN_BOOL(mail != NULL && smtpc_batch_cancel(self->core, mail->delivery.job,
		SMTPC_E_CANCELLED, "cancelled by SmtpMail\\Batch::cancel()"));
}

PHP_METHOD(SmtpMail_Batch, getIterator)
{
	ZEND_PARSE_PARAMETERS_NONE();
	smtpmail_batch_iterator_new(return_value, Z_OBJ_P(ZEND_THIS));
}

PHP_METHOD(SmtpMail_Batch, count)
{
	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_LONG(batch_count(smtpmail_batch_of(Z_OBJ_P(ZEND_THIS))));
}

PHP_MINIT_FUNCTION(smtpmail_batch)
{
	ce_batch = register_class_SmtpMail_Batch(zend_ce_countable, zend_ce_aggregate);
	ce_batch->create_object = batch_create;
	memcpy(&batch_handlers, &std_object_handlers, sizeof batch_handlers);
	batch_handlers.offset = offsetof(smtpmail_batch, std);
	batch_handlers.free_obj = batch_free;
	batch_handlers.dtor_obj = batch_destruct;
	batch_handlers.clone_obj = NULL;
	batch_handlers.get_gc = batch_gc;
	batch_handlers.get_debug_info = batch_debug_info;
	batch_handlers.compare = zend_objects_not_comparable;
	return SUCCESS;
}
