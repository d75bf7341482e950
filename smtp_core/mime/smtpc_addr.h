/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What the mime files share about addresses, beyond smtpc.h. */
#ifndef SMTPC_ADDR_H
#define SMTPC_ADDR_H

#include "base/smtpc_idna.h"
#include "mime/smtpc_addrname.h"

enum {
	SMTPC_LOCAL_MAX = 64, /* RFC 5321 §4.5.3.1.1 */
	SMTPC_PATH_MAX = 254  /* RFC 5321 §4.5.3.1.3, without the angle brackets */
};

/* In place of a clause that says what is wrong. */
extern const char smtpc_addr_no_memory[];
extern const char smtpc_addr_local_too_long[];
extern const char smtpc_addr_name_too_long[];

/* A mailbox out of its parts: |local| as it is meant, without quotes; |domain| a name, or a literal
 * in its brackets; both, and |name|, are valid UTF-8 without control characters. Checks the rest,
 * and writes the local part the one way it is written. NULL, or what is wrong; |addr| is empty
 * then.
 */
const char *smtpc_addr_make(
	smtpc_addr *addr, const smtpc_mem *mem, smtpc_str local, smtpc_str domain, smtpc_str name);
/* What is wrong with |name| as a display name, or NULL. */
const char *smtpc_addr_name_wrong(smtpc_str name);
/* "invalid |what| "|text|": |wrong|" as ARGUMENT, or NOMEM; |number| > 0: behind "address 3: ". */
int smtpc_addr_fail(
	smtpc_error *err, size_t number, const char *what, smtpc_str text, const char *wrong);

/* |text| may stand between the dots and around them: RFC 5322 §3.2.3, RFC 6532 §3.2. */
bool smtpc_addr_is_dot_atom(smtpc_str text);

/* An address literal with its brackets, IPv4 or IPv6: RFC 5321 §4.1.3. */
bool smtpc_addr_is_literal(smtpc_str domain);

#endif
