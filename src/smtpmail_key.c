/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * PEM as arguments give it, and the private keys parsed in this process (or thread) so far: parsing
 * one takes longer than signing with it, and every request would do it anew. A key is found by a
 * hash of its text and passphrase, so only who has both gets it. */
#include "smtpmail_internal.h"

#include <errno.h>

#include "php_smtpmail.h"

enum { PEM_FILE_MAX = 1 << 20, KEYS_MAX = 16 };

/* Most recently used first. */
struct smtpmail_keys {
	size_t count;
	struct {
		uint8_t name[32];
		smtpc_key *key;
	} slots[KEYS_MAX];
};

/* ---- Reading ---------------------------------------------------------------------------- */

/* The stream must not buffer: what it read would stay behind in memory that is not wiped. NULL: it
 * could not be read to its end. */
static zend_string *pem_read_stream(php_stream *stream, size_t size)
{
	php_stream_set_option(stream, PHP_STREAM_OPTION_READ_BUFFER, PHP_STREAM_BUFFER_NONE, NULL);
	zend_string *text = zend_string_alloc(size, false);
	size_t have = 0;
	while (have < size) {
		ssize_t len = php_stream_read(stream, ZSTR_VAL(text) + have, size - have);
		if (len <= 0) {
			break;
		}
		have += (size_t)len;
	}
	ZSTR_VAL(text)[have] = '\0';
	if (have < size) {
		ZSTR_LEN(text) = have;
		smtpmail_pem_release(text);
		return NULL;
	}
	return text;
}

/* What is wrong with the file, or NULL. Its path is not told: it may be a key, put in its place. */
static const char *pem_file_fault(const char *path, size_t len, size_t *size)
{
	zend_stat_t st;
	if (len == 0 || CHECK_NULL_PATH(path, len)) {
		return "it names no file";
	}
	if (php_check_open_basedir_ex(path, 0)) {
		return "open_basedir does not allow the file";
	}
	if (VCWD_STAT(path, &st) != 0) {
		return strerror(errno);
	}
	if (!S_ISREG(st.st_mode)) {
		return "it is not a regular file"; /* opening a pipe would wait for its other end */
	}
	if (st.st_size > PEM_FILE_MAX) {
		return "the file is larger than 1 MiB";
	}
	*size = (size_t)st.st_size;
	return NULL;
}

static zend_string *pem_read_file(const char *path, size_t len, uint32_t arg)
{
	size_t size = 0;
	zend_string *text = NULL;
	const char *fault = pem_file_fault(path, len, &size);
	if (fault == NULL) {
		php_stream *stream = php_stream_fopen(path, "rb", NULL);
		if (stream == NULL) {
			fault = strerror(errno);
		} else {
			text = pem_read_stream(stream, size);
			fault = text == NULL ? "it could not be read to its end" : NULL;
			php_stream_close(stream);
		}
	}
	if (fault != NULL) {
		zend_argument_value_error(arg, "cannot be read: %s", fault);
	}
	return text;
}

zend_string *smtpmail_pem_read(zend_string *pem_or_file, uint32_t arg)
{
	static const char scheme[] = "file://";
	const size_t scheme_len = sizeof scheme - 1;
	if (ZSTR_LEN(pem_or_file) >= scheme_len &&
		zend_binary_strncasecmp(ZSTR_VAL(pem_or_file), ZSTR_LEN(pem_or_file), scheme, scheme_len,
			scheme_len) == 0) {
		return pem_read_file(ZSTR_VAL(pem_or_file) + scheme_len,
			ZSTR_LEN(pem_or_file) - scheme_len, arg);
	}
	if (strstr(ZSTR_VAL(pem_or_file), "-----BEGIN ") == NULL) {
		zend_argument_value_error(arg, "must be PEM, or file:// and the path of a PEM file");
		return NULL;
	}
	return zend_string_copy(pem_or_file);
}

void smtpmail_pem_release(zend_string *pem)
{
	/* With nobody else holding it, it is the copy that was made here. */
	if (!ZSTR_IS_INTERNED(pem) && GC_REFCOUNT(pem) == 1) {
		ZEND_SECURE_ZERO(ZSTR_VAL(pem), ZSTR_LEN(pem));
	}
	zend_string_release(pem);
}

/* ---- Parsed keys ------------------------------------------------------------------------ */

static smtpc_key *keys_find(struct smtpmail_keys *keys, const uint8_t name[32])
{
	for (size_t i = 0; i < keys->count; i++) {
		if (memcmp(keys->slots[i].name, name, sizeof keys->slots[i].name) == 0) {
			smtpc_key *key = keys->slots[i].key;
			memmove(&keys->slots[1], &keys->slots[0], i * sizeof keys->slots[0]);
			memcpy(keys->slots[0].name, name, sizeof keys->slots[0].name);
			keys->slots[0].key = key;
			return key;
		}
	}
	return NULL;
}

static void keys_add(struct smtpmail_keys *keys, const uint8_t name[32], smtpc_key *key)
{
	if (keys->count == KEYS_MAX) {
		smtpc_key_unref(keys->slots[--keys->count].key);
	}
	memmove(&keys->slots[1], &keys->slots[0], keys->count * sizeof keys->slots[0]);
	memcpy(keys->slots[0].name, name, sizeof keys->slots[0].name);
	keys->slots[0].key = smtpc_key_ref(key);
	keys->count++;
}

void smtpmail_keys_free(struct smtpmail_keys *keys)
{
	if (keys == NULL) {
		return;
	}
	for (size_t i = 0; i < keys->count; i++) {
		smtpc_key_unref(keys->slots[i].key);
	}
	pefree(keys, true);
}

static smtpc_key *key_parse(zend_string *pem, smtpc_str passphrase, uint32_t arg)
{
	struct smtpmail_keys *keys = SMTPMAIL_G(keys);
	uint8_t name[32];
	smtpc_error err;
	if (keys == NULL) {
		keys = SMTPMAIL_G(keys) = pecalloc(1, sizeof *keys, true);
	}
	bool named = smtpc_key_name(smtpmail_str(pem), passphrase, name) == SMTPC_OK;
	smtpc_key *key = named ? keys_find(keys, name) : NULL;
	if (key != NULL) {
		return smtpc_key_ref(key);
	}
	key = smtpc_key_new(NULL, smtpmail_str(pem), passphrase, &err);
	if (key == NULL) {
		smtpmail_throw_argument(arg, &err);
	} else if (named) {
		keys_add(keys, name, key);
	}
	return key;
}

smtpc_key *smtpmail_key_get(zend_string *pem_or_file, zend_string *passphrase, uint32_t arg)
{
	zend_string *pem = smtpmail_pem_read(pem_or_file, arg);
	if (pem == NULL) {
		return NULL;
	}
	smtpc_str given = passphrase != NULL ? smtpmail_str(passphrase) : (smtpc_str){NULL, 0};
	smtpc_key *key = key_parse(pem, given, arg);
	smtpmail_pem_release(pem);
	return key;
}
