/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Header fields by their kind: what RFC 5322 §3.6 and RFC 2047 make of a value. All append whole
 * fields to |out| and return 0 or NOMEM; on NOMEM |out| may have gained a part of the field. */
#ifndef SMTPC_HEADER_H
#define SMTPC_HEADER_H

#include "base/smtpc_buf.h"

/* |value| as it is, unfolded: for short ones that we made. */
int smtpc_header_plain(smtpc_buf *out, smtpc_str name, smtpc_str value);
/* Unstructured text: valid UTF-8 without control characters except tab. */
int smtpc_header_text(smtpc_buf *out, smtpc_str name, smtpc_str value);
/* The same for a field that may be structured: what is encoded is fit for a phrase, and quoted
 * strings are encoded as a whole or not at all. */
int smtpc_header_named(smtpc_buf *out, smtpc_str name, smtpc_str value);
/* Message-IDs that are separated by one space each. */
int smtpc_header_ids(smtpc_buf *out, smtpc_str name, smtpc_str ids);
/* Mailboxes and groups in their order; at least one of them. */
int smtpc_header_addrs(smtpc_buf *out, smtpc_str name, const smtpc_addr_list *list);

/* The years that a Date may have: RFC 5322 §3.3 wants four digits and 1900 at least. */
bool smtpc_header_date_ok(int64_t unix_time, int offset);
int smtpc_header_date(smtpc_buf *out, int64_t unix_time, int offset);

#endif
