/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What went wrong, in words that name the cause and the cure. */
#include "net/smtpc_tls_int.h"

#include <stdio.h>

#include "base/smtpc_err.h"

/* ---- what OpenSSL, or an alert, says ------------------------------------- */

typedef struct reason_row {
	int reason; /* SSL_R_… */
	const char *text;
} reason_row;

#define OUR_CERTIFICATE "the server does not accept our certificate (localCert): "
#define OLD_VERSION \
	"the server has no TLS version that minProtoVersion allows; TLS 1.0 and 1.1 are never used"

static const reason_row reasons[] = {
	{SSL_R_UNSUPPORTED_PROTOCOL, OLD_VERSION},
	{SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, OLD_VERSION},
	{SSL_R_WRONG_VERSION_NUMBER, "what the server sent is not TLS, or of a version long dead"},
	{SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE,
		"the server refused (handshake failure): it has no cipher, key type or TLS version that "
		"we have (see ciphers, securityLevel, minProtoVersion), or it wants a client certificate "
		"(localCert)"},
	{SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY,
		"the server wants stronger ciphers than it was offered; see ciphers"},
	{SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED,
		"the server wants a client certificate, and none was given; see localCert"},
	{SSL_R_TLSV1_ALERT_UNKNOWN_CA, OUR_CERTIFICATE "it does not know who issued it"},
	{SSL_R_TLSV1_ALERT_ACCESS_DENIED, OUR_CERTIFICATE "access denied"},
	{SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, OUR_CERTIFICATE "bad certificate"},
	{SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE, OUR_CERTIFICATE "unsupported certificate"},
	{SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED, OUR_CERTIFICATE "it has expired"},
	{SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED, OUR_CERTIFICATE "it has been revoked"},
	{SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN, OUR_CERTIFICATE "certificate unknown"},
	{SSL_R_TLSV1_UNRECOGNIZED_NAME,
		"the server knows nothing of the name that it was asked for; see peerName"},
	{SSL_R_TLSV1_ALERT_INTERNAL_ERROR, "the server reports an internal error of its TLS"},
	{SSL_R_DH_KEY_TOO_SMALL,
		"the server's Diffie-Hellman key is too short for OpenSSL's security level; see "
		"securityLevel"},
#ifdef SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED
	{SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED,
		"the server lacks secure renegotiation (RFC 5746) and is too old to be used"},
#endif
#ifdef SSL_R_UNEXPECTED_EOF_WHILE_READING
	{SSL_R_UNEXPECTED_EOF_WHILE_READING, "the server closed the connection without saying so"},
#endif
};

const char *smtpc_tls_reason(void)
{
	unsigned long code = ERR_peek_last_error();
	const char *reason = code != 0 ? ERR_reason_error_string(code) : NULL;
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		if (ERR_GET_LIB(code) == ERR_LIB_SSL && reasons[i].reason == ERR_GET_REASON(code)) {
			reason = reasons[i].text;
		}
	}
	return reason != NULL ? reason : "unknown error";
}

/* ---- certificates -------------------------------------------------------- */

/* "it <says> <detail>; <cure>" */
typedef struct verify_row {
	long error; /* X509_V_ERR_… */
	const char *says;
	bool detailed; /* the field of smtpc_tls follows */
	const char *cure;
} verify_row;

#define TRUST "name the authority that issued it with caFile, or correct the server's chain"
#define STRONGER "the server needs a new one (or, if that cannot be, see securityLevel)"

static const verify_row verify_rows[] = {
	{X509_V_ERR_CERT_HAS_EXPIRED, "expired on", true, "the server needs a new one"},
	{X509_V_ERR_CERT_NOT_YET_VALID, "is not valid before", true,
		"is the clock of this machine right?"},
	{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "is self-signed", false,
		"give it as caFile, or set allowSelfSigned if that is really meant"},
	{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "is an authority that is not trusted here", false,
		TRUST},
	{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "has an issuer that is not known here,", true,
		TRUST},
	{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "has an issuer that is not known here,", true, TRUST},
	{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "has an issuer that is not known here,", true,
		TRUST},
	{X509_V_ERR_CERT_REVOKED, "has been revoked", false, "the server needs a new one"},
	{X509_V_ERR_UNABLE_TO_GET_CRL, "cannot be looked up: caFile has revocation lists, but none by",
		true, "add it to the file, or take the lists out"},
	{X509_V_ERR_CRL_HAS_EXPIRED,
		"cannot be looked up: the revocation list in caFile is out of date", false,
		"get a new one"},
	{X509_V_ERR_INVALID_PURPOSE, "is not meant for servers", false, "the server needs another"},
	{X509_V_ERR_EE_KEY_TOO_SMALL, "has a key too weak for OpenSSL's security level", false,
		STRONGER},
	{X509_V_ERR_CA_KEY_TOO_SMALL, "has a key too weak for OpenSSL's security level", false,
		STRONGER},
	{X509_V_ERR_CA_MD_TOO_WEAK, "is signed with a digest too weak for OpenSSL's security level",
		false, STRONGER},
};

static const verify_row *find_row(long error)
{
	for (size_t i = 0; i < sizeof verify_rows / sizeof verify_rows[0]; i++) {
		if (verify_rows[i].error == error) {
			return &verify_rows[i];
		}
	}
	return NULL;
}

static int fail_chain(const smtpc_tls *tls, long error, smtpc_error *err)
{
	const verify_row *row = find_row(error);
	char who[160] = "it";
	if (tls->depth > 0) {
		(void)snprintf(who, sizeof who, "the one above it (%s)", tls->subject);
	}
	if (row == NULL) {
		return smtpc_fail(err, SMTPC_E_TLS_VERIFY, "the certificate of %s was not accepted: %s: %s",
			tls->context->name, who, X509_verify_cert_error_string(error));
	}
	bool unknown = error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY && tls->alone;
	return smtpc_fail(err, SMTPC_E_TLS_VERIFY,
		"the certificate of %s was not accepted: %s %s%s%s; %s%s", tls->context->name, who,
		row->says, row->detailed ? " " : "", row->detailed ? tls->detail : "", row->cure,
		unknown ? ", which has no intermediate certificate" : "");
}

int smtpc_tls_fail_verify(const smtpc_tls *tls, long error, smtpc_error *err)
{
	switch (error) {
	case X509_V_ERR_HOSTNAME_MISMATCH:
		return smtpc_fail(err, SMTPC_E_TLS_VERIFY,
			"the server's certificate is not for %s but for %s; connect by a name that it has, or "
			"give that name as peerName",
			tls->context->name, tls->detail);
	case X509_V_ERR_APPLICATION_VERIFICATION:
		return smtpc_fail(err, SMTPC_E_TLS_VERIFY,
			"the certificate of %s is not the one of peerFingerprint; its own is %s",
			tls->context->name, tls->detail);
	default:
		return fail_chain(tls, error, err);
	}
}

/* ---- the handshake ------------------------------------------------------- */

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
		return smtpc_tls_fail_verify(tls, verdict, err);
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
