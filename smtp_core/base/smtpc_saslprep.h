/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * SASLprep (RFC 4013): the one form of a user name or password that SCRAM hashes. ASCII is its own
 * form; for the rest libidn is asked, if the build has it (SMTPC_HAVE_LIBIDN). */
#ifndef SMTPC_SASLPREP_H
#define SMTPC_SASLPREP_H

#include "base/smtpc_buf.h"

/* Appends the form of |text| to |out|. |stored|: code points that Unicode 3.2 does not assign are
 * refused, as RFC 5802 §2.2 wants for passwords. ARGUMENT with a clause for a sentence in |*wrong|:
 * not UTF-8, prohibited characters, nothing left, no libidn; NOMEM. */
int smtpc_saslprep(smtpc_buf *out, smtpc_str text, bool stored, const char **wrong);

#endif
