/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What differs between PHP 8.2 and 8.6, in one place. */
#ifndef SMTPMAIL_COMPAT_H
#define SMTPMAIL_COMPAT_H

#include "php.h"
#if PHP_VERSION_ID >= 80300
#include "zend_hrtime.h"
#else
#include "ext/standard/hrtime.h"
#endif

#ifndef PHP_WIN32
#include <unistd.h>
#endif

#if PHP_VERSION_ID < 80200
#error "smtpmail needs PHP 8.2 or later"
#endif

/* For "…, %s given". */
static inline const char *smtpmail_type_name(const zval *value)
{
#if PHP_VERSION_ID >= 80300
	return zend_zval_value_name(value);
#else
	return Z_TYPE_P(value) == IS_OBJECT ? ZSTR_VAL(Z_OBJCE_P(value)->name)
	                                    : zend_zval_type_name(value);
#endif
}

/* Seconds on a monotonic clock. */
static inline double smtpmail_now(void)
{
#if PHP_VERSION_ID >= 80300
	return (double)zend_hrtime() / 1e9;
#else
	return (double)php_hrtime_current() / 1e9;
#endif
}

/* Changes with fork(), which Windows lacks. */
static inline zend_long smtpmail_pid(void)
{
#ifdef PHP_WIN32
	return 0;
#else
	return (zend_long)getpid();
#endif
}

#endif
