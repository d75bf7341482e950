/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_scram.h"

#include <string.h>

#include "base/smtpc_b64.h"
#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_saslprep.h"
#include "base/smtpc_str.h"

enum {
	SCRAM_TEXT_MAX = 16384,
	SCRAM_CHALLENGE_MAX = 2048,
	SCRAM_SALT_MAX = 1024,
	SCRAM_NAME_MAX = 8192 /* of a prepared name or password */
};

void smtpc_scram_init(smtpc_scram *scram, const smtpc_mem *mem)
{
	*scram = (smtpc_scram){.hash = SMTPC_HASH_SHA256};
	smtpc_buf_init(&scram->gs2, mem, SCRAM_TEXT_MAX);
	smtpc_buf_init(&scram->text, mem, SCRAM_TEXT_MAX);
	scram->text.secret = true;
}

void smtpc_scram_start(smtpc_scram *scram, smtpc_hash hash)
{
	scram->hash = hash;
	smtpc_buf_reset(&scram->gs2);
	smtpc_buf_reset(&scram->text);
	smtpc_wipe(scram->signature, sizeof scram->signature);
}

void smtpc_scram_free(smtpc_scram *scram)
{
	smtpc_buf_free(&scram->gs2);
	smtpc_buf_free(&scram->text);
	smtpc_wipe(scram->signature, sizeof scram->signature);
}

/* ---- the client's first message ------------------------------------------ */

int smtpc_scram_append_name(smtpc_buf *out, smtpc_str name)
{
	int rv = SMTPC_OK;
	for (size_t i = 0; rv == SMTPC_OK && i < name.len; i++) {
		char c = name.ptr[i];
		rv = c == ',' ? smtpc_buf_append_str(out, SMTPC_STR("=2C"))
			: c == '=' ? smtpc_buf_append_str(out, SMTPC_STR("=3D"))
					   : smtpc_buf_append_byte(out, c);
	}
	return rv;
}

/* RFC 5802 §6: "p" binds; "y" says that we would, had the server offered it, by which a server that
 * did offer it learns that somebody between has taken it out of the offer; "n": we do not bind. */
static int scram_gs2(smtpc_buf *gs2, const smtpc_scram_terms *terms, smtpc_str authzid)
{
	int rv;
	if (terms->binding != NULL) {
		rv = smtpc_buf_append_str(gs2, SMTPC_STR("p="));
		rv = rv < 0 ? rv : smtpc_buf_append_str(gs2, smtpc_str_of(terms->binding->type));
	} else {
		rv = smtpc_buf_append_byte(gs2, terms->could_bind ? 'y' : 'n');
	}
	rv = rv < 0 ? rv : smtpc_buf_append_byte(gs2, ',');
	if (authzid.len > 0) {
		rv = rv < 0 ? rv : smtpc_buf_append_str(gs2, SMTPC_STR("a="));
		rv = rv < 0 ? rv : smtpc_scram_append_name(gs2, authzid);
	}
	return rv < 0 ? rv : smtpc_buf_append_byte(gs2, ',');
}

/* Base64 has neither ',' nor anything that is not printable. */
static int scram_make_nonce(smtpc_scram *scram, const smtpc_scram_terms *terms)
{
	uint8_t octets[SMTPC_SCRAM_NONCE / 4 * 3];
	int rv = terms->random(octets, sizeof octets);
	if (rv == SMTPC_OK) {
		smtpc_b64_encode(scram->nonce, octets, sizeof octets);
	}
	return rv;
}

static int scram_prepare(
	smtpc_buf *out, smtpc_str text, bool stored, const char *what, smtpc_error *err)
{
	const char *wrong = "";
	int rv = smtpc_saslprep(out, text, stored, &wrong);
	return rv == SMTPC_E_ARGUMENT ? smtpc_fail(err, SMTPC_E_AUTH_CREDENTIALS, "the %s %s", what, wrong)
								  : rv;
}

static int scram_bare(
	smtpc_scram *scram, smtpc_str username, smtpc_buf *prepared, smtpc_error *err)
{
	int rv = scram_prepare(prepared, username, false, "user name", err);
	rv = rv < 0 ? rv : smtpc_buf_append_str(&scram->text, SMTPC_STR("n="));
	rv = rv < 0 ? rv : smtpc_scram_append_name(&scram->text, smtpc_buf_str(prepared));
	rv = rv < 0 ? rv : smtpc_buf_append_str(&scram->text, SMTPC_STR(",r="));
	return rv < 0 ? rv : smtpc_buf_append(&scram->text, scram->nonce, sizeof scram->nonce);
}

int smtpc_scram_first(smtpc_scram *scram, const smtpc_scram_terms *terms, smtpc_str username,
	smtpc_str authzid, smtpc_buf *out, smtpc_error *err)
{
	smtpc_buf prepared;
	smtpc_buf_init(&prepared, out->mem, SCRAM_NAME_MAX);
	int rv = scram_make_nonce(scram, terms);
	rv = rv < 0 ? rv : scram_gs2(&scram->gs2, terms, authzid);
	rv = rv < 0 ? rv : scram_bare(scram, username, &prepared, err);
	smtpc_buf_free(&prepared);
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, smtpc_buf_str(&scram->gs2));
	return rv < 0 ? rv : smtpc_buf_append_str(out, smtpc_buf_str(&scram->text));
}

/* ---- the server's first message ------------------------------------------ */

typedef struct scram_server {
	smtpc_str nonce;
	smtpc_buf salt;
	uint32_t iterations;
} scram_server;

static int scram_nonsense(smtpc_error *err, const char *clause)
{
	return smtpc_fail(err, SMTPC_E_AUTH_CHALLENGE, "%s", clause);
}

/* Cuts "x=value" off; false: the next field is not |x|. */
static bool scram_field(smtpc_str *rest, char x, smtpc_str *value)
{
	if (rest->len < 2 || rest->ptr[0] != x || rest->ptr[1] != '=') {
		return false;
	}
	*value = smtpc_str_skip(smtpc_str_until(rest, ','), 2);
	return true;
}

/* The server's nonce continues ours, or this is no answer to what we said. */
static bool scram_nonce_is_good(const smtpc_scram *scram, smtpc_str nonce)
{
	if (nonce.len <= sizeof scram->nonce ||
		!smtpc_same_secret(nonce.ptr, scram->nonce, sizeof scram->nonce)) {
		return false;
	}
	for (size_t i = 0; i < nonce.len; i++) {
		if (nonce.ptr[i] < 0x21 || nonce.ptr[i] > 0x7e) {
			return false;
		}
	}
	return true;
}

static int scram_read_iterations(
	scram_server *server, smtpc_str text, const smtpc_scram_terms *terms, smtpc_error *err)
{
	uint64_t count;
	if (text.len == 0 || text.ptr[0] == '0' || !smtpc_str_uint(text, &count)) {
		return scram_nonsense(err, "its iteration count is no number");
	}
	if (count < SMTPC_SCRAM_MIN_ITERATIONS) {
		return scram_nonsense(err, "its iteration count is below 4096, by which it could find out the "
								   "password (RFC 7677)");
	}
	if (count > terms->max_iterations) {
		return smtpc_fail(err, SMTPC_E_AUTH_CHALLENGE,
			"it asks for %.*s rounds of hashing, and %lu are the limit", SMTPC_FMT(text),
			(unsigned long)terms->max_iterations);
	}
	server->iterations = (uint32_t)count;
	return SMTPC_OK;
}

/* r=, s= and i= in this order (RFC 5802 §5.1). Extensions may follow, save mandatory ones (m=). */
static int scram_read_server(scram_server *server, const smtpc_scram *scram,
	const smtpc_scram_terms *terms, smtpc_str text, smtpc_error *err)
{
	smtpc_str salt, count;
	if (text.len >= 2 && memcmp(text.ptr, "m=", 2) == 0) {
		return scram_nonsense(err, "it demands an extension that is not known here");
	}
	if (text.len > SCRAM_CHALLENGE_MAX || !scram_field(&text, 'r', &server->nonce) ||
		!scram_field(&text, 's', &salt) || !scram_field(&text, 'i', &count)) {
		return scram_nonsense(err, "its first message is malformed");
	}
	if (!scram_nonce_is_good(scram, server->nonce)) {
		return scram_nonsense(err, "its nonce does not continue ours");
	}
	int rv = smtpc_b64_decode(&server->salt, salt);
	if (rv == SMTPC_E_ARGUMENT || (rv == SMTPC_OK && smtpc_buf_len(&server->salt) == 0)) {
		return scram_nonsense(err, "its salt is empty or no base64");
	}
	return rv < 0 ? rv : scram_read_iterations(server, count, terms, err);
}

/* "e=…" in place of either message. */
static bool scram_is_error(smtpc_str text)
{
	return text.len >= 2 && memcmp(text.ptr, "e=", 2) == 0;
}

/* ---- the proof ----------------------------------------------------------- */

/* c=, with the binding behind the header, and the whole nonce. */
static int scram_without_proof(
	smtpc_scram *scram, const smtpc_scram_terms *terms, smtpc_str nonce, smtpc_buf *out)
{
	int rv = SMTPC_OK;
	if (terms->binding != NULL) {
		rv = smtpc_buf_append(&scram->gs2, terms->binding->data, terms->binding->len);
	}
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, SMTPC_STR("c="));
	rv = rv < 0 ? rv : smtpc_b64_append(out, smtpc_buf_str(&scram->gs2));
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, SMTPC_STR(",r="));
	return rv < 0 ? rv : smtpc_buf_append_str(out, nonce);
}

/* ClientProof, and the ServerSignature to be expected (RFC 5802 §3), over scram->text. */
static int scram_prove(smtpc_scram *scram, smtpc_str salted, uint8_t proof[SMTPC_HASH_MAX])
{
	size_t size = smtpc_hash_size(scram->hash);
	uint8_t key[SMTPC_HASH_MAX], stored[SMTPC_HASH_MAX];
	smtpc_str text = smtpc_buf_str(&scram->text);
	smtpc_str key_str = {(const char *)key, size}, stored_str = {(const char *)stored, size};
	int rv = smtpc_hmac(scram->hash, salted, SMTPC_STR("Server Key"), key);
	rv = rv < 0 ? rv : smtpc_hmac(scram->hash, key_str, text, scram->signature);
	rv = rv < 0 ? rv : smtpc_hmac(scram->hash, salted, SMTPC_STR("Client Key"), key);
	rv = rv < 0 ? rv : smtpc_hash_of(scram->hash, key_str, stored);
	rv = rv < 0 ? rv : smtpc_hmac(scram->hash, stored_str, text, proof);
	for (size_t i = 0; rv == SMTPC_OK && i < size; i++) {
		proof[i] ^= key[i];
	}
	smtpc_wipe(key, sizeof key);
	smtpc_wipe(stored, sizeof stored);
	return rv;
}

static int scram_salt(smtpc_scram *scram, const scram_server *server, smtpc_str password,
	uint8_t salted[SMTPC_HASH_MAX], smtpc_error *err)
{
	smtpc_buf prepared;
	smtpc_buf_init(&prepared, scram->text.mem, SCRAM_NAME_MAX);
	prepared.secret = true;
	int rv = scram_prepare(&prepared, password, true, "password", err);
	rv = rv < 0 ? rv
				: smtpc_pbkdf2(scram->hash, smtpc_buf_str(&prepared), smtpc_buf_str(&server->salt),
					  server->iterations, salted);
	smtpc_buf_free(&prepared);
	return rv;
}

/* The server's message is good: answers it. */
static int scram_answer(smtpc_scram *scram, const smtpc_scram_terms *terms,
	const scram_server *server, smtpc_str password, smtpc_buf *out, smtpc_error *err)
{
	uint8_t salted[SMTPC_HASH_MAX], proof[SMTPC_HASH_MAX];
	size_t size = smtpc_hash_size(scram->hash);
	int rv = scram_without_proof(scram, terms, server->nonce, out);
	rv = rv < 0 ? rv : smtpc_buf_append_byte(&scram->text, ',');
	rv = rv < 0 ? rv : smtpc_buf_append_str(&scram->text, smtpc_buf_str(out));
	rv = rv < 0 ? rv : scram_salt(scram, server, password, salted, err);
	rv = rv < 0 ? rv : scram_prove(scram, (smtpc_str){(const char *)salted, size}, proof);
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, SMTPC_STR(",p="));
	rv = rv < 0 ? rv : smtpc_b64_append(out, (smtpc_str){(const char *)proof, size});
	smtpc_wipe(salted, sizeof salted);
	smtpc_wipe(proof, sizeof proof);
	return rv;
}

int smtpc_scram_final(smtpc_scram *scram, const smtpc_scram_terms *terms, smtpc_str password,
	smtpc_str challenge, smtpc_buf *out, smtpc_error *err)
{
	scram_server server = {.iterations = 0};
	if (scram_is_error(challenge)) {
		return smtpc_fail(err, SMTPC_E_AUTH_REFUSED, NULL);
	}
	smtpc_buf_init(&server.salt, out->mem, SCRAM_SALT_MAX);
	int rv = scram_read_server(&server, scram, terms, challenge, err);
	rv = rv < 0 ? rv : smtpc_buf_append_byte(&scram->text, ',');
	rv = rv < 0 ? rv : smtpc_buf_append_str(&scram->text, challenge);
	rv = rv < 0 ? rv : scram_answer(scram, terms, &server, password, out, err);
	smtpc_buf_free(&server.salt);
	return rv;
}

/* ---- the server's proof -------------------------------------------------- */

int smtpc_scram_verify(const smtpc_scram *scram, smtpc_str challenge, smtpc_error *err)
{
	smtpc_str value;
	if (scram_is_error(challenge)) {
		return smtpc_fail(err, SMTPC_E_AUTH_REFUSED, NULL);
	}
	if (challenge.len > SCRAM_CHALLENGE_MAX || !scram_field(&challenge, 'v', &value)) {
		return scram_nonsense(err, "its last message is malformed");
	}
	smtpc_buf signature;
	smtpc_buf_init(&signature, scram->text.mem, SCRAM_CHALLENGE_MAX);
	int rv = smtpc_b64_decode(&signature, value);
	smtpc_str got = smtpc_buf_str(&signature);
	bool proven = rv == SMTPC_OK && got.len == smtpc_hash_size(scram->hash) &&
		smtpc_same_secret(got.ptr, scram->signature, got.len);
	smtpc_buf_free(&signature);
	if (rv == SMTPC_E_NOMEM || proven) {
		return rv;
	}
	return scram_nonsense(err, "it does not prove that it knows the password: it may not be the "
							   "server that it seems to be");
}
