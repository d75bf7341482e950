/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The module as PHP sees it: its version and its entry. */
#ifndef PHP_SMTPMAIL_H
#define PHP_SMTPMAIL_H

#define PHP_SMTPMAIL_VERSION "0.1.0"

extern zend_module_entry smtpmail_module_entry;
#define phpext_smtpmail_ptr &smtpmail_module_entry

#if defined(ZTS) && defined(COMPILE_DL_SMTPMAIL)
ZEND_TSRMLS_CACHE_EXTERN()
#endif

#endif
