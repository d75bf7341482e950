/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What the mime files share about addresses, beyond smtpc.h. */
#ifndef SMTPC_ADDR_H
#define SMTPC_ADDR_H

#include "base/smtpc_idna.h"

enum {
	SMTPC_LOCAL_MAX = 64,   /* RFC 5321 §4.5.3.1.1 */
	SMTPC_PATH_MAX = 254,   /* RFC 5321 §4.5.3.1.3, without the angle brackets */
	SMTPC_NAME_MAX = 3072, /* of a display name: ours, no RFC says */
	SMTPC_SPEC_MAX = 8192  /* what smtpc_addr_parse() looks at: any of these, quoted */
};

/* |text| may stand between the dots and around them: RFC 5322 §3.2.3, RFC 6532 §3.2. */
bool smtpc_addr_is_dot_atom(smtpc_str text);

/* An address literal with its brackets, IPv4 or IPv6: RFC 5321 §4.1.3. */
bool smtpc_addr_is_literal(smtpc_str domain);

#endif
