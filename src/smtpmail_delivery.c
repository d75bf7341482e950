/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One mail on its way: message and envelope become a job, and what came of it a Result. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"

static bool no_memory(void)
{
	zend_throw_error(NULL, "Out of memory");
	return false;
}

/* Adds the recipient to the job and its Address to the list that Result needs, in one order. */
static bool delivery_add_rcpt(smtpmail_delivery *delivery, zval *recipient)
{
	zval *address = smtpmail_prop(Z_OBJ_P(recipient), "address");
	smtpc_addr addr;
	if (address == NULL || !smtpmail_address_read(&addr, Z_OBJ_P(address))) {
		return false;
	}
	int rv = smtpc_job_add_rcpt(delivery->job, &addr);
	smtpc_addr_free(&addr);
	if (rv < 0) {
		return no_memory();
	}
	Z_ADDREF_P(address);
	add_next_index_zval(&delivery->recipients, address);
	return smtpmail_recipient_apply(delivery->job, Z_OBJ_P(recipient));
}

static bool delivery_new_job(smtpmail_delivery *delivery, zend_object *envelope)
{
	zval *sender = smtpmail_prop(envelope, "sender");
	if (sender == NULL) {
		return false;
	}
	smtpc_addr addr;
	bool null_return = Z_TYPE_P(sender) == IS_NULL;
	if (!null_return && !smtpmail_address_read(&addr, Z_OBJ_P(sender))) {
		return false;
	}
	delivery->job = smtpc_job_new(NULL, null_return ? NULL : &addr);
	if (!null_return) {
		smtpc_addr_free(&addr);
	}
	return delivery->job != NULL || no_memory();
}

static bool delivery_address(smtpmail_delivery *delivery, zend_object *envelope)
{
	if (!delivery_new_job(delivery, envelope) ||
		!smtpmail_envelope_apply(delivery->job, envelope)) {
		return false;
	}
	zval *recipients = smtpmail_prop(envelope, "recipients");
	if (recipients == NULL) {
		return false;
	}
	zval *recipient;
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(recipients), recipient) {
		if (!delivery_add_rcpt(delivery, recipient)) {
			return false;
		}
	} ZEND_HASH_FOREACH_END();
	return true;
}

/* For servers that do not take the content as it is. Signed octets must stay what they are. */
static bool delivery_load_fallback(smtpmail_delivery *delivery, smtpmail_mime *mime,
	const smtpmail_open *how)
{
	smtpc_source source;
	smtpc_transfer need = SMTPC_TRANSFER_7BIT;
	if (smtpc_message_is_signed(mime->core) || how->dkim_count > 0) {
		return true;
	}
	if (!smtpmail_source_open(&source, mime, how, &need)) {
		return false;
	}
	if (need == SMTPC_TRANSFER_7BIT) {
		smtpc_job_take_fallback(delivery->job, source);
	} else {
		source.close(source.user);
	}
	return true;
}

static bool delivery_load(smtpmail_delivery *delivery, smtpmail_mime *mime,
	const smtpmail_open *how)
{
	smtpc_source source;
	smtpc_transfer need = SMTPC_TRANSFER_BINARY;
	if (!smtpmail_source_open(&source, mime, how, &need)) {
		return false;
	}
	smtpc_job_take_source(delivery->job, source);
	smtpc_job_set_transfer(delivery->job, need);
	smtpc_job_set_utf8_headers(delivery->job, smtpc_message_needs_smtputf8(mime->core));
	smtpc_str id = smtpc_message_id(mime->core);
	if (id.ptr == NULL) {
		return no_memory();
	}
	ZVAL_STRINGL(&delivery->id, id.ptr, id.len);
	return need == SMTPC_TRANSFER_7BIT || delivery_load_fallback(delivery, mime, how);
}

bool smtpmail_delivery_init(smtpmail_delivery *delivery, smtpmail_mime *mime, zend_object *envelope,
	const smtpmail_open *how)
{
	zval own;
	ZVAL_UNDEF(&own);
	*delivery = (smtpmail_delivery){NULL};
	ZVAL_UNDEF(&delivery->id);
	array_init(&delivery->recipients);
	bool ok = envelope != NULL || smtpmail_envelope_of(&own, mime->core);
	ok = ok && delivery_address(delivery, envelope != NULL ? envelope : Z_OBJ(own)) &&
	     delivery_load(delivery, mime, how);
	if (ok && envelope != NULL) {
		ZVAL_OBJ_COPY(&own, envelope);
	}
	ZVAL_COPY_VALUE(&delivery->envelope, &own);
	if (!ok) {
		smtpmail_delivery_free(delivery);
	}
	return ok;
}

void smtpmail_delivery_free(smtpmail_delivery *delivery)
{
	smtpc_job_free(delivery->job);
	delivery->job = NULL;
	zval_ptr_dtor(&delivery->envelope);
	zval_ptr_dtor(&delivery->recipients);
	zval_ptr_dtor(&delivery->id);
}

/* The server has, or may have, the whole mail: what came of that must not be lost any more. */
static bool delivery_is_committed(const smtpmail_delivery *delivery)
{
	const smtpc_result *result = smtpc_job_result(delivery->job);
	return result->outcome == SMTPC_ACCEPTED || result->error.stage == SMTPC_STAGE_COMMIT;
}

bool smtpmail_delivery_run(smtpmail_delivery *delivery, smtpmail_client *client, zval *result)
{
	smtpc_error err;
	if (smtpc_client_send(client->core, delivery->job, &err) < 0) {
		smtpmail_throw(client, &err, NULL, NULL);
		return false;
	}
	smtpc_event done;
	client->job = delivery->job;
	smtpmail_drive(client, &done);
	smtpmail_inside_collect(client, Z_OBJ(delivery->envelope));
	smtpmail_stats_add_result(smtpc_job_result(delivery->job));
	if (EG(exception)) {
		smtpmail_waiter_drop(client, smtpc_job_result(delivery->job));
		client->job = NULL;
		return false;
	}
	smtpmail_result_new(result, delivery);
	smtpmail_drive_rest(client, delivery_is_committed(delivery));
	if (smtpc_job_result(delivery->job)->outcome == SMTPC_ACCEPTED) {
		smtpmail_waiter_warn(client);
	}
	client->job = NULL;
	if (EG(exception)) {
		smtpmail_waiter_drop(client, smtpc_job_result(delivery->job));
		zval_ptr_dtor(result);
		return false;
	}
	return true;
}
