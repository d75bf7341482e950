/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * xtext (RFC 3461 §4) and its sister for UTF-8 (RFC 6533 §3): how free text gets into a parameter of
 * MAIL and RCPT without ending it. */
#ifndef SMTPC_XTEXT_H
#define SMTPC_XTEXT_H

#include "base/smtpc_buf.h"

/* Octets that |text| has as xtext; 0: it is empty, or not printable ASCII. */
size_t smtpc_xtext_len(smtpc_str text);
/* Appends |text|, for which smtpc_xtext_len() is not 0. NOMEM. */
int smtpc_xtext_append(smtpc_buf *out, smtpc_str text);

/* The same in the form utf-8-addr-xtext, which is ASCII and may go to any server with DSN. 0: empty,
 * not UTF-8, or with control characters. */
size_t smtpc_xtext_utf8_len(smtpc_str text);
int smtpc_xtext_utf8_append(smtpc_buf *out, smtpc_str text);

#endif
