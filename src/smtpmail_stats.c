/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * smtpmail_stats(): what this process has done since it started. One set of counters for all its
 * threads; a child begins anew after a fork. And what is parked now, in this thread. */
#include "smtpmail_internal.h"

#ifdef ZTS
#include "TSRM.h"
#endif

#include "ext/standard/info.h"

/* As the module's table of functions has it. */
PHP_FUNCTION(smtpmail_stats);

/* In the order in which they are given out. */
#define STATS_MAP(XX) \
	XX(SENT, "sent", "Mails sent") \
	XX(REJECTED, "rejected", "Mails rejected") \
	XX(IN_DOUBT, "in_doubt", "Mails in doubt") \
	XX(CONNECTIONS, "connections", "Connections made") \
	XX(REUSED, "reused", "Mails over a kept connection") \
	XX(TLS_RESUMED, "tls_resumed", "TLS sessions resumed") \
	XX(BYTES, "bytes", "Octets of content sent")

typedef enum stats_counter {
#define XX(name, key, text) STATS_##name,
	STATS_MAP(XX)
#undef XX
	STATS_COUNT
} stats_counter;

static const char *const stats_keys[] = {
#define XX(name, key, text) key,
	STATS_MAP(XX)
#undef XX
};

static const char *const stats_texts[] = {
#define XX(name, key, text) text,
	STATS_MAP(XX)
#undef XX
};

static uint64_t counters[STATS_COUNT];
static zend_long counters_pid;
#ifdef ZTS
static MUTEX_T counters_mutex;
#endif

/* Numbers are of this process from here to stats_unlock(). */
static void stats_lock(void)
{
#ifdef ZTS
	tsrm_mutex_lock(counters_mutex);
#endif
	zend_long pid = smtpmail_pid();
	if (counters_pid != pid) {
		memset(counters, 0, sizeof counters);
		counters_pid = pid;
	}
}

static void stats_unlock(void)
{
#ifdef ZTS
	tsrm_mutex_unlock(counters_mutex);
#endif
}

void smtpmail_stats_add_result(const smtpc_result *result)
{
	stats_lock();
	counters[STATS_SENT] += result->outcome == SMTPC_ACCEPTED;
	counters[STATS_REJECTED] += result->outcome == SMTPC_REJECTED;
	counters[STATS_IN_DOUBT] += result->outcome == SMTPC_IN_DOUBT;
	counters[STATS_REUSED] += result->reused;
	counters[STATS_BYTES] += result->bytes;
	stats_unlock();
}

void smtpmail_stats_add_client(smtpc_client *core)
{
	smtpc_counts counts;
	smtpc_client_take_counts(core, &counts);
	stats_lock();
	counters[STATS_CONNECTIONS] += counts.connections;
	counters[STATS_TLS_RESUMED] += counts.tls_resumed;
	stats_unlock();
}

static void stats_copy(uint64_t copy[STATS_COUNT])
{
	stats_lock();
	memcpy(copy, counters, sizeof counters);
	stats_unlock();
}

PHP_FUNCTION(smtpmail_stats)
{
	ZEND_PARSE_PARAMETERS_NONE();

	uint64_t copy[STATS_COUNT];
	stats_copy(copy);
	array_init_size(return_value, STATS_COUNT + 1);
	for (size_t i = 0; i < STATS_COUNT; i++) {
		add_assoc_long(return_value, stats_keys[i], (zend_long)copy[i]);
	}
	add_assoc_long(return_value, "parked", smtpmail_pool_count());
}

void smtpmail_stats_info(void)
{
	uint64_t copy[STATS_COUNT];
	stats_copy(copy);
	php_info_print_table_start();
	php_info_print_table_header(2, "Since this process started", "");
	for (size_t i = 0; i < STATS_COUNT; i++) {
		char number[24];
		snprintf(number, sizeof number, "%" PRIu64, copy[i]);
		php_info_print_table_row(2, stats_texts[i], number);
	}
	char parked[24];
	snprintf(parked, sizeof parked, ZEND_LONG_FMT, smtpmail_pool_count());
	php_info_print_table_row(2, "Clients parked with a connection", parked);
	php_info_print_table_end();
}

PHP_MINIT_FUNCTION(smtpmail_stats)
{
#ifdef ZTS
	counters_mutex = tsrm_mutex_alloc();
#endif
	return SUCCESS;
}

PHP_MSHUTDOWN_FUNCTION(smtpmail_stats)
{
#ifdef ZTS
	tsrm_mutex_free(counters_mutex);
#endif
	return SUCCESS;
}
