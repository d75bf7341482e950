/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Keys of routes: each option makes another one, equal options the same. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/smtpc_options.h"
#include "smtpc_test.h"

enum { KEY = SMTPC_ROUTE_KEY_SIZE };

static const uint8_t secret[KEY] = {1, 2, 3};

static void key_of(const smtpc_options *o, uint8_t key[KEY])
{
	smtpc_error err;
	smtpc_route route = {.kind = SMTPC_ROUTE_SERVER, .server = o};
	memset(key, 0, KEY);
	CHECK_INT(smtpc_route_key(&route, secret, key, &err), 0);
}

static const smtpc_sasl_mech mechs[] = {SMTPC_SASL_PLAIN, SMTPC_SASL_LOGIN};
static const smtpc_fingerprint prints[] = {
	{SMTPC_FINGERPRINT_SHA256, {1}}, {SMTPC_FINGERPRINT_SHA256, {2}}};
static const smtpc_pin pins[] = {{{"a.test", 6}, {"127.0.0.1", 9}}, {{"b.test", 6}, {"127.0.0.2", 9}}};
static const smtpc_str words[] = {{"SIZE", 4}, {"DSN", 3}};

#define VARIANTS(XX) \
	XX(o->host = SMTPC_STR("mx.test")) \
	XX(o->host = SMTPC_STR("mx.tes")) \
	XX(o->port = 26) \
	XX(o->tls = SMTPC_TLS_NONE) \
	XX(o->tls = SMTPC_TLS_IMPLICIT) \
	XX(o->username = SMTPC_STR("")) \
	XX(o->username = SMTPC_STR("user")) \
	XX(o->password = SMTPC_STR("user")) \
	XX(o->password = SMTPC_STR("userr")) \
	XX(o->authzid = SMTPC_STR("user")) \
	XX((o->username = SMTPC_STR("us"), o->password = SMTPC_STR("er"))) \
	XX((o->username = SMTPC_STR("u"), o->password = SMTPC_STR("ser"))) \
	XX((o->mechs = mechs, o->mech_count = 1)) \
	XX((o->mechs = mechs, o->mech_count = 2)) \
	XX((o->mechs = mechs + 1, o->mech_count = 1)) \
	XX(o->allow_insecure_auth = true) \
	XX(o->local_domain = SMTPC_STR("user")) \
	XX(o->timeouts.connect = 1) \
	XX(o->timeouts.greeting = 1) \
	XX(o->timeouts.command = 1) \
	XX(o->timeouts.content = 1) \
	XX(o->timeouts.reply = 1) \
	XX(o->timeouts.total = 1) \
	XX(o->min_data_rate = 1) \
	XX(o->verify_peer = false) \
	XX(o->verify_peer_name = false) \
	XX(o->allow_self_signed = true) \
	XX(o->peer_name = SMTPC_STR("user")) \
	XX((o->fingerprints = prints, o->fingerprint_count = 1)) \
	XX((o->fingerprints = prints + 1, o->fingerprint_count = 1)) \
	XX(o->ca_file = SMTPC_STR("user")) \
	XX(o->ca_path = SMTPC_STR("user")) \
	XX(o->local_cert = SMTPC_STR("user")) \
	XX(o->local_pk = SMTPC_STR("user")) \
	XX(o->passphrase = SMTPC_STR("user")) \
	XX(o->ciphers = SMTPC_STR("user")) \
	XX(o->security_level = 1) \
	XX(o->min_tls = 0x0304) \
	XX(o->ip_version = 4) \
	XX(o->source_ip = SMTPC_STR("127.0.0.1")) \
	XX(o->proxy = SMTPC_STR("http://127.0.0.1:1")) \
	XX((o->pins = pins, o->pin_count = 1)) \
	XX((o->pins = pins, o->pin_count = 2)) \
	XX(o->pipelining = SMTPC_NEVER) \
	XX(o->smtp_utf8 = SMTPC_NEVER) \
	XX(o->dsn = SMTPC_NEVER) \
	XX(o->chunking = SMTPC_PREFER) \
	XX(o->binary_mime = SMTPC_PREFER) \
	XX(o->lmtp = true) \
	XX((o->disabled = words, o->disabled_count = 1)) \
	XX((o->disabled = words, o->disabled_count = 2)) \
	XX(o->require_all = true) \
	XX(o->max_messages = 1) \
	XX(o->idle_timeout = 1) \
	XX(o->max_age = 1) \
	XX(o->max_per_second = 1)

#define XX(change) +1
enum { VARIANT_COUNT = 1 VARIANTS(XX) };
#undef XX

/* Number 0 is the defaults. */
static void make_variant(size_t number, smtpc_options *o)
{
	size_t at = 0;
	smtpc_options_init(o);
#define XX(change) \
	if (++at == number) { \
		change; \
	}
	VARIANTS(XX)
#undef XX
}

static void each_option_makes_another_key(void)
{
	static uint8_t keys[VARIANT_COUNT][KEY];
	for (size_t i = 0; i < VARIANT_COUNT; i++) {
		smtpc_options o;
		make_variant(i, &o);
		key_of(&o, keys[i]);
		for (size_t k = 0; k < i; k++) {
			if (memcmp(keys[i], keys[k], KEY) == 0) {
				fprintf(stderr, "variants %zu and %zu\n", k, i);
			}
			CHECK(memcmp(keys[i], keys[k], KEY) != 0);
		}
	}
}

/* A copy shares no memory with the original and was made by way of the same table. */
static void a_copy_has_the_same_key(void)
{
	for (size_t i = 0; i < VARIANT_COUNT; i++) {
		smtpc_options o, copy;
		smtpc_error err;
		uint8_t key[KEY], again[KEY];
		make_variant(i, &o);
		key_of(&o, key);
		CHECK_INT(smtpc_options_copy(smtpc_mem_or_default(NULL), &copy, &o, &err), 0);
		key_of(&copy, again);
		CHECK(memcmp(key, again, KEY) == 0);
		smtpc_options_free(smtpc_mem_or_default(NULL), &copy);
	}
}

static void the_secret_counts(void)
{
	smtpc_options o;
	uint8_t other[KEY] = {1, 2, 4}, key[KEY], by_other[KEY];
	smtpc_route route = {.kind = SMTPC_ROUTE_SERVER, .server = &o};
	smtpc_options_init(&o);
	key_of(&o, key);
	CHECK_INT(smtpc_route_key(&route, other, by_other, NULL), 0);
	CHECK(memcmp(key, by_other, KEY) != 0);
}

static void another_file_is_another_key(void)
{
	char path[] = "/tmp/smtpmail-key-XXXXXX";
	smtpc_options o;
	uint8_t before[KEY], same[KEY], after[KEY], gone[KEY];
	int fd = mkstemp(path);
	CHECK(fd >= 0);
	smtpc_options_init(&o);
	o.ca_file = smtpc_str_of(path);
	key_of(&o, before);
	key_of(&o, same);
	CHECK(write(fd, "x", 1) == 1);
	key_of(&o, after);
	(void)close(fd);
	(void)unlink(path);
	key_of(&o, gone);
	CHECK(memcmp(before, same, KEY) == 0);
	CHECK(memcmp(before, after, KEY) != 0);
	CHECK(memcmp(gone, after, KEY) != 0 && memcmp(gone, before, KEY) != 0);
}

static void groups_differ(void)
{
	smtpc_options o[2];
	smtpc_options_init(&o[0]);
	smtpc_options_init(&o[1]);
	o[1].port = 26;
	smtpc_route one = {.kind = SMTPC_ROUTE_SERVER, .server = &o[0]};
	smtpc_route pair[] = {one, {.kind = SMTPC_ROUTE_SERVER, .server = &o[1]}};
	smtpc_route swapped[] = {pair[1], pair[0]};
	const smtpc_route routes[] = {one,
		{.kind = SMTPC_ROUTE_FAILOVER, .members = &one, .member_count = 1},
		{.kind = SMTPC_ROUTE_FAILOVER, .members = pair, .member_count = 2},
		{.kind = SMTPC_ROUTE_FAILOVER, .members = swapped, .member_count = 2},
		{.kind = SMTPC_ROUTE_FAILOVER, .members = pair, .member_count = 2, .retry_period = 1},
		{.kind = SMTPC_ROUTE_ROUNDROBIN, .members = pair, .member_count = 2}};
	enum { COUNT = sizeof routes / sizeof routes[0] };
	uint8_t keys[COUNT][KEY];
	for (size_t i = 0; i < COUNT; i++) {
		CHECK_INT(smtpc_route_key(&routes[i], secret, keys[i], NULL), 0);
		for (size_t k = 0; k < i; k++) {
			CHECK(memcmp(keys[i], keys[k], KEY) != 0);
		}
	}
}

static void what_options_do_not_identify_is_refused(void)
{
	smtpc_options o[2];
	uint8_t key[KEY];
	smtpc_error err = {.code = 0};
	smtpc_peer_options inside = {.keep = SMTPC_KEEP_NOTHING};
	smtpc_options_init(&o[0]);
	smtpc_options_init(&o[1]);
	smtpc_route pair[] = {{.kind = SMTPC_ROUTE_SERVER, .server = &o[0]},
		{.kind = SMTPC_ROUTE_SERVER, .server = &o[1]}};
	smtpc_route group = {.kind = SMTPC_ROUTE_FAILOVER, .members = pair, .member_count = 2};
	o[1].token = true;
	CHECK_INT(smtpc_route_key(&group, secret, key, &err), SMTPC_E_ARGUMENT);
	o[1].token = false;
	o[1].peer = smtpc_peer_new(NULL, &inside, NULL);
	CHECK_INT(smtpc_route_key(&group, secret, key, &err), SMTPC_E_ARGUMENT);
	CHECK_INT(err.code, SMTPC_E_ARGUMENT);
	smtpc_peer_unref(o[1].peer);
}

int main(void)
{
	RUN(each_option_makes_another_key);
	RUN(a_copy_has_the_same_key);
	RUN(the_secret_counts);
	RUN(another_file_is_another_key);
	RUN(groups_differ);
	RUN(what_options_do_not_identify_is_refused);
	return test_report();
}
