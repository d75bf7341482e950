/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Parameters of Content-Type and Content-Disposition, `; name=value` each, behind what a smtpc_fold
 * has written so far. Lines stay within 76 octets, nothing but ASCII is written. Names are tokens;
 * a failure (out of memory) sticks in the fold and is told by smtpc_fold_end().
 *
 * A file name is written twice. `filename` (RFC 2183 §2.3) has it exactly, as RFC 2231 wants it
 * where it is long or not plain ASCII. `name` is for readers that know neither: encoded words (RFC
 * 2047) in a quoted string, which RFC 2047 §5 does not allow, and nearly every reader takes. */
#ifndef SMTPC_PARAM_H
#define SMTPC_PARAM_H

#include "mime/smtpc_fold.h"

enum { SMTPC_PARAM_NAME_MAX = 1024 };

/* |value|: ASCII without control characters; as a token if it is one, else as a quoted string. One
 * that is too long for a line of 76 gets a longer one, as nothing can be folded in it: up to 400
 * octets keep it below the 998 of RFC 5322 §2.1.1. */
void smtpc_param_put(smtpc_fold *fold, smtpc_str name, smtpc_str value);
/* |value|: as smtpc_param_name_wrong() has it. As a quoted string if it is short ASCII, else
 * percent-encoded, in as many pieces as it takes, each of whole characters (RFC 2231 §3, §4). The
 * name has 32 octets at most. */
void smtpc_param_put_2231(smtpc_fold *fold, smtpc_str name, smtpc_str value);
/* |value|: the same. As a quoted string if it is short ASCII, else as encoded words in one. */
void smtpc_param_put_2047(smtpc_fold *fold, smtpc_str name, smtpc_str value);

/* NULL if |name| may be the name of an attached file, else what is wrong with it, to go on behind
 * "the file name": empty, more than 1024 octets, not UTF-8, a control character (also DEL and those
 * of U+0080 to U+009F), a line or paragraph separator. Slashes may be in it, "." and ".." may be
 * all of it: receivers take no path from a mail (RFC 2183 §2.3), and programs give what they have.
 */
const char *smtpc_param_name_wrong(smtpc_str name);

#endif
