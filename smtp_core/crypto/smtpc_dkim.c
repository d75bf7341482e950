/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Making a DKIM signer: everything that can be refused is refused here, so that signing fails for
 * want of memory only. */
#include "crypto/smtpc_dkim_int.h"

#include <openssl/err.h>
#include <openssl/rsa.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_idna.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

enum { NAMES_MAX = 200, NAME_MAX_LEN = 76, DNS_MAX = 253, LABEL_MAX = 63 };

#define FIELD(name) \
	{ \
		name, sizeof(name) - 1 \
	}

/* RFC 6376 §5.4.1; then what says how the content is to be read; then what large receivers heed
 * only when it is signed: one-click unsubscription (RFC 8058 §4) and the addresses for complaints
 * (RFC 9477 §3.1.1, and Feedback-ID before it). */
static const smtpc_str default_names[] = {
	FIELD("From"),
	FIELD("Sender"),
	FIELD("Reply-To"),
	FIELD("To"),
	FIELD("Cc"),
	FIELD("Subject"),
	FIELD("Date"),
	FIELD("Message-ID"),
	FIELD("In-Reply-To"),
	FIELD("References"),
	FIELD("Resent-Date"),
	FIELD("Resent-From"),
	FIELD("Resent-To"),
	FIELD("Resent-Cc"),
	FIELD("MIME-Version"),
	FIELD("Content-Type"),
	FIELD("Content-Transfer-Encoding"),
	FIELD("Content-ID"),
	FIELD("Content-Description"),
	FIELD("List-Id"),
	FIELD("List-Help"),
	FIELD("List-Unsubscribe"),
	FIELD("List-Unsubscribe-Post"),
	FIELD("List-Subscribe"),
	FIELD("List-Post"),
	FIELD("List-Owner"),
	FIELD("List-Archive"),
	FIELD("Feedback-ID"),
	FIELD("CFBL-Address"),
	FIELD("CFBL-Feedback-ID"),
};

static const smtpc_str from = FIELD("From");

/* Fields that are added on the way (RFC 6376 §5.4.1), and the signatures, which would sign each
 * other. */
static const smtpc_str refused_names[] = {
	FIELD("DKIM-Signature"),
	FIELD("Received"),
	FIELD("Return-Path"),
};

/* What the check of an option came to: the option, for the caller who wants to name it. */
static int dkim_refuse(const smtpc_dkim_options *options, smtpc_dkim_option option, int rc)
{
	if (rc == SMTPC_E_ARGUMENT && options->refused != NULL) {
		*options->refused = option;
	}
	return rc;
}

static bool label_ok(smtpc_str label)
{
	if (label.len == 0 || label.len > LABEL_MAX || label.ptr[0] == '-' ||
		label.ptr[label.len - 1] == '-') {
		return false;
	}
	for (size_t i = 0; i < label.len; i++) {
		if (!smtpc_is_alpha(label.ptr[i]) && !smtpc_is_digit(label.ptr[i]) && label.ptr[i] != '-') {
			return false;
		}
	}
	return true;
}

/* Labels of letters, digits and hyphens with dots between them (RFC 6376 §3.1, §3.5), at least
 * |least| of them. */
static int dkim_check_name(smtpc_str name, const char *what, size_t least, smtpc_error *err)
{
	if (!smtpc_str_is_ascii(name)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT,
			"the %s \"%.*s\" is neither ASCII nor a name that IDNA knows", what, SMTPC_FMT(name));
	}
	smtpc_str rest = name;
	size_t labels = 0;
	bool ok = name.len > 0 && name.ptr[name.len - 1] != '.';
	while (ok && rest.len > 0) {
		ok = label_ok(smtpc_str_until(&rest, '.'));
		labels++;
	}
	if (!ok || labels < least) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the %s \"%.*s\" is malformed: it needs %s", what,
			SMTPC_FMT(name),
			least > 1 ? "two or more labels of letters, digits and hyphens, with dots between"
					  : "labels of letters, digits and hyphens, with dots between");
	}
	return SMTPC_OK;
}

static int dkim_check_place(const smtpc_dkim_options *options, smtpc_error *err)
{
	int rc = dkim_check_name(options->domain, "domain", 2, err);
	if (rc < 0) {
		return dkim_refuse(options, SMTPC_DKIM_DOMAIN, rc);
	}
	rc = dkim_check_name(options->selector, "selector", 1, err);
	if (rc == SMTPC_OK &&
		options->selector.len + sizeof "._domainkey." - 1 + options->domain.len > DNS_MAX) {
		rc = smtpc_fail(err, SMTPC_E_ARGUMENT,
			"the selector is too long: with the domain it makes a name of more than %d octets",
			DNS_MAX);
	}
	return dkim_refuse(options, SMTPC_DKIM_SELECTOR, rc);
}

static int dkim_check_key(const smtpc_dkim_options *options, smtpc_error *err)
{
	EVP_PKEY *pkey = options->key->pkey;
	smtpc_key_type type = smtpc_key_type_of(pkey);
	int rc = smtpc_key_check_rsa(pkey, "the key", err);
	if (type != SMTPC_KEY_RSA && type != SMTPC_KEY_ED25519) {
		rc = smtpc_fail(err, SMTPC_E_ARGUMENT, "the key is of type %s; DKIM knows RSA and Ed25519",
			smtpc_key_type_name(pkey));
	}
	return dkim_refuse(options, SMTPC_DKIM_KEY, rc);
}

/* ftext (RFC 5322 §3.6.8), less the semicolon, which would end h=. */
static bool field_name_ok(smtpc_str name)
{
	if (name.len == 0 || name.len > NAME_MAX_LEN) {
		return false;
	}
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] < 33 || name.ptr[i] > 126 || name.ptr[i] == ':' || name.ptr[i] == ';') {
			return false;
		}
	}
	return true;
}

static int names_check(const smtpc_str *names, size_t count, smtpc_error *err)
{
	if (count > NAMES_MAX) {
		return smtpc_fail(
			err, SMTPC_E_ARGUMENT, "the list has more than %d names of fields", NAMES_MAX);
	}
	for (size_t i = 0; i < count; i++) {
		if (!field_name_ok(names[i])) {
			return smtpc_fail(err, SMTPC_E_ARGUMENT, "\"%.*s\" is not the name of a header field",
				SMTPC_FMT(names[i]));
		}
		for (size_t j = 0; j < sizeof refused_names / sizeof refused_names[0]; j++) {
			if (smtpc_str_ieq(names[i], refused_names[j])) {
				return smtpc_fail(err, SMTPC_E_ARGUMENT,
					"%.*s must not be signed: it is added on "
					"the way, or by another signer",
					SMTPC_FMT(refused_names[j]));
			}
		}
	}
	return SMTPC_OK;
}

static int dkim_check(const smtpc_dkim_options *options, smtpc_error *err)
{
	int rc = dkim_check_place(options, err);
	if (rc < 0) {
		return rc;
	}
	rc = dkim_check_key(options, err);
	if (rc < 0) {
		return rc;
	}
	rc = names_check(options->headers, options->header_count, err);
	if (rc < 0) {
		return dkim_refuse(options, SMTPC_DKIM_HEADERS, rc);
	}
	rc = names_check(options->oversign, options->oversign_count, err);
	if (rc < 0) {
		return dkim_refuse(options, SMTPC_DKIM_OVERSIGN, rc);
	}
	if (options->expires_after < 0 || options->expires_after > SMTPC_DKIM_TIME_MAX) {
		rc = smtpc_fail(err, SMTPC_E_ARGUMENT, "a signature cannot expire after that many seconds");
	}
	return dkim_refuse(options, SMTPC_DKIM_EXPIRES, rc);
}

/* Adds a name that is not there yet, in any case of letters; its place. */
static smtpc_dkim_name *names_add(smtpc_dkim *signer, smtpc_str name)
{
	for (size_t i = 0; i < signer->name_count; i++) {
		if (smtpc_str_ieq(signer->names[i].name, name)) {
			return &signer->names[i];
		}
	}
	smtpc_dkim_name *added = &signer->names[signer->name_count++];
	*added = (smtpc_dkim_name){name, false};
	return added;
}

/* Moves the view |str| to |*at|, where its octets are copied to. */
static void text_take(smtpc_str *str, char **at)
{
	memcpy(*at, str->ptr, str->len);
	str->ptr = *at;
	*at += str->len;
}

/* The text that the views look into becomes the signer's own. */
static int dkim_keep_text(smtpc_dkim *signer)
{
	size_t len = signer->domain.len + signer->selector.len;
	for (size_t i = 0; i < signer->name_count; i++) {
		len += signer->names[i].name.len;
	}
	signer->text = smtpc_malloc(signer->mem, len);
	if (signer->text == NULL) {
		return SMTPC_E_NOMEM;
	}
	char *at = signer->text;
	text_take(&signer->domain, &at);
	text_take(&signer->selector, &at);
	for (size_t i = 0; i < signer->name_count; i++) {
		text_take(&signer->names[i].name, &at);
	}
	return SMTPC_OK;
}

static int dkim_set_names(smtpc_dkim *signer, const smtpc_dkim_options *options)
{
	const smtpc_str *names = options->headers, *oversign = options->oversign;
	size_t count = options->header_count, oversign_count = options->oversign_count;
	if (count == 0) {
		names = default_names;
		count = sizeof default_names / sizeof default_names[0];
	}
	if (oversign == NULL) {
		oversign = &from;
		oversign_count = 1;
	}
	signer->names =
		smtpc_realloc_array(signer->mem, NULL, count + oversign_count + 1, sizeof *signer->names);
	if (signer->names == NULL) {
		return SMTPC_E_NOMEM;
	}
	for (size_t i = 0; i < count; i++) {
		(void)names_add(signer, names[i]);
	}
	(void)names_add(signer, from); /* §5.4: From MUST be signed */
	for (size_t i = 0; i < oversign_count; i++) {
		names_add(signer, oversign[i])->oversign = true;
	}
	return dkim_keep_text(signer);
}

/* Most of what EVP_DigestSignInit() does is the same each time, so it is done once. (Ed25519 has no
 * such way before OpenSSL 3.4, and its set-up is small.) */
static int dkim_set_up_rsa(smtpc_dkim *signer)
{
	EVP_PKEY *pkey = signer->key->pkey;
	if (smtpc_key_type_of(pkey) != SMTPC_KEY_RSA) {
		return SMTPC_OK;
	}
	signer->rsa = EVP_PKEY_CTX_new(pkey, NULL);
	bool ok = signer->rsa != NULL && EVP_PKEY_sign_init(signer->rsa) == 1 &&
		EVP_PKEY_CTX_set_rsa_padding(signer->rsa, RSA_PKCS1_PADDING) == 1 &&
		EVP_PKEY_CTX_set_signature_md(signer->rsa, EVP_sha256()) == 1;
	return ok ? SMTPC_OK : SMTPC_E_ARGUMENT;
}

static int dkim_init(smtpc_dkim *signer, const smtpc_dkim_options *options, smtpc_error *err)
{
	signer->domain = options->domain;
	signer->selector = options->selector;
	signer->expires_after = options->expires_after;
	signer->key = smtpc_key_ref(options->key);
	if (dkim_set_names(signer, options) < 0) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	(void)ERR_set_mark();
	int rc = dkim_set_up_rsa(signer);
	if (rc < 0) {
		(void)smtpc_fail(err, rc, "OpenSSL refuses to sign with the key: %s", smtpc_key_reason());
	}
	(void)ERR_pop_to_mark();
	return dkim_refuse(options, SMTPC_DKIM_KEY, rc);
}

/* d= has A-labels: RFC 8616 §4. What cannot be converted is left for the check to refuse. */
static smtpc_str dkim_ascii_domain(smtpc_str domain, char out[SMTPC_DOMAIN_MAX + 1])
{
	const char *wrong;
	bool convert = !smtpc_str_is_ascii(domain) && smtpc_str_is_utf8(domain);
	return convert && smtpc_idna_to_ascii(out, domain, &wrong) == SMTPC_OK ? smtpc_str_of(out)
																		   : domain;
}

smtpc_dkim *smtpc_dkim_new(const smtpc_mem *mem, const smtpc_dkim_options *given, smtpc_error *err)
{
	char domain[SMTPC_DOMAIN_MAX + 1];
	smtpc_dkim_options ascii = *given;
	const smtpc_dkim_options *options = &ascii;
	ascii.domain = dkim_ascii_domain(given->domain, domain);
	if (dkim_check(options, err) < 0) {
		return NULL;
	}
	mem = smtpc_mem_or_default(mem);
	smtpc_dkim *signer = smtpc_zalloc(mem, sizeof *signer);
	if (signer == NULL) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	signer->mem = mem;
	signer->refs = 1;
	if (dkim_init(signer, options, err) < 0) {
		smtpc_dkim_unref(signer);
		return NULL;
	}
	return signer;
}

smtpc_dkim *smtpc_dkim_ref(smtpc_dkim *signer)
{
	signer->refs++;
	return signer;
}

void smtpc_dkim_unref(smtpc_dkim *signer)
{
	if (signer == NULL || --signer->refs > 0) {
		return;
	}
	EVP_PKEY_CTX_free(signer->rsa);
	smtpc_key_unref(signer->key);
	smtpc_free(signer->mem, signer->names);
	smtpc_free(signer->mem, signer->text);
	smtpc_free(signer->mem, signer);
}

smtpc_str smtpc_dkim_domain(const smtpc_dkim *signer)
{
	return signer->domain;
}

smtpc_str smtpc_dkim_selector(const smtpc_dkim *signer)
{
	return signer->selector;
}
