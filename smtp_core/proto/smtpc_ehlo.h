/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What the server said it can do (RFC 5321 §4.1.1.1). */
#ifndef SMTPC_EHLO_H
#define SMTPC_EHLO_H

#include "base/smtpc_buf.h"

/* Keywords that change what the session does. */
#define SMTPC_CAP_MAP(XX) \
	XX(PIPELINING, "PIPELINING") /* RFC 2920 */ \
	XX(SIZE, "SIZE")             /* RFC 1870 */ \
	XX(STARTTLS, "STARTTLS")     /* RFC 3207 */ \
	XX(AUTH, "AUTH")             /* RFC 4954 */ \
	XX(SMTPUTF8, "SMTPUTF8")     /* RFC 6531 */ \
	XX(EIGHTBIT, "8BITMIME")     /* RFC 6152 */ \
	XX(CHUNKING, "CHUNKING")     /* RFC 3030 */ \
	XX(BINARY, "BINARYMIME")     /* RFC 3030 */ \
	XX(LIMITS, "LIMITS")         /* RFC 9422 */ \
	XX(DSN, "DSN")               /* RFC 3461 */ \
	XX(REQUIRETLS, "REQUIRETLS") /* RFC 8689 */ \
	XX(PRIORITY, "MT-PRIORITY")  /* RFC 6710 */ \
	XX(HOLD, "FUTURERELEASE")    /* RFC 4865 */ \
	XX(DELIVERBY, "DELIVERBY")   /* RFC 2852 */

/* clang-format off */
typedef enum smtpc_cap {
#define XX(name, keyword) SMTPC_CAP_##name,
	SMTPC_CAP_MAP(XX)
#undef XX
	SMTPC_CAP_COUNT
} smtpc_cap;
/* clang-format on */

typedef struct smtpc_caps {
	bool has[SMTPC_CAP_COUNT];
	bool mech[SMTPC_SASL_COUNT];
	/* The number behind the keyword; 0: none, or none that is a number. */
	uint64_t max_size; /* SIZE */
	uint64_t max_hold; /* FUTURERELEASE: seconds */
	uint64_t min_by;   /* DELIVERBY: seconds */
	/* LIMITS; 0: none, or none that can be read. */
	uint64_t max_mails;        /* MAILMAX */
	uint64_t max_rcpts;        /* RCPTMAX */
	uint64_t max_rcpt_domains; /* RCPTDOMAINMAX */
	smtpc_buf name;    /* first word of the first line */
	smtpc_buf lines;   /* the other lines, joined by '\n' */
	smtpc_buf auth;    /* the mechanisms as offered, separated by spaces */
} smtpc_caps;

/* "SIZE" */
const char *smtpc_cap_name(smtpc_cap cap);

void smtpc_caps_init(smtpc_caps *caps, const smtpc_mem *mem);
void smtpc_caps_free(smtpc_caps *caps);
/* Forgets everything (RFC 3207 §4.2). */
void smtpc_caps_reset(smtpc_caps *caps);
/* Reads the text of a 250 to EHLO; keywords in |disabled| are overlooked. NOMEM. */
int smtpc_caps_parse(smtpc_caps *caps, smtpc_str text, const smtpc_str *disabled, size_t count);

#endif
