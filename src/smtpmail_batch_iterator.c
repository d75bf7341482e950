/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\BatchIterator: what comes of the mails of a batch, one after the other. That of
 * sendAll() has a batch of its own, which ends with it. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "smtpmail_batch_iterator_arginfo.h"

typedef struct batch_iterator {
	zend_object *batch;
	smtpmail_batch_mail *current; /* NULL: at the end, or not begun */
	bool begun, moved;
	zend_object std;
} batch_iterator;

static zend_class_entry *ce_iterator;
static zend_object_handlers iterator_handlers;

static batch_iterator *iterator_of(zend_object *object)
{
	return (batch_iterator *)((char *)object - offsetof(batch_iterator, std));
}

static zend_object *iterator_create(zend_class_entry *ce)
{
	batch_iterator *self = zend_object_alloc(sizeof *self, ce);
	memset(self, 0, offsetof(batch_iterator, std));
	zend_object_std_init(&self->std, ce);
	object_properties_init(&self->std, ce);
	self->std.handlers = &iterator_handlers;
	return &self->std;
}

static void iterator_drop(batch_iterator *self)
{
	smtpmail_batch_mail *mail = self->current;
	self->current = NULL;
	if (mail != NULL) {
		smtpmail_batch_mail_free(mail);
	}
}

static void iterator_free(zend_object *object)
{
	batch_iterator *self = iterator_of(object);
	iterator_drop(self);
	if (self->batch != NULL) {
		OBJ_RELEASE(self->batch);
	}
	zend_object_std_dtor(object);
}

static HashTable *iterator_gc(zend_object *object, zval **table, int *count)
{
	batch_iterator *self = iterator_of(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();
	if (self->batch != NULL) {
		zend_get_gc_buffer_add_obj(buffer, self->batch);
	}
	if (self->current != NULL) {
		zend_get_gc_buffer_add_zval(buffer, &self->current->tag);
		zend_get_gc_buffer_add_zval(buffer, &self->current->outcome);
	}
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

void smtpmail_batch_iterator_new(zval *to, zend_object *batch)
{
	object_init_ex(to, ce_iterator);
	iterator_of(Z_OBJ_P(to))->batch = batch;
	GC_ADDREF(batch);
}

/* What ended the feed is thrown behind the last outcome. */
static void throw_of_feed(smtpmail_batch *batch)
{
	zend_object *thrown = batch->feed.thrown;
	batch->feed.thrown = NULL;
	if (thrown != NULL) {
		zend_throw_exception_internal(thrown);
	}
}

static void iterator_fetch(batch_iterator *self)
{
	smtpmail_batch *batch = smtpmail_batch_of(self->batch);
	self->begun = true;
	iterator_drop(self);
	if (!smtpmail_batch_enter(batch)) {
		return;
	}
	smtpmail_pause pause = batch->first != NULL ? SMTPMAIL_PAUSE_ENDED
	                                            : smtpmail_batch_advance(batch, 0);
	if (pause == SMTPMAIL_PAUSE_ENDED) {
		self->current = smtpmail_batch_take(batch);
	} else if (pause == SMTPMAIL_PAUSE_EMPTY) {
		throw_of_feed(batch);
	}
	smtpmail_batch_leave(batch);
}

/* The first outcome is awaited when it is asked for. */
static batch_iterator *iterator_ready(zval *object)
{
	batch_iterator *self = iterator_of(Z_OBJ_P(object));
	if (!self->begun) {
		iterator_fetch(self);
	}
	return self;
}

PHP_METHOD(SmtpMail_BatchIterator, current)
{
	ZEND_PARSE_PARAMETERS_NONE();
	batch_iterator *self = iterator_ready(ZEND_THIS);
	if (self->current != NULL) {
		RETURN_COPY(&self->current->outcome);
	}
}

PHP_METHOD(SmtpMail_BatchIterator, key)
{
	ZEND_PARSE_PARAMETERS_NONE();
	batch_iterator *self = iterator_ready(ZEND_THIS);
	if (self->current != NULL) {
		RETURN_COPY(&self->current->tag);
	}
}

PHP_METHOD(SmtpMail_BatchIterator, next)
{
	ZEND_PARSE_PARAMETERS_NONE();
	batch_iterator *self = iterator_ready(ZEND_THIS);
	if (!EG(exception)) {
		self->moved = true;
		iterator_fetch(self);
	}
}

PHP_METHOD(SmtpMail_BatchIterator, rewind)
{
	ZEND_PARSE_PARAMETERS_NONE();
	if (iterator_ready(ZEND_THIS)->moved) {
		zend_throw_error(NULL, "Each outcome is given once: the iteration cannot begin again");
	}
}

PHP_METHOD(SmtpMail_BatchIterator, valid)
{
	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_BOOL(iterator_ready(ZEND_THIS)->current != NULL);
}

PHP_METHOD(SmtpMail_BatchIterator, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

PHP_MINIT_FUNCTION(smtpmail_batch_iterator)
{
	ce_iterator = register_class_SmtpMail_BatchIterator(zend_ce_iterator);
	ce_iterator->create_object = iterator_create;
	memcpy(&iterator_handlers, &std_object_handlers, sizeof iterator_handlers);
	iterator_handlers.offset = offsetof(batch_iterator, std);
	iterator_handlers.free_obj = iterator_free;
	iterator_handlers.clone_obj = NULL;
	iterator_handlers.get_gc = iterator_gc;
	iterator_handlers.compare = zend_objects_not_comparable;
	return SUCCESS;
}
