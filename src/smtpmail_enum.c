/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The enums, and the numbers of their cases: those of the core's enum where there is one. */
#include "smtpmail_internal.h"

#include "zend_enum.h"
#include "zend_smart_str.h"

#include "smtpmail_enum_arginfo.h"

#define CASES_MAX 16

typedef struct enum_row {
	zend_class_entry *(*make)(void);
	const char *cases[CASES_MAX]; /* ends with NULL */
} enum_row;

/* Outcome is in the order of smtpc_outcome, Tls of smtpc_tls_mode, Stage of smtpc_stage, Need of
 * smtpc_need, Encoding of smtpc_encoding, Cipher
 * of smtpc_cipher. */
static const enum_row enum_rows[SMTPMAIL_ENUM_COUNT] = {
	[SMTPMAIL_ENUM_TLS] = {register_class_SmtpMail_Tls,
		{"Auto", "None", "StartTls", "Implicit", "Opportunistic"}},
	[SMTPMAIL_ENUM_AUTH_MECHANISM] = {register_class_SmtpMail_AuthMechanism,
		{"Plain", "Login", "CramMd5", "ScramSha1", "ScramSha1Plus", "ScramSha256",
			"ScramSha256Plus", "XOAuth2", "OAuthBearer", "External"}},
	[SMTPMAIL_ENUM_STAGE] = {register_class_SmtpMail_Stage,
		{"Resolve", "Connect", "Proxy", "Handshake", "Greeting", "Ehlo", "StartTls", "Auth",
			"MailFrom", "RcptTo", "Data", "Content", "Commit", "Reset", "Quit"}},
	[SMTPMAIL_ENUM_OUTCOME] = {register_class_SmtpMail_Outcome,
		{"NotSent", "InDoubt", "Rejected", "Accepted"}},
	[SMTPMAIL_ENUM_RECIPIENT_POLICY] = {register_class_SmtpMail_RecipientPolicy,
		{"DeliverAccepted", "RequireAll"}},
	[SMTPMAIL_ENUM_NOTIFY] = {register_class_SmtpMail_Notify,
		{"Never", "Success", "Failure", "Delay"}},
	[SMTPMAIL_ENUM_DSN_RETURN] = {register_class_SmtpMail_DsnReturn, {"Full", "Headers"}},
	[SMTPMAIL_ENUM_ENCODING] = {register_class_SmtpMail_Encoding,
		{"Auto", "SevenBit", "EightBit", "QuotedPrintable", "Base64", "Binary"}},
	[SMTPMAIL_ENUM_CIPHER] = {register_class_SmtpMail_Cipher, {"Aes256Gcm", "Aes256Cbc"}},
	[SMTPMAIL_ENUM_NEED] = {register_class_SmtpMail_Need, {"Never", "Prefer", "Require"}},
};

/* Written once, in MINIT. */
static zend_class_entry *enum_ces[SMTPMAIL_ENUM_COUNT];
static zend_string *enum_names[SMTPMAIL_ENUM_COUNT][CASES_MAX];

zend_class_entry *smtpmail_enum_ce(smtpmail_enum which)
{
	return enum_ces[which];
}

zend_string *smtpmail_enum_names(smtpmail_enum which)
{
	smart_str names = {0};
	for (size_t i = 0; enum_rows[which].cases[i] != NULL; i++) {
		smart_str_appends(&names, i > 0 ? ", " : "");
		smart_str_appends(&names, enum_rows[which].cases[i]);
	}
	return smart_str_extract(&names);
}

void smtpmail_enum_case(zval *to, smtpmail_enum which, size_t index)
{
	ZEND_ASSERT(index < CASES_MAX && enum_rows[which].cases[index] != NULL);
	ZVAL_OBJ_COPY(to, zend_enum_get_case(enum_ces[which], enum_names[which][index]));
}

static int enum_by_name(smtpmail_enum which, smtpc_str name, bool caseless)
{
	const char *const *cases = enum_rows[which].cases;
	for (int i = 0; cases[i] != NULL; i++) {
		size_t len = strlen(cases[i]);
		if (caseless ? zend_binary_strcasecmp(cases[i], len, name.ptr, name.len) == 0
		             : zend_binary_strcmp(cases[i], len, name.ptr, name.len) == 0) {
			return i;
		}
	}
	return -1;
}

int smtpmail_enum_index(smtpmail_enum which, const zval *value)
{
	if (Z_TYPE_P(value) != IS_OBJECT || Z_OBJCE_P(value) != enum_ces[which]) {
		return -1;
	}
	return enum_by_name(which, smtpmail_str(Z_STR_P(zend_enum_fetch_case_name(Z_OBJ_P(value)))),
		false);
}

static smtpc_str enum_value(smtpmail_enum which, int index)
{
	zend_object *object = zend_enum_get_case_cstr(enum_ces[which], enum_rows[which].cases[index]);
	return smtpmail_str(Z_STR_P(zend_enum_fetch_case_value(object)));
}

int smtpmail_enum_find(smtpmail_enum which, smtpc_str name)
{
	int index = enum_by_name(which, name, true);
	if (index >= 0 || enum_ces[which]->enum_backing_type != IS_STRING) {
		return index;
	}
	for (int i = 0; enum_rows[which].cases[i] != NULL; i++) {
		smtpc_str value = enum_value(which, i);
		if (zend_binary_strcasecmp(value.ptr, value.len, name.ptr, name.len) == 0) {
			return i;
		}
	}
	return -1;
}

smtpc_sasl_mech smtpmail_enum_to_mech(int index)
{
	smtpc_str value = enum_value(SMTPMAIL_ENUM_AUTH_MECHANISM, index);
	smtpc_sasl_mech mech = 0;
	while (strcmp(smtpc_sasl_name(mech), value.ptr) != 0) {
		mech++;
		ZEND_ASSERT(mech < SMTPC_SASL_COUNT);
	}
	return mech;
}

PHP_MINIT_FUNCTION(smtpmail_enum)
{
	for (size_t i = 0; i < SMTPMAIL_ENUM_COUNT; i++) {
		enum_ces[i] = enum_rows[i].make();
		const char *const *cases = enum_rows[i].cases;
		for (size_t c = 0; cases[c] != NULL; c++) {
			enum_names[i][c] = zend_string_init_interned(cases[c], strlen(cases[c]), true);
		}
	}
	return SUCCESS;
}
