/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What went wrong, in words that name the cause and the cure. */
#include "net/smtpc_tls_int.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"

const char *smtpc_tls_reason(void)
{
	unsigned long code = ERR_peek_last_error();
	const char *reason = code != 0 ? ERR_reason_error_string(code) : NULL;
	return reason != NULL ? reason : "unknown error";
}

typedef struct verify_advice {
	long error;
	const char *text;
} verify_advice;

#define TRUST_ADVICE \
	"name the authority that issued it with the option caFile, or correct the server's chain"

static const verify_advice verify_advices[] = {
	{X509_V_ERR_CERT_HAS_EXPIRED, "it has expired; the server needs a new one"},
	{X509_V_ERR_CERT_NOT_YET_VALID, "it is not valid yet; is the clock of this machine right?"},
	{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
		"it is self-signed; give it as caFile, or set allowSelfSigned if that is really meant"},
	{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "its authority is not trusted here; " TRUST_ADVICE},
	{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "its issuer is not known here; " TRUST_ADVICE},
	{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "its issuer is not known here; " TRUST_ADVICE},
	{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "its issuer is not known here; " TRUST_ADVICE},
	{X509_V_ERR_CERT_REVOKED, "it has been revoked"},
	{X509_V_ERR_INVALID_PURPOSE, "it is not meant for servers"},
};

static int fail_verify(smtpc_tls *tls, long error, smtpc_error *err)
{
	const smtpc_tls_context *context = tls->context;
	const char *text = X509_verify_cert_error_string(error);
	if (error == X509_V_ERR_HOSTNAME_MISMATCH) {
		return smtpc_fail(err, SMTPC_E_TLS_VERIFY,
			"the server's certificate is not for %s but for %s; connect by a name that it has, or "
			"give that name as peerName",
			context->name, tls->names);
	}
	for (size_t i = 0; i < sizeof verify_advices / sizeof verify_advices[0]; i++) {
		if (verify_advices[i].error == error) {
			text = verify_advices[i].text;
		}
	}
	return smtpc_fail(
		err, SMTPC_E_TLS_VERIFY, "the certificate of %s was not accepted: %s", context->name, text);
}

/* Content types 20 to 23 (RFC 8446 §5.1) begin every record: anything else is no TLS. */
static bool peer_speaks_plain(const smtpc_tls *tls)
{
	return tls->heard && (tls->first < 20 || tls->first > 23);
}

int smtpc_tls_fail_handshake(
	smtpc_tls *tls, bool starttls, ptrdiff_t io, int sys_errno, smtpc_error *err)
{
	long verdict = SSL_get_verify_result(tls->ssl);
	if (verdict != X509_V_OK && SSL_get_verify_mode(tls->ssl) != SSL_VERIFY_NONE) {
		return fail_verify(tls, verdict, err);
	}
	if (peer_speaks_plain(tls)) {
		return smtpc_fail(err, SMTPC_E_TLS_HANDSHAKE,
			starttls
				? "the server said yes to STARTTLS but does not speak TLS"
				: "the server does not speak TLS from the first byte on this port: use Tls::StartTls "
				  "there (usual on port 587), or port 465 for implicit TLS");
	}
	if (io == SMTPC_SOCK_EOF || sys_errno != 0) {
		char text[128] = "the server closed it";
		if (sys_errno != 0) {
			smtpc_errno_text(sys_errno, text, sizeof text);
		}
		(void)smtpc_fail(err, SMTPC_E_TLS_HANDSHAKE,
			"the connection was lost during the TLS handshake: %s", text);
		err->sys_errno = sys_errno;
		err->transient = true;
		return SMTPC_E_TLS_HANDSHAKE;
	}
	return smtpc_fail(
		err, SMTPC_E_TLS_HANDSHAKE, "the TLS handshake failed: %s", smtpc_tls_reason());
}
