/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * TLS contexts that several clients have in common. Making one reads the authorities, which takes
 * milliseconds, and its sessions are worth more than it: so whoever asks for the same gets the
 * same. A context is found by a hash of all that verifying a server depends on. Files are in it as
 * they are now, so that a new certificate or authority is a new context. */
#include "net/smtpc_tls_int.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "crypto/smtpc_digest.h"
#include "net/smtpc_options.h"

enum { CONTEXTS_MAX = 32 };

typedef struct cached_context {
	uint8_t name[SMTPC_SHA256_SIZE];
	smtpc_tls_context *context;
} cached_context;

/* Most recently used first. */
struct smtpc_tls_cache {
	const smtpc_mem *mem;
	size_t count;
	cached_context slots[CONTEXTS_MAX];
};

smtpc_tls_cache *smtpc_tls_cache_new(const smtpc_mem *mem)
{
	mem = smtpc_mem_or_default(mem);
	smtpc_tls_cache *cache = smtpc_zalloc(mem, sizeof *cache);
	if (cache != NULL) {
		cache->mem = mem;
	}
	return cache;
}

void smtpc_tls_cache_free(smtpc_tls_cache *cache)
{
	if (cache != NULL) {
		for (size_t i = 0; i < cache->count; i++) {
			smtpc_tls_context_free(cache->slots[i].context);
		}
		smtpc_free(cache->mem, cache);
	}
}

/* ---- names --------------------------------------------------------------- */

static void add_number(smtpc_digest *digest, int64_t number)
{
	smtpc_digest_update(digest, &number, sizeof number);
}

static void add_text(smtpc_digest *digest, smtpc_str text)
{
	add_number(digest, (int64_t)text.len);
	if (text.len > 0) {
		smtpc_digest_update(digest, text.ptr, text.len);
	}
}

/* |path|, which ends with a NUL, and what can be seen of the file without reading it. */
static void add_file(smtpc_digest *digest, smtpc_str path)
{
#ifdef _WIN32
	struct _stat64 st;
	bool there = path.len > 0 && _stat64(path.ptr, &st) == 0;
#else
	struct stat st;
	bool there = path.len > 0 && stat(path.ptr, &st) == 0;
#endif
	add_text(digest, path);
	add_number(digest, there);
	if (there) {
		add_number(digest, (int64_t)st.st_dev);
		add_number(digest, (int64_t)st.st_ino);
		add_number(digest, (int64_t)st.st_size);
		add_number(digest, (int64_t)st.st_mtime);
		add_number(digest, (int64_t)st.st_ctime);
#ifdef __linux__
		add_number(digest, (int64_t)st.st_mtim.tv_nsec);
		add_number(digest, (int64_t)st.st_ctim.tv_nsec);
#endif
	}
}

/* As OpenSSL finds the system's authorities. */
static void add_system_file(smtpc_digest *digest, const char *variable, const char *usual)
{
	const char *path = getenv(variable);
	add_file(digest, smtpc_str_of(path != NULL ? path : usual));
}

static void add_trust(smtpc_digest *digest, const smtpc_options *o)
{
	add_file(digest, o->ca_file);
	add_file(digest, o->ca_path);
	if (o->verify_peer && o->ca_file.len == 0 && o->ca_path.len == 0) {
		add_system_file(digest, X509_get_default_cert_file_env(), X509_get_default_cert_file());
		add_system_file(digest, X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
	}
	add_number(digest, (int64_t)o->fingerprint_count);
	for (size_t i = 0; i < o->fingerprint_count; i++) {
		add_number(digest, o->fingerprints[i].kind);
		smtpc_digest_update(digest, o->fingerprints[i].digest, sizeof o->fingerprints[i].digest);
	}
}

static int name_of(const smtpc_options *o, uint8_t name[SMTPC_SHA256_SIZE])
{
	smtpc_digest digest;
	int rv = smtpc_digest_init(&digest);
	if (rv == SMTPC_OK) {
		add_text(&digest, o->host);
		add_number(&digest, smtpc_options_port(o));
		add_text(&digest, o->peer_name);
		add_number(&digest, o->verify_peer);
		add_number(&digest, o->verify_peer_name);
		add_number(&digest, o->allow_self_signed);
		add_trust(&digest, o);
		add_file(&digest, o->local_cert);
		add_file(&digest, o->local_pk);
		add_text(&digest, o->passphrase);
		add_text(&digest, o->ciphers);
		add_number(&digest, o->security_level);
		add_number(&digest, o->min_tls);
		rv = smtpc_digest_finish(&digest, name);
	}
	smtpc_digest_free(&digest);
	return rv;
}

/* ---- contexts ------------------------------------------------------------ */

static void put_first(smtpc_tls_cache *cache, size_t from, cached_context slot)
{
	memmove(&cache->slots[1], &cache->slots[0], from * sizeof slot);
	cache->slots[0] = slot;
}

static smtpc_tls_context *find(smtpc_tls_cache *cache, const uint8_t name[SMTPC_SHA256_SIZE])
{
	for (size_t i = 0; i < cache->count; i++) {
		cached_context slot = cache->slots[i];
		if (memcmp(slot.name, name, sizeof slot.name) == 0) {
			put_first(cache, i, slot);
			return slot.context;
		}
	}
	return NULL;
}

static void add(smtpc_tls_cache *cache, const uint8_t *name, smtpc_tls_context *context)
{
	cached_context slot = {.context = smtpc_tls_context_ref(context)};
	memcpy(slot.name, name, sizeof slot.name);
	if (cache->count == CONTEXTS_MAX) {
		smtpc_tls_context_free(cache->slots[--cache->count].context);
	}
	put_first(cache, cache->count++, slot);
}

smtpc_tls_context *smtpc_tls_context_new(
	const smtpc_mem *mem, const smtpc_options *o, smtpc_error *err)
{
	uint8_t name[SMTPC_SHA256_SIZE];
	smtpc_tls_cache *cache = o->tls_cache;
	if (cache == NULL || name_of(o, name) < 0) {
		return smtpc_tls_context_make(mem, o, err);
	}
	smtpc_tls_context *context = find(cache, name);
	if (context != NULL) {
		return smtpc_tls_context_ref(context);
	}
	context = smtpc_tls_context_make(cache->mem, o, err);
	if (context != NULL) {
		add(cache, name, context);
	}
	return context;
}
