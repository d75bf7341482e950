/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\Message, who vouches for it and who may read it. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"

/* As the class's table of methods has them. */
PHP_METHOD(SmtpMail_Message, sign);
PHP_METHOD(SmtpMail_Message, encryptFor);
PHP_METHOD(SmtpMail_Message, cipher);

/* ---- Signing ---------------------------------------------------------------------------- */

/* The object is one of the two; false: thrown. */
static bool signer_check(zval *value, uint32_t arg)
{
	if (Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == smtpmail_ce_dkim_signer) {
		return smtpmail_dkim_of(Z_OBJ_P(value)) != NULL;
	}
	if (Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == smtpmail_ce_smime_signer) {
		return smtpmail_smime_signer_of(Z_OBJ_P(value)) != NULL;
	}
	zend_argument_type_error(arg,
		"must be of type SmtpMail\\DkimSigner|SmtpMail\\SmimeSigner, %s given",
		smtpmail_type_name(value));
	return false;
}

static int signer_add(smtpc_message *message, zend_object *signer)
{
	return signer->ce == smtpmail_ce_dkim_signer
		? smtpc_message_add_dkim(message, smtpmail_dkim_of(signer))
		: smtpc_message_add_smime(message, smtpmail_smime_signer_of(signer));
}

/* Finished mail can be signed with DKIM, which adds a field; S/MIME would make it another mail. */
static smtpc_message *signing_message(zend_object *object, zval *values, uint32_t count)
{
	smtpmail_mime *mime = smtpmail_message_mime(object);
	bool raw = mime != NULL && smtpc_message_is_raw(mime->core);
	for (uint32_t i = 0; i < count && raw; i++) {
		raw = Z_OBJCE(values[i]) == smtpmail_ce_dkim_signer;
	}
	if (raw && mime->readers == 0) {
		return mime->core;
	}
	return mime != NULL ? smtpmail_message_writable(object) : NULL;
}

PHP_METHOD(SmtpMail_Message, sign)
{
	zval *values;
	uint32_t count;
	ZEND_PARSE_PARAMETERS_START(0, -1)
		Z_PARAM_VARIADIC('*', values, count)
	ZEND_PARSE_PARAMETERS_END();

	/* All or none. */
	for (uint32_t i = 0; i < count; i++) {
		if (!signer_check(&values[i], i + 1)) {
			RETURN_THROWS();
		}
	}
	smtpc_message *message = signing_message(Z_OBJ_P(ZEND_THIS), values, count);
	if (message == NULL) {
		RETURN_THROWS();
	}
	for (uint32_t i = 0; i < count; i++) {
		if (signer_add(message, Z_OBJ(values[i])) < 0) {
			zend_throw_error(NULL, "Out of memory");
			RETURN_THROWS();
		}
	}
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

/* ---- Encrypting ------------------------------------------------------------------------- */

/* The certificate that argument |arg| is, or names; NULL: thrown. */
static smtpc_cert *cert_read(zval *value, uint32_t arg)
{
	zend_string *given;
	if (Z_TYPE_P(value) == IS_NULL || !zend_parse_arg_str(value, &given, false, arg)) {
		if (!EG(exception)) {
			zend_argument_type_error(arg, "must be of type string, %s given",
				smtpmail_type_name(value));
		}
		return NULL;
	}
	zend_string *pem = smtpmail_pem_read(given, arg);
	if (pem == NULL) {
		return NULL;
	}
	smtpc_error err;
	smtpc_cert *cert = smtpc_cert_new(NULL, smtpmail_str(pem), &err);
	smtpmail_pem_release(pem);
	if (cert == NULL) {
		smtpmail_throw_argument(arg, &err);
	}
	return cert;
}

static void certs_free(smtpc_cert **certs, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		smtpc_cert_unref(certs[i]);
	}
	efree(certs);
}

PHP_METHOD(SmtpMail_Message, encryptFor)
{
	zval *values;
	uint32_t count;
	ZEND_PARSE_PARAMETERS_START(0, -1)
		Z_PARAM_VARIADIC('*', values, count)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	smtpc_cert **certs = safe_emalloc(count + 1, sizeof *certs, 0);
	uint32_t read = 0;
	while (read < count && (certs[read] = cert_read(&values[read], read + 1)) != NULL) {
		read++;
	}
	int rv = SMTPC_OK;
	for (uint32_t i = 0; i < read && read == count && rv == SMTPC_OK; i++) {
		rv = smtpc_message_add_cert(message, certs[i]);
	}
	certs_free(certs, read);
	if (rv < 0) {
		zend_throw_error(NULL, "Out of memory");
	}
	if (EG(exception)) {
		RETURN_THROWS();
	}
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

PHP_METHOD(SmtpMail_Message, cipher)
{
	zval *cipher;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_OBJECT_OF_CLASS(cipher, smtpmail_enum_ce(SMTPMAIL_ENUM_CIPHER))
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	smtpc_cipher index = (smtpc_cipher)smtpmail_enum_index(SMTPMAIL_ENUM_CIPHER, cipher);
	if (!smtpc_cipher_usable(index)) {
		zend_argument_value_error(1, "must be a cipher that this OpenSSL can use for S/MIME");
		RETURN_THROWS();
	}
	smtpc_message_set_cipher(message, index);
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}
