/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What a job needs of the server beyond RFC 5321: asked before MAIL, and written as parameters of
 * MAIL and RCPT. One row an extension. */
#include <stdio.h>

#include "base/smtpc_str.h"
#include "proto/smtpc_session_int.h"

enum { WHY_MAX = 256 };

/* The extension; why the server cannot do what the job needs (SMTPC_OK: it can, or the job needs
 * nothing), in |why|; and the parameter of MAIL, if the job has one. */
typedef struct param_row {
	smtpc_cap cap;
	int (*check)(const smtpc_session *s, char why[WHY_MAX]);
	int (*append)(const smtpc_session *s, smtpc_buf *out);
} param_row;

static int say(char why[WHY_MAX], const char *what)
{
	(void)snprintf(why, WHY_MAX, "%s", what);
	return SMTPC_E_CAPABILITY;
}

static int append_number(smtpc_buf *out, const char *name, int64_t number)
{
	int rv = smtpc_buf_append_str(out, smtpc_str_of(name));
	if (rv == SMTPC_OK && number < 0) {
		rv = smtpc_buf_append_byte(out, '-');
	}
	return rv < 0 ? rv : smtpc_buf_append_uint(out, (uint64_t)(number < 0 ? -number : number));
}

/* ---- the extensions ------------------------------------------------------ */

static int check_pipelining(const smtpc_session *s, char why[WHY_MAX])
{
	bool lacks = s->config.options->pipelining == SMTPC_REQUIRE && !s->pipelining;
	return lacks ? say(why, "lacks PIPELINING, which is required") : SMTPC_OK;
}

static int check_size(const smtpc_session *s, char why[WHY_MAX])
{
	int64_t size = s->txn->job->source.size;
	if (s->caps.max_size == 0 || size <= 0 || (uint64_t)size <= s->caps.max_size) {
		return SMTPC_OK;
	}
	(void)snprintf(why, WHY_MAX, "takes no more than %llu octets, and the message has %lld",
		(unsigned long long)s->caps.max_size, (long long)size);
	return SMTPC_E_SIZE;
}

static int append_size(const smtpc_session *s, smtpc_buf *out)
{
	int64_t size = s->txn->job->source.size;
	bool known = s->caps.has[SMTPC_CAP_SIZE] && size >= 0;
	return known ? append_number(out, " SIZE=", size) : SMTPC_OK;
}

static int check_chunking(const smtpc_session *s, char why[WHY_MAX])
{
	bool lacks =
		s->config.options->chunking == SMTPC_REQUIRE && !s->caps.has[SMTPC_CAP_CHUNKING];
	return lacks ? say(why, "lacks CHUNKING, which is required") : SMTPC_OK;
}

/* RFC 3030 §3: binary content goes in chunks only. */
static bool takes_binary(const smtpc_session *s)
{
	return s->caps.has[SMTPC_CAP_BINARY] && s->caps.has[SMTPC_CAP_CHUNKING] &&
		s->config.options->binary_mime != SMTPC_NEVER;
}

static int check_binary(const smtpc_session *s, char why[WHY_MAX])
{
	bool lacks = s->config.options->binary_mime == SMTPC_REQUIRE && !takes_binary(s);
	return lacks ? say(why, "lacks BINARYMIME with CHUNKING, which is required") : SMTPC_OK;
}

/* That the content can be transferred was seen before; RFC 6152 §3, RFC 3030 §3. */
static int append_body(const smtpc_session *s, smtpc_buf *out)
{
	static const smtpc_str bodies[] = {
		[SMTPC_TRANSFER_7BIT] = SMTPC_STR(""),
		[SMTPC_TRANSFER_8BIT] = SMTPC_STR(" BODY=8BITMIME"),
		[SMTPC_TRANSFER_BINARY] = SMTPC_STR(" BODY=BINARYMIME"),
	};
	return smtpc_buf_append_str(out, bodies[s->txn->job->transfer]);
}

static int check_utf8(const smtpc_session *s, char why[WHY_MAX])
{
	smtpc_need need = s->config.options->smtp_utf8;
	bool has = s->caps.has[SMTPC_CAP_SMTPUTF8];
	if (s->txn->job->needs_smtputf8 && (!has || need == SMTPC_NEVER)) {
		return say(why,
			"lacks SMTPUTF8 (or it is turned off), which an address with a non-ASCII local part, or "
			"raw mail with a non-ASCII header, needs");
	}
	bool lacks = need == SMTPC_REQUIRE && !has;
	return lacks ? say(why, "lacks SMTPUTF8, which is required") : SMTPC_OK;
}

static int append_utf8(const smtpc_session *s, smtpc_buf *out)
{
	return s->txn->job->needs_smtputf8 ? smtpc_buf_append_str(out, SMTPC_STR(" SMTPUTF8")) : SMTPC_OK;
}

static bool sends_dsn(const smtpc_session *s)
{
	return s->caps.has[SMTPC_CAP_DSN] && s->config.options->dsn != SMTPC_NEVER;
}

static int check_dsn(const smtpc_session *s, char why[WHY_MAX])
{
	bool lacks =
		s->txn->job->wants_dsn && s->config.options->dsn == SMTPC_REQUIRE && !sends_dsn(s);
	return lacks ? say(why, "lacks DSN, which the envelope asks for and which is required") : SMTPC_OK;
}

static int append_dsn(const smtpc_session *s, smtpc_buf *out)
{
	static const smtpc_str rets[] = {
		[SMTPC_RET_UNSET] = SMTPC_STR(""),
		[SMTPC_RET_FULL] = SMTPC_STR(" RET=FULL"),
		[SMTPC_RET_HEADERS] = SMTPC_STR(" RET=HDRS"),
	};
	const smtpc_wishes *wishes = &s->txn->job->wishes;
	if (!sends_dsn(s)) {
		return SMTPC_OK;
	}
	int rv = smtpc_buf_append_str(out, rets[wishes->ret]);
	if (rv == SMTPC_OK && wishes->envelope_id.len > 0) {
		rv = smtpc_buf_append_str(out, SMTPC_STR(" ENVID="));
		rv = rv < 0 ? rv : smtpc_buf_append_str(out, wishes->envelope_id);
	}
	return rv;
}

/* RFC 8689 §4.1: the session must be under TLS, and the server's certificate verified. */
static int check_require_tls(const smtpc_session *s, char why[WHY_MAX])
{
	const smtpc_options *o = s->config.options;
	bool verified =
		s->secured && o->verify_peer && o->verify_peer_name && !o->allow_self_signed;
	if (!s->txn->job->wishes.require_tls || (verified && s->caps.has[SMTPC_CAP_REQUIRETLS])) {
		return SMTPC_OK;
	}
	return say(why,
		verified ? "lacks REQUIRETLS, which the envelope asks for"
				 : "is not connected with verified TLS, without which REQUIRETLS means nothing");
}

static int append_require_tls(const smtpc_session *s, smtpc_buf *out)
{
	bool asked = s->txn->job->wishes.require_tls;
	return asked ? smtpc_buf_append_str(out, SMTPC_STR(" REQUIRETLS")) : SMTPC_OK;
}

static int check_priority(const smtpc_session *s, char why[WHY_MAX])
{
	bool lacks = s->txn->job->wishes.has_priority && !s->caps.has[SMTPC_CAP_PRIORITY];
	return lacks ? say(why, "lacks MT-PRIORITY, which the envelope asks for") : SMTPC_OK;
}

static int append_priority(const smtpc_session *s, smtpc_buf *out)
{
	const smtpc_wishes *wishes = &s->txn->job->wishes;
	return wishes->has_priority ? append_number(out, " MT-PRIORITY=", wishes->priority) : SMTPC_OK;
}

static int check_hold(const smtpc_session *s, char why[WHY_MAX])
{
	uint32_t hold_for = s->txn->job->wishes.hold_for;
	if (hold_for == 0) {
		return SMTPC_OK;
	}
	if (!s->caps.has[SMTPC_CAP_HOLD]) {
		return say(why, "lacks FUTURERELEASE, which the envelope asks for");
	}
	/* The keyword without a number is no form of RFC 4865 §4; the server may say what it does not
	 * hold. */
	if (s->caps.max_hold == 0 || hold_for <= s->caps.max_hold) {
		return SMTPC_OK;
	}
	(void)snprintf(why, WHY_MAX, "holds mail for no longer than %llu seconds, and %lu are asked for",
		(unsigned long long)s->caps.max_hold, (unsigned long)hold_for);
	return SMTPC_E_CAPABILITY;
}

static int append_hold(const smtpc_session *s, smtpc_buf *out)
{
	uint32_t hold_for = s->txn->job->wishes.hold_for;
	return hold_for > 0 ? append_number(out, " HOLDFOR=", hold_for) : SMTPC_OK;
}

static int check_deliver_by(const smtpc_session *s, char why[WHY_MAX])
{
	int32_t by = s->txn->job->wishes.deliver_by;
	if (by == 0) {
		return SMTPC_OK;
	}
	if (!s->caps.has[SMTPC_CAP_DELIVERBY]) {
		return say(why, "lacks DELIVERBY, which the envelope asks for");
	}
	/* RFC 2852 §2: the least that it promises is about mode R alone. */
	if (by < 0 || (uint64_t)by >= s->caps.min_by) {
		return SMTPC_OK;
	}
	(void)snprintf(why, WHY_MAX, "needs %llu seconds to deliver, and %ld are asked for",
		(unsigned long long)s->caps.min_by, (long)by);
	return SMTPC_E_CAPABILITY;
}

static int append_deliver_by(const smtpc_session *s, smtpc_buf *out)
{
	int32_t by = s->txn->job->wishes.deliver_by;
	if (by == 0) {
		return SMTPC_OK;
	}
	int rv = append_number(out, " BY=", by < 0 ? -(int64_t)by : by);
	return rv < 0 ? rv : smtpc_buf_append_str(out, by < 0 ? SMTPC_STR(";N") : SMTPC_STR(";R"));
}

/* Columns: keyword, check, parameter of MAIL. */
static const param_row param_rows[] = {
	{SMTPC_CAP_PIPELINING, check_pipelining, NULL},
	{SMTPC_CAP_SIZE, check_size, append_size},
	{SMTPC_CAP_EIGHTBIT, NULL, append_body},
	{SMTPC_CAP_CHUNKING, check_chunking, NULL},
	{SMTPC_CAP_BINARY, check_binary, NULL},
	{SMTPC_CAP_SMTPUTF8, check_utf8, append_utf8},
	{SMTPC_CAP_DSN, check_dsn, append_dsn},
	{SMTPC_CAP_REQUIRETLS, check_require_tls, append_require_tls},
	{SMTPC_CAP_PRIORITY, check_priority, append_priority},
	{SMTPC_CAP_HOLD, check_hold, append_hold},
	{SMTPC_CAP_DELIVERBY, check_deliver_by, append_deliver_by},
};
enum { PARAM_COUNT = sizeof param_rows / sizeof param_rows[0] };

/* ---- the whole ----------------------------------------------------------- */

/* The content can go as it is, or as its fallback. */
static int check_transfer(smtpc_session *s, smtpc_cap *cap, char why[WHY_MAX])
{
	smtpc_transfer transfer = s->txn->job->transfer;
	bool binary = transfer == SMTPC_TRANSFER_BINARY;
	if (transfer == SMTPC_TRANSFER_7BIT ||
		(binary ? takes_binary(s) : s->caps.has[SMTPC_CAP_EIGHTBIT]) ||
		smtpc_job_fall_back(s->txn->job)) {
		return SMTPC_OK;
	}
	*cap = binary ? SMTPC_CAP_BINARY : SMTPC_CAP_EIGHTBIT;
	return say(why,
		binary ? "lacks BINARYMIME with CHUNKING (or the option binaryMime is Never), which content "
				 "needs that must not be encoded"
			   : "lacks 8BITMIME, which content needs that must not be encoded");
}

bool smtpc_params_use_chunks(const smtpc_session *s)
{
	return s->caps.has[SMTPC_CAP_CHUNKING] &&
		(s->config.options->chunking != SMTPC_NEVER ||
			s->txn->job->transfer == SMTPC_TRANSFER_BINARY);
}

int smtpc_params_check(smtpc_session *s, smtpc_error *err)
{
	char why[WHY_MAX];
	smtpc_cap cap = SMTPC_CAP_COUNT;
	int rv = check_transfer(s, &cap, why);
	for (size_t i = 0; rv == SMTPC_OK && i < PARAM_COUNT; i++) {
		cap = param_rows[i].cap;
		rv = param_rows[i].check != NULL ? param_rows[i].check(s, why) : SMTPC_OK;
	}
	if (rv < 0) {
		(void)smtpc_fail(err, rv, "the server %s", why);
		err->stage = SMTPC_STAGE_EHLO;
		(void)snprintf(err->capability, sizeof err->capability, "%s", smtpc_cap_name(cap));
	}
	return rv;
}

int smtpc_params_append_mail(const smtpc_session *s, smtpc_buf *out)
{
	int rv = SMTPC_OK;
	for (size_t i = 0; rv == SMTPC_OK && i < PARAM_COUNT; i++) {
		rv = param_rows[i].append != NULL ? param_rows[i].append(s, out) : SMTPC_OK;
	}
	return rv;
}

/* RFC 3461 §4.1: the cases that are asked for, at commas. */
static int append_notify(unsigned notify, smtpc_buf *out)
{
	static const struct {
		unsigned flag;
		const char *name;
	} cases[] = {
		{SMTPC_NOTIFY_NEVER, "NEVER"},
		{SMTPC_NOTIFY_SUCCESS, "SUCCESS"},
		{SMTPC_NOTIFY_FAILURE, "FAILURE"},
		{SMTPC_NOTIFY_DELAY, "DELAY"},
	};
	const char *before = " NOTIFY=";
	int rv = SMTPC_OK;
	for (size_t i = 0; rv == SMTPC_OK && i < sizeof cases / sizeof cases[0]; i++) {
		if ((notify & cases[i].flag) != 0) {
			rv = smtpc_buf_append_str(out, smtpc_str_of(before));
			rv = rv < 0 ? rv : smtpc_buf_append_str(out, smtpc_str_of(cases[i].name));
			before = ",";
		}
	}
	return rv;
}

int smtpc_params_append_rcpt(const smtpc_session *s, const smtpc_rcpt *rcpt, smtpc_buf *out)
{
	if (!sends_dsn(s)) {
		return SMTPC_OK;
	}
	int rv = append_notify(rcpt->notify, out);
	if (rv == SMTPC_OK && rcpt->original.len > 0) {
		rv = smtpc_buf_append_str(out, SMTPC_STR(" ORCPT="));
		rv = rv < 0 ? rv : smtpc_buf_append_str(out, rcpt->original);
	}
	return rv;
}
