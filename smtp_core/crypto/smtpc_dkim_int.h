/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The signer itself, between the file that makes it and the file that signs with it. */
#ifndef SMTPC_DKIM_INT_H
#define SMTPC_DKIM_INT_H

#include "crypto/smtpc_dkim.h"
#include "crypto/smtpc_key.h"

/* t= and x= have at most 12 digits (RFC 6376 §3.5). */
#define SMTPC_DKIM_TIME_MAX INT64_C(999999999999)

/* A field to be signed. */
typedef struct smtpc_dkim_name {
	smtpc_str name;
	bool oversign;
} smtpc_dkim_name;

struct smtpc_dkim {
	const smtpc_mem *mem;
	size_t refs;
	smtpc_key *key;
	/* Set up for rsa-sha256 and good for any number of signatures; NULL: the key is Ed25519. */
	EVP_PKEY_CTX *rsa;
	int64_t expires_after;
	smtpc_str domain, selector;
	smtpc_dkim_name *names; /* no two alike */
	size_t name_count;
	char *text; /* what the views above look into */
};

#endif
