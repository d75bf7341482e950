/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Signers and certificates, between the file that makes them and the one that uses them. */
#ifndef SMTPC_SMIME_INT_H
#define SMTPC_SMIME_INT_H

#include "crypto/smtpc_key.h"
#include "crypto/smtpc_smime.h"

struct smtpc_cert {
	const smtpc_mem *mem;
	size_t refs;
	X509 *x509;
};

struct smtpc_smime_signer {
	const smtpc_mem *mem;
	size_t refs;
	smtpc_key *key;
	STACK_OF(X509) * certs; /* the signer's own first, then all that go with it */
};

#endif
