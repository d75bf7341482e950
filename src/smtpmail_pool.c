/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Clients that outlive their object and the request, of this process (thread): each waits with its
 * connections under the key of all its options, secrets included. Who takes one out has it alone. */
#include "smtpmail_internal.h"

#include "php_smtpmail.h"

/* Of all keys together. */
enum { POOL_MAX = 64 };

/* The one that was parked last is the last. */
struct smtpmail_pool {
	uint8_t secret[SMTPC_ROUTE_KEY_SIZE];
	size_t count;
	struct {
		uint8_t key[SMTPC_ROUTE_KEY_SIZE];
		smtpc_client *core;
	} slots[POOL_MAX];
};

/* NULL: there is no chance for a secret. */
static struct smtpmail_pool *pool_get(void)
{
	struct smtpmail_pool *pool = SMTPMAIL_G(pool);
	if (pool == NULL) {
		pool = pecalloc(1, sizeof *pool, true);
		if (smtpc_random(pool->secret, sizeof pool->secret) < 0) {
			pefree(pool, true);
			return NULL;
		}
		SMTPMAIL_G(pool) = pool;
	}
	return pool;
}

/* Takes number |at| out. */
static smtpc_client *pool_remove(struct smtpmail_pool *pool, size_t at)
{
	smtpc_client *core = pool->slots[at].core;
	pool->count--;
	memmove(&pool->slots[at], &pool->slots[at + 1], (pool->count - at) * sizeof pool->slots[0]);
	return core;
}

static bool slot_fits(const struct smtpmail_pool *pool, size_t at, const uint8_t *key)
{
	return memcmp(pool->slots[at].key, key, SMTPC_ROUTE_KEY_SIZE) == 0;
}

static bool is_good(smtpc_client *core)
{
	return smtpc_client_recycle(core, (double)SMTPMAIL_G(max_idle));
}

bool smtpmail_pool_key(const smtpc_route *route, uint8_t key[SMTPC_ROUTE_KEY_SIZE])
{
	smtpc_error err;
	struct smtpmail_pool *pool = pool_get();
	return pool != NULL && smtpc_route_key(route, pool->secret, key, &err) == SMTPC_OK;
}

smtpc_client *smtpmail_pool_take(const uint8_t key[SMTPC_ROUTE_KEY_SIZE])
{
	struct smtpmail_pool *pool = SMTPMAIL_G(pool);
	for (size_t i = pool != NULL ? pool->count : 0; i > 0; i--) {
		if (!slot_fits(pool, i - 1, key)) {
			continue;
		}
		smtpc_client *core = pool_remove(pool, i - 1);
		if (is_good(core)) {
			return core;
		}
		smtpc_client_free(core);
	}
	return NULL;
}

void smtpmail_pool_park(smtpc_client *core, const uint8_t key[SMTPC_ROUTE_KEY_SIZE])
{
	struct smtpmail_pool *pool = SMTPMAIL_G(pool);
	zend_long same = 0;
	for (size_t i = 0; pool != NULL && i < pool->count; i++) {
		same += slot_fits(pool, i, key);
	}
	/* A fatal error may have come anywhere; what it has left is not to be relied upon. */
	if (pool == NULL || CG(unclean_shutdown) || same >= SMTPMAIL_G(max_persistent) ||
		!is_good(core)) {
		smtpc_client_free(core);
		return;
	}
	if (pool->count == POOL_MAX) {
		smtpc_client_free(pool_remove(pool, 0));
	}
	memcpy(pool->slots[pool->count].key, key, SMTPC_ROUTE_KEY_SIZE);
	pool->slots[pool->count++].core = core;
}

void smtpmail_pool_sweep(void)
{
	struct smtpmail_pool *pool = SMTPMAIL_G(pool);
	for (size_t i = pool != NULL ? pool->count : 0; i > 0; i--) {
		if (!is_good(pool->slots[i - 1].core)) {
			smtpc_client_free(pool_remove(pool, i - 1));
		}
	}
}

zend_long smtpmail_pool_count(void)
{
	smtpmail_pool_sweep();
	return SMTPMAIL_G(pool) != NULL ? (zend_long)SMTPMAIL_G(pool)->count : 0;
}

void smtpmail_pool_free(struct smtpmail_pool *pool)
{
	if (pool == NULL) {
		return;
	}
	while (pool->count > 0) {
		smtpc_client_free(pool_remove(pool, pool->count - 1));
	}
	ZEND_SECURE_ZERO(pool->secret, sizeof pool->secret);
	pefree(pool, true);
}
