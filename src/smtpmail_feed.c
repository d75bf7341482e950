/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Where the mails of sendAll() come from: an array, or something that is iterated as far as there is
 * room for its mails. What it throws, and an element that is no mail, ends it; that is thrown once all
 * mails before it have ended. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"

static void feed_end(smtpmail_feed *feed)
{
	feed->over = true;
	feed->thrown = smtpmail_take_thrown();
}

static bool feed_begin(smtpmail_feed *feed)
{
	feed->begun = true;
	if (Z_TYPE(feed->from) == IS_ARRAY) {
		zend_hash_internal_pointer_reset_ex(Z_ARRVAL(feed->from), &feed->at);
		return true;
	}
	zend_class_entry *ce = Z_OBJCE(feed->from);
	feed->it = ce->get_iterator(ce, &feed->from, 0);
	if (feed->it != NULL && feed->it->funcs->rewind != NULL && !EG(exception)) {
		feed->it->funcs->rewind(feed->it);
	}
	return !EG(exception) && feed->it != NULL;
}

static bool feed_forward(smtpmail_feed *feed)
{
	if (!feed->begun) {
		return feed_begin(feed);
	}
	if (feed->it == NULL) {
		zend_hash_move_forward_ex(Z_ARRVAL(feed->from), &feed->at);
		return true;
	}
	feed->it->index++;
	feed->it->funcs->move_forward(feed->it);
	return !EG(exception);
}

/* The element where the feed stands, and its key, which the caller releases. NULL: the end, or it
 * has thrown. */
static zval *feed_current(smtpmail_feed *feed, zval *key)
{
	zval *element;
	ZVAL_NULL(key);
	if (feed->it == NULL) {
		element = zend_hash_get_current_data_ex(Z_ARRVAL(feed->from), &feed->at);
		zend_hash_get_current_key_zval_ex(Z_ARRVAL(feed->from), key, &feed->at);
		return element;
	}
	if (feed->it->funcs->valid(feed->it) != SUCCESS || EG(exception)) {
		return NULL;
	}
	element = feed->it->funcs->get_current_data(feed->it);
	if (element == NULL || EG(exception)) {
		return NULL;
	}
	if (feed->it->funcs->get_current_key != NULL) {
		feed->it->funcs->get_current_key(feed->it, key);
	} else {
		ZVAL_LONG(key, (zend_long)feed->it->index);
	}
	return EG(exception) ? NULL : element;
}

static zend_string *key_name(zval *key)
{
	if (Z_TYPE_P(key) == IS_LONG || Z_TYPE_P(key) == IS_STRING) {
		return zval_get_string(key);
	}
	return strpprintf(0, "of type %s", smtpmail_type_name(key));
}

/* A Message, or a list of Message and Envelope. */
static bool read_element(zval *element, zend_object **message, zend_object **envelope)
{
	ZVAL_DEREF(element);
	zval *first = element, *second = NULL;
	if (Z_TYPE_P(element) == IS_ARRAY && zend_hash_num_elements(Z_ARRVAL_P(element)) == 2) {
		first = zend_hash_index_find_deref(Z_ARRVAL_P(element), 0);
		second = zend_hash_index_find_deref(Z_ARRVAL_P(element), 1);
		if (second == NULL || Z_TYPE_P(second) != IS_OBJECT ||
			Z_OBJCE_P(second) != smtpmail_ce_envelope) {
			return false;
		}
	}
	if (first == NULL || Z_TYPE_P(first) != IS_OBJECT || Z_OBJCE_P(first) != smtpmail_ce_message) {
		return false;
	}
	*message = Z_OBJ_P(first);
	*envelope = second != NULL ? Z_OBJ_P(second) : NULL;
	return true;
}

/* A refused message: of the exceptions that delivery has, it is the mail's outcome; a ValueError
 * ends the feed, with the key in its words. */
static void element_refused(smtpmail_batch *self, zval *key)
{
	zend_object *thrown = smtpmail_take_thrown();
	zval rv, outcome;
	if (thrown == NULL) {
		return;
	}
	if (thrown->ce == smtpmail_ce_source_exception) {
		ZVAL_OBJ(&outcome, thrown);
		smtpmail_batch_put_failed(self, key, &outcome);
		return;
	}
	if (thrown->ce != zend_ce_value_error) {
		zend_throw_exception_internal(thrown);
		return;
	}
	zend_string *name = key_name(key);
	zend_string *message = zval_get_string(zend_read_property_ex(zend_ce_error, thrown,
		ZSTR_KNOWN(ZEND_STR_MESSAGE), true, &rv));
	zend_value_error("SmtpMail::sendAll(): the element with the key %s is refused: %s",
		ZSTR_VAL(name), ZSTR_VAL(message));
	zend_exception_set_previous(EG(exception), thrown);
	zend_string_release(message);
	zend_string_release(name);
}

static void element_put(smtpmail_batch *self, zval *key, zval *element)
{
	zend_object *message, *envelope;
	if (!read_element(element, &message, &envelope)) {
		zend_string *name = key_name(key);
		zend_type_error("SmtpMail::sendAll(): the element with the key %s must be of type "
			"SmtpMail\\Message or array{SmtpMail\\Message, SmtpMail\\Envelope}, %s given",
			ZSTR_VAL(name), smtpmail_type_name(element));
		zend_string_release(name);
		return;
	}
	smtpmail_mime *mime = smtpmail_message_mime(message);
	if (mime != NULL) {
		(void)smtpmail_batch_put(self, mime, key, envelope);
	}
	if (EG(exception)) {
		element_refused(self, key);
	}
}

void smtpmail_feed_next(smtpmail_batch *self)
{
	smtpmail_feed *feed = &self->feed;
	zval key;
	ZVAL_UNDEF(&key);
	zval *element = feed_forward(feed) ? feed_current(feed, &key) : NULL;
	if (element != NULL) {
		zval held;
		ZVAL_COPY(&held, element);
		element_put(self, &key, &held);
		zval_ptr_dtor(&held);
	}
	if (element == NULL || EG(exception)) {
		feed_end(feed);
	}
	zval_ptr_dtor(&key);
}

void smtpmail_feed_free(smtpmail_feed *feed)
{
	if (feed->it != NULL) {
		zend_iterator_dtor(feed->it);
		feed->it = NULL;
	}
	zval_ptr_dtor(&feed->from);
	ZVAL_UNDEF(&feed->from);
	if (feed->thrown != NULL) {
		OBJ_RELEASE(feed->thrown);
		feed->thrown = NULL;
	}
}
