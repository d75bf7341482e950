/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Who shares a TLS context and who does not: all that verification depends on must make a difference.
 * That a shared context is resumed from is shown by tls_test.c. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto_fixture.h"
#include "net/smtpc_tls_int.h"

static char files[3][32];
static smtpc_fingerprint pins[2] = {{.digest = {1}}, {.digest = {2}}};

static void write_file(char *path, smtpc_str text)
{
	memcpy(path, "/tmp/smtpc_cache_test.XXXXXX", sizeof "/tmp/smtpc_cache_test.XXXXXX");
	int fd = mkstemp(path);
	CHECK(write(fd, text.ptr, text.len) == (ssize_t)text.len);
	(void)close(fd);
}

static void make_files(void)
{
	EVP_PKEY *key = fixture_key(EVP_PKEY_EC, NID_X9_62_prime256v1);
	X509 *cert = fixture_cert("an authority", key, NULL, NULL, "keyCertSign");
	smtpc_str pem = fixture_cert_pem(cert);
	for (int i = 0; i < 3; i++) {
		write_file(files[i], pem);
	}
	fixture_text_free(pem);
	X509_free(cert);
	EVP_PKEY_free(key);
}

static smtpc_options options_of(smtpc_tls_cache *cache)
{
	smtpc_options o;
	smtpc_options_init(&o);
	o.host = SMTPC_STR("mx.example");
	o.tls = SMTPC_TLS_IMPLICIT;
	o.ca_file = smtpc_str_of(files[0]);
	o.tls_cache = cache;
	return o;
}

static smtpc_tls_context *get(const smtpc_options *o)
{
	smtpc_error err = {0};
	smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), o, &err);
	CHECK_STR(smtpc_str_of(err.message), "");
	return context;
}

static void the_same_wishes_share(void)
{
	smtpc_tls_cache *cache = smtpc_tls_cache_new(NULL);
	smtpc_options o = options_of(cache), alone = options_of(NULL);
	smtpc_tls_context *a = get(&o);
	o.username = SMTPC_STR("somebody"); /* what is said under TLS is another matter */
	smtpc_tls_context *b = get(&o), *c = get(&alone);
	CHECK(a == b && a != c);
	smtpc_tls_context_free(a);
	smtpc_tls_context_free(b);
	a = get(&o);
	CHECK(a == b);
	/* It outlives the cache. */
	smtpc_tls_cache_free(cache);
	CHECK_INT(a->refs, 1);
	smtpc_tls_context_free(a);
	smtpc_tls_context_free(c);
	smtpc_tls_cache_free(NULL);
}

enum { VARIANTS = 13 };

static void vary(smtpc_options *o, int how)
{
	switch (how) {
	case 0: o->host = SMTPC_STR("my.example"); break;
	case 1: o->port = 466; break;
	case 2: o->peer_name = SMTPC_STR("mx.example"); break;
	case 3: o->verify_peer = false; break;
	case 4: o->verify_peer_name = false; break;
	case 5: o->allow_self_signed = true; break;
	case 6: o->ca_file = smtpc_str_of(files[1]); break;
	case 7: o->ca_path = SMTPC_STR("/tmp"); break;
	case 8: o->passphrase = SMTPC_STR("x"); break;
	case 9: o->ciphers = SMTPC_STR("TLS_AES_128_GCM_SHA256"); break;
	case 10: o->security_level = 2; break;
	case 11: o->min_tls = TLS1_3_VERSION; break;
	default: o->fingerprints = pins; o->fingerprint_count = 1; break;
	}
}

static void any_other_wish_is_another_context(void)
{
	smtpc_tls_cache *cache = smtpc_tls_cache_new(NULL);
	smtpc_tls_context *all[VARIANTS + 3];
	size_t count = 0;
	smtpc_options o = options_of(cache);
	all[count++] = get(&o);
	for (int how = 0; how < VARIANTS; how++) {
		o = options_of(cache);
		vary(&o, how);
		all[count++] = get(&o);
	}
	o.fingerprints = &pins[1];
	all[count++] = get(&o);
	o.fingerprints = pins;
	o.fingerprint_count = 2;
	all[count++] = get(&o);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < i; k++) {
			CHECK(all[i] != all[k]);
		}
	}
	for (size_t i = 0; i < count; i++) {
		smtpc_tls_context_free(all[i]);
	}
	smtpc_tls_cache_free(cache);
}

static void a_file_that_changed_is_read_again(void)
{
	smtpc_tls_cache *cache = smtpc_tls_cache_new(NULL);
	smtpc_options o = options_of(cache);
	smtpc_tls_context *a = get(&o), *b;
	int fd = open(files[0], O_WRONLY | O_APPEND);
	CHECK(write(fd, "\n", 1) == 1);
	(void)close(fd);
	b = get(&o);
	CHECK(a != b);
	smtpc_tls_context_free(b);
	/* Replaced by one of the same length. */
	CHECK_INT(rename(files[2], files[1]), 0);
	o.ca_file = smtpc_str_of(files[1]);
	b = get(&o);
	CHECK(a != b);
	CHECK_INT(unlink(files[1]), 0);
	smtpc_error err;
	CHECK(smtpc_tls_context_new(smtpc_mem_or_default(NULL), &o, &err) == NULL);
	CHECK_INT(err.code, SMTPC_E_TLS_CONFIG);
	smtpc_tls_context_free(a);
	smtpc_tls_context_free(b);
	smtpc_tls_cache_free(cache);
}

static void the_least_used_makes_way(void)
{
	smtpc_tls_cache *cache = smtpc_tls_cache_new(NULL);
	smtpc_options o = options_of(cache);
	smtpc_tls_context *first = get(&o), *second = NULL;
	for (int i = 0; i < 40; i++) {
		o.port = (uint16_t)(1000 + i);
		smtpc_tls_context *context = get(&o);
		if (i == 0) {
			second = smtpc_tls_context_ref(context);
		}
		smtpc_tls_context_free(context);
		o.port = 0;
		context = get(&o);
		CHECK(context == first);
		smtpc_tls_context_free(context);
	}
	CHECK_INT(first->refs, 2);
	CHECK_INT(second->refs, 1);
	o.port = 1000;
	smtpc_tls_context *again = get(&o);
	CHECK(again != second);
	smtpc_tls_context_free(again);
	smtpc_tls_context_free(first);
	smtpc_tls_context_free(second);
	smtpc_tls_cache_free(cache);
}

static void without_memory_nothing_is_kept(void)
{
	test_mem t;
	for (unsigned long at = 1; at < 4; at++) {
		test_mem_init(&t);
		t.fail_at = at;
		smtpc_tls_cache *cache = smtpc_tls_cache_new(&t.mem);
		smtpc_options o = options_of(cache);
		smtpc_error err = {0};
		o.fingerprints = pins;
		o.fingerprint_count = 1;
		if (cache != NULL) {
			smtpc_tls_context *context = smtpc_tls_context_new(&t.mem, &o, &err);
			CHECK((context == NULL) == (err.code == SMTPC_E_NOMEM));
			smtpc_tls_context_free(context);
		}
		smtpc_tls_cache_free(cache);
		CHECK_INT(t.held, 0);
	}
}

int main(void)
{
	make_files();
	RUN(the_same_wishes_share);
	RUN(any_other_wish_is_another_context);
	RUN(the_least_used_makes_way);
	RUN(without_memory_nothing_is_kept);
	RUN(a_file_that_changed_is_read_again);
	for (int i = 0; i < 3; i++) {
		(void)unlink(files[i]);
	}
	return test_report();
}
