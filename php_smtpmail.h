/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The module as PHP sees it: its version, its entry and its globals. */
#ifndef PHP_SMTPMAIL_H
#define PHP_SMTPMAIL_H

#define PHP_SMTPMAIL_VERSION "0.1.0"

extern zend_module_entry smtpmail_module_entry;
#define phpext_smtpmail_ptr &smtpmail_module_entry

/* Random octets for the messages to come. */
typedef struct smtpmail_seeds {
	uint8_t octets[512];
	size_t left;
	zend_long pid; /* whose they are */
} smtpmail_seeds;

ZEND_BEGIN_MODULE_GLOBALS(smtpmail)
	zend_long spool_memory;     /* octets kept in memory before a temporary file is made */
	bool bailed; /* a fatal error waits to go on: see smtpmail_go_on_bailing() */
	smtpmail_seeds seeds;
	bool persistent;         /* what the option of that name is when it is not given */
	zend_long max_persistent; /* connections kept for one key */
	zend_long max_idle;       /* seconds for which one is kept; 0: no limit */
	struct smtpmail_pool *pool; /* and they are here (src/smtpmail_pool.c) */
	struct smtpc_tls_cache *tls; /* what clients have in common; made with the first of them */
	struct smtpmail_keys *keys; /* the private keys parsed so far (src/smtpmail_key.c) */
ZEND_END_MODULE_GLOBALS(smtpmail)

ZEND_EXTERN_MODULE_GLOBALS(smtpmail)
#define SMTPMAIL_G(v) ZEND_MODULE_GLOBALS_ACCESSOR(smtpmail, v)

#if defined(ZTS) && defined(COMPILE_DL_SMTPMAIL)
ZEND_TSRMLS_CACHE_EXTERN()
#endif

#endif
