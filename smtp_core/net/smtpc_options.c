/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_options.h"

#include <math.h>
#include <string.h>

#include <idn2.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "net/smtpc_proxy.h"
#include "net/smtpc_resolve.h"
#include "proto/smtpc_sasl.h"

enum { PORT_LMTP = 24, PORT_SMTP = 25 };
enum { TLS_1_2 = 0x0303, TLS_1_3 = 0x0304 };

void smtpc_options_init(smtpc_options *o)
{
	*o = (smtpc_options){
		.host = SMTPC_STR("localhost"),
		.tls = SMTPC_TLS_AUTO,
		.timeouts = {.connect = 30, .greeting = 60, .command = 60, .content = 180, .reply = 600},
		.verify_peer = true,
		.verify_peer_name = true,
		.security_level = -1,
		.min_tls = TLS_1_2,
		.pipelining = SMTPC_PREFER,
		.smtp_utf8 = SMTPC_PREFER,
		.dsn = SMTPC_PREFER,
		.idle_timeout = 30,
		.max_age = 600,
	};
}

uint16_t smtpc_options_port(const smtpc_options *o)
{
	if (o->port != 0) {
		return o->port;
	}
	if (o->lmtp) {
		return PORT_LMTP;
	}
	return o->tls == SMTPC_TLS_IMPLICIT ? 465 : smtpc_sasl_is_wanted(o) ? 587 : PORT_SMTP;
}

smtpc_str smtpc_options_socket(smtpc_str host)
{
	const smtpc_str prefix = SMTPC_STR("unix:");
	smtpc_str path = smtpc_str_istarts(host, prefix) ? smtpc_str_skip(host, prefix.len) : host;
	return path.len > 0 && path.ptr[0] == '/' ? path : (smtpc_str){NULL, 0};
}

/* ---- checks -------------------------------------------------------------- */

static int bad(smtpc_error *err, const char *what, const char *why)
{
	return smtpc_fail(err, SMTPC_E_ARGUMENT, "%s %s", what, why);
}

static bool is_literal(smtpc_str host)
{
	smtpc_sockaddr ignored;
	return smtpc_resolve_literal(&ignored, host, 0) == SMTPC_OK;
}

/* Labels of letters, digits, hyphens (and, in host names that exist, underscores). */
static bool is_ascii_name(smtpc_str name)
{
	size_t label = 0;
	if (name.len > 1 && name.ptr[name.len - 1] == '.') {
		name.len--;
	}
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];
		if (c == '.') {
			if (label == 0 || name.ptr[i - 1] == '-') {
				return false;
			}
			label = 0;
			continue;
		}
		bool fits = smtpc_is_alpha(c) || smtpc_is_digit(c) || c == '_' || (c == '-' && label > 0);
		if (!fits || ++label > 63) {
			return false;
		}
	}
	return label > 0 && name.len <= SMTPC_OPTIONS_NAME_MAX && name.ptr[name.len - 1] != '-';
}

bool smtpc_options_ascii_name(char out[SMTPC_OPTIONS_NAME_MAX + 2], smtpc_str name)
{
	char *ascii = NULL;
	if (name.len == 0 || name.len > SMTPC_OPTIONS_NAME_MAX || smtpc_str_has_ctl(name)) {
		return false;
	}
	memcpy(out, name.ptr, name.len);
	out[name.len] = '\0';
	if (!smtpc_str_is_ascii(name)) {
		int flags = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL;
		if (!smtpc_str_is_utf8(name) || idn2_to_ascii_8z(out, &ascii, flags) != IDN2_OK) {
			return false;
		}
		bool fits = strlen(ascii) <= SMTPC_OPTIONS_NAME_MAX;
		if (fits) {
			memcpy(out, ascii, strlen(ascii) + 1);
		}
		idn2_free(ascii);
		if (!fits) {
			return false;
		}
	}
	return is_ascii_name(smtpc_str_of(out));
}

static bool is_host(smtpc_str host)
{
	char ascii[SMTPC_OPTIONS_NAME_MAX + 2];
	return (!smtpc_str_has_ctl(host) && is_literal(host)) || smtpc_options_ascii_name(ascii, host);
}

/* |path| is the one of a local socket. TLS over it needs a name that the path is not. */
static int check_socket(const smtpc_options *o, smtpc_str path, smtpc_error *err)
{
	smtpc_sockaddr ignored;
	if (smtpc_str_has_ctl(path) || smtpc_sockaddr_unix(&ignored, path) < 0) {
		return bad(err, "host", "must be a path that a local socket can have");
	}
	if (o->tls != SMTPC_TLS_AUTO && o->tls != SMTPC_TLS_NONE && o->peer_name.len == 0) {
		return bad(err, "peerName", "is missing: TLS over a local socket needs it");
	}
	return SMTPC_OK;
}

static int check_proxy(const smtpc_options *o, smtpc_error *err)
{
	smtpc_proxy_url url;
	if (o->proxy.ptr == NULL) {
		return SMTPC_OK;
	}
	int rv = smtpc_proxy_parse(&url, o->proxy, err);
	smtpc_wipe(url.user, sizeof url.user);
	smtpc_wipe(url.password, sizeof url.password);
	if (rv < 0) {
		return rv;
	}
	if (!smtpc_str_is_ascii(url.host) || !is_host(url.host)) {
		return bad(err, "proxy", "must have a host name or an IP address");
	}
	if (smtpc_options_socket(o->host).len > 0) {
		return bad(err, "proxy", "must not be given for a local socket");
	}
	return SMTPC_OK;
}

static int check_host(const smtpc_options *o, smtpc_error *err)
{
	smtpc_str path = smtpc_options_socket(o->host);
	if (path.len > 0) {
		return check_socket(o, path, err);
	}
	if (!is_host(o->host)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT,
			"host must be a host name or an IP address, and \"%.*s\" is none", SMTPC_FMT(o->host));
	}
	return SMTPC_OK;
}

/* RFC 5321 §4.1.3 as EHLO's argument: a domain, or an address literal in brackets. */
static bool is_ehlo_name(smtpc_str name)
{
	if (name.len > 2 && name.ptr[0] == '[' && name.ptr[name.len - 1] == ']') {
		smtpc_str inner = {name.ptr + 1, name.len - 2};
		if (smtpc_str_istarts(inner, SMTPC_STR("IPv6:"))) {
			inner = smtpc_str_skip(inner, 5);
		}
		return !smtpc_str_has_ctl(inner) && is_literal(inner);
	}
	return is_ascii_name(name) && memchr(name.ptr, '_', name.len) == NULL;
}

static int check_mechs(const smtpc_options *o, smtpc_error *err)
{
	if ((o->mechs == NULL) != (o->mech_count == 0)) {
		return bad(err, "authMechanisms", "must not be empty");
	}
	for (size_t i = 0; i < o->mech_count; i++) {
		if ((size_t)o->mechs[i] >= SMTPC_SASL_COUNT) {
			return bad(err, "authMechanisms", "has a mechanism that is not known");
		}
	}
	return SMTPC_OK;
}

/* A list in which nothing can be used is a mistake that no server can mend. */
static int check_fit(const smtpc_options *o, smtpc_error *err)
{
	bool fits = o->mechs == NULL || !smtpc_sasl_is_wanted(o);
	for (size_t i = 0; i < o->mech_count; i++) {
		fits = fits || smtpc_sasl_fits(o->mechs[i], o);
	}
	return fits ? SMTPC_OK
				: bad(err, "authMechanisms",
					  o->token ? "has none that takes a token (and can act for authzid, if given)"
							   : "has none that takes what is given: a password, or a closure that "
								 "gives a token (and can act for authzid, if given)");
}

static int check_secret(const smtpc_options *o, smtpc_error *err)
{
	bool external = o->mech_count > 0 && smtpc_sasl_is_wanted(&(smtpc_options){
		.mechs = o->mechs, .mech_count = o->mech_count});
	if (o->password.len == 0 && !o->token && (!external || o->password.ptr != NULL)) {
		return bad(err, "password", "must not be empty when a user name is given");
	}
	if (o->password.len > 0 && memchr(o->password.ptr, '\0', o->password.len) != NULL) {
		return bad(err, "password", "must not have NUL characters");
	}
	return SMTPC_OK;
}

static int check_credentials(const smtpc_options *o, smtpc_error *err)
{
	int rv = check_mechs(o, err);
	if (rv < 0) {
		return rv;
	}
	if (o->username.ptr == NULL && (o->password.ptr != NULL || o->token)) {
		return bad(err, "username", "is missing: a password alone is no login");
	}
	if (o->username.ptr != NULL && (o->username.len == 0 || smtpc_str_has_ctl(o->username))) {
		return bad(err, "username", "must not be empty or have control characters");
	}
	if (o->authzid.len > 0 && smtpc_str_has_ctl(o->authzid)) {
		return bad(err, "authzid", "must not have control characters");
	}
	rv = o->username.ptr != NULL ? check_secret(o, err) : SMTPC_OK;
	return rv < 0 ? rv : check_fit(o, err);
}

static int check_times(const smtpc_options *o, smtpc_error *err)
{
	const double all[] = {o->timeouts.connect, o->timeouts.greeting, o->timeouts.command,
		o->timeouts.content, o->timeouts.reply, o->timeouts.total, o->idle_timeout, o->max_age};
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		if (!isfinite(all[i]) || all[i] < 0) {
			return bad(err, "timeout", "must be a number of seconds, 0 or more");
		}
	}
	if (!isfinite(o->max_per_second) || o->max_per_second < 0) {
		return bad(err, "maxPerSecond", "must be a number of mails, 0 or more");
	}
	return SMTPC_OK;
}

static int check_tls(const smtpc_options *o, smtpc_error *err)
{
	const smtpc_str files[] = {o->ca_file, o->ca_path, o->local_cert, o->local_pk, o->ciphers};
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		if (files[i].len > 0 && smtpc_str_has_ctl(files[i])) {
			return bad(err, "file names and ciphers", "must not have control characters");
		}
	}
	if (o->peer_name.len > 0 && !is_host(o->peer_name)) {
		return bad(err, "peerName", "must be a host name or an IP address");
	}
	if (o->min_tls != TLS_1_2 && o->min_tls != TLS_1_3) {
		return bad(err, "minProtoVersion", "must be TLSv1.2 or TLSv1.3");
	}
	if (o->security_level > 5) {
		return bad(err, "securityLevel", "must be 0 to 5");
	}
	for (size_t i = 0; i < o->fingerprint_count; i++) {
		if ((size_t)o->fingerprints[i].kind >= SMTPC_FINGERPRINT_COUNT) {
			return bad(err, "peerFingerprint", "has a kind that is not known");
		}
	}
	if (o->local_pk.len > 0 && o->local_cert.len == 0) {
		return bad(err, "localPk", "needs a localCert");
	}
	return SMTPC_OK;
}

static int check_addresses(const smtpc_options *o, smtpc_error *err)
{
	if (o->ip_version != 0 && o->ip_version != 4 && o->ip_version != 6) {
		return bad(err, "ipVersion", "must be 4, 6 or 0 for both");
	}
	if (o->source_ip.len > 0 && (smtpc_str_has_ctl(o->source_ip) || !is_literal(o->source_ip))) {
		return bad(err, "sourceIp", "must be an IP address");
	}
	smtpc_addresses found;
	if (o->source_ip.len > 0 && smtpc_resolve_at_once(&found, o->source_ip, 0, o->ip_version, err) < 0) {
		return bad(err, "sourceIp", "must be an address of the kind that ipVersion asks for");
	}
	for (size_t i = 0; i < o->pin_count; i++) {
		if (!is_host(o->pins[i].name) || smtpc_str_has_ctl(o->pins[i].address) ||
			!is_literal(o->pins[i].address)) {
			return bad(err, "resolve", "must map host names to IP addresses");
		}
	}
	return SMTPC_OK;
}

int smtpc_options_check(const smtpc_options *o, smtpc_error *err)
{
	int rv = o->peer == NULL ? check_host(o, err) : SMTPC_OK;
	rv = rv < 0 ? rv : check_proxy(o, err);
	if (rv < 0) {
		return rv;
	}
	if (o->local_domain.len > 0 && !is_ehlo_name(o->local_domain)) {
		return bad(err, "localDomain", "must be a domain name or an address literal in brackets");
	}
	for (size_t i = 0; i < o->disabled_count; i++) {
		if (o->disabled[i].len == 0 || smtpc_str_has_ctl(o->disabled[i])) {
			return bad(err, "disableExtensions", "must be a list of EHLO keywords");
		}
	}
	/* RFC 2033 §5. */
	if (o->lmtp && o->port == PORT_SMTP) {
		return bad(err, "lmtp", "must not go to port 25, which is SMTP's");
	}
	rv = check_credentials(o, err);
	rv = rv < 0 ? rv : check_times(o, err);
	rv = rv < 0 ? rv : check_tls(o, err);
	return rv < 0 ? rv : check_addresses(o, err);
}
