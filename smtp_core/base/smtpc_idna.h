/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Domain names as the DNS has them and as people read them: IDNA 2008 (RFC 5891) with the mapping
 * of UTS 46, not transitional, and the letters-digits-hyphen rule. Allocates only inside libidn2.
 * Both functions return 0 or, with a clause for a sentence in |*wrong|, ARGUMENT; or NOMEM. */
#ifndef SMTPC_IDNA_H
#define SMTPC_IDNA_H

#include "smtpc.h"

enum {
	SMTPC_DOMAIN_MAX = 253, /* RFC 1035 §3.1, as text */
	SMTPC_LABEL_MAX = 63
};

/* |domain| (valid UTF-8) in lower case and with A-labels, NUL-terminated. What is an A-label
 * already is checked. No address literals, no dot at the end, no underscores. */
int smtpc_idna_to_ascii(char out[SMTPC_DOMAIN_MAX + 1], smtpc_str domain, const char **wrong);
/* |ascii|, as the function above gave it, with U-labels. */
int smtpc_idna_to_unicode(char out[SMTPC_DOMAIN_MAX + 1], const char *ascii, const char **wrong);

#endif
