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

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "net/smtpc_options.h"
#include "net/smtpc_stamp.h"

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

/* As OpenSSL finds the system's authorities. */
static void add_system_file(smtpc_digest *digest, const char *variable, const char *usual)
{
	const char *path = getenv(variable);
	smtpc_stamp_file(digest, smtpc_str_of(path != NULL ? path : usual));
}

static void add_trust(smtpc_digest *digest, const smtpc_options *o)
{
	smtpc_stamp_file(digest, o->ca_file);
	smtpc_stamp_file(digest, o->ca_path);
	if (o->verify_peer && o->ca_file.len == 0 && o->ca_path.len == 0) {
		add_system_file(digest, X509_get_default_cert_file_env(), X509_get_default_cert_file());
		add_system_file(digest, X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
	}
	smtpc_stamp_number(digest, o->fingerprint_count);
	for (size_t i = 0; i < o->fingerprint_count; i++) {
		smtpc_stamp_number(digest, (uint64_t)o->fingerprints[i].kind);
		smtpc_digest_update(digest, o->fingerprints[i].digest, sizeof o->fingerprints[i].digest);
	}
}

static int name_of(const smtpc_options *o, uint8_t name[SMTPC_SHA256_SIZE])
{
	smtpc_digest digest;
	int rv = smtpc_digest_init(&digest);
	if (rv == SMTPC_OK) {
		smtpc_stamp_string(&digest, o->host);
		smtpc_stamp_number(&digest, smtpc_options_port(o));
		smtpc_stamp_string(&digest, o->peer_name);
		smtpc_stamp_number(&digest, o->verify_peer);
		smtpc_stamp_number(&digest, o->verify_peer_name);
		smtpc_stamp_number(&digest, o->allow_self_signed);
		add_trust(&digest, o);
		smtpc_stamp_file(&digest, o->local_cert);
		smtpc_stamp_file(&digest, o->local_pk);
		smtpc_stamp_string(&digest, o->passphrase);
		smtpc_stamp_string(&digest, o->ciphers);
		smtpc_stamp_number(&digest, (uint64_t)o->security_level);
		smtpc_stamp_number(&digest, (uint64_t)o->min_tls);
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
