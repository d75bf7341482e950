/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What tells two sets of options apart, put into a digest: numbers, strings and files. */
#ifndef SMTPC_STAMP_H
#define SMTPC_STAMP_H

#include "crypto/smtpc_digest.h"

void smtpc_stamp_number(smtpc_digest *digest, uint64_t number);
/* With its length before it, so that no two lists of strings look the same; {NULL, 0} is not "". */
void smtpc_stamp_string(smtpc_digest *digest, smtpc_str str);
/* A path, and what can be seen of the file without reading it: one that was put in place of another,
 * or written anew, is another. */
void smtpc_stamp_file(smtpc_digest *digest, smtpc_str path);

#endif
