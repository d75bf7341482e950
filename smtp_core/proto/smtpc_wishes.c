/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What a job asks for beside delivery: checked and put into the form it has on the wire. */
#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "proto/smtpc_job.h"
#include "proto/smtpc_xtext.h"

enum {
	ENVID_MAX = 100, /* RFC 3461 §4.4 */
	ORCPT_MAX = 500, /* RFC 3461 §4.2 */
	PRIORITY_MAX = 9 /* RFC 6710 §2 */
};
#define SECONDS_MAX 999999999 /* nine digits: RFC 2852 §4, RFC 4865 §4 */

/* An address and its type, as ORCPT has them. */
typedef struct typed_address {
	smtpc_str type, address;
	bool utf8;
} typed_address;

static bool is_atom_char(char c)
{
	static const smtpc_str others = SMTPC_STR("!#$%&'*+-/=?^_`{|}~");
	bool found = smtpc_is_alpha(c) || smtpc_is_digit(c);
	for (size_t i = 0; !found && i < others.len; i++) {
		found = others.ptr[i] == c;
	}
	return found;
}

/* "type;address" where an atom stands before the semicolon. */
static typed_address split_type(smtpc_str text)
{
	size_t len = 0;
	while (len < text.len && is_atom_char(text.ptr[len])) {
		len++;
	}
	typed_address typed = {SMTPC_STR("rfc822"), text, false};
	if (len > 0 && len < text.len && text.ptr[len] == ';') {
		typed.type = (smtpc_str){text.ptr, len};
		typed.address = smtpc_str_skip(text, len + 1);
	} else if (!smtpc_str_is_ascii(text)) {
		typed.type = SMTPC_STR("utf-8");
	}
	typed.utf8 = smtpc_str_ieq(typed.type, SMTPC_STR("utf-8"));
	return typed;
}

/* '+' and '=' are atom characters, but not such that xtext could hold them. */
static bool is_plain(smtpc_str type)
{
	return smtpc_xtext_len(type) == type.len;
}

bool smtpc_is_original_rcpt(smtpc_str rcpt)
{
	typed_address typed = split_type(rcpt);
	size_t len =
		typed.utf8 ? smtpc_xtext_utf8_len(typed.address) : smtpc_xtext_len(typed.address);
	return len > 0 && is_plain(typed.type) && len + 1 + typed.type.len <= ORCPT_MAX;
}

bool smtpc_is_envelope_id(smtpc_str id)
{
	size_t len = smtpc_xtext_len(id);
	return len > 0 && len <= ENVID_MAX;
}

/* Copies what |out|, a small buffer, has got; it is freed. */
static int keep(const smtpc_mem *mem, smtpc_str *to, smtpc_buf *out, int rv, smtpc_error *err)
{
	smtpc_str copy = {NULL, 0};
	rv = rv < 0 ? rv : smtpc_str_dup(mem, &copy, smtpc_buf_str(out));
	smtpc_buf_free(out);
	if (rv < 0) {
		return smtpc_fail(err, rv, NULL);
	}
	smtpc_str_free(mem, to);
	*to = copy;
	return SMTPC_OK;
}

static int refuse(smtpc_error *err, const char *what)
{
	return smtpc_fail(err, SMTPC_E_ARGUMENT, "%s", what);
}

int smtpc_job_set_wishes(smtpc_job *job, const smtpc_wishes *wishes, smtpc_error *err)
{
	bool has_id = wishes->envelope_id.ptr != NULL;
	if (has_id && !smtpc_is_envelope_id(wishes->envelope_id)) {
		return refuse(err, "an envelope id is printable ASCII, up to 100 octets as xtext");
	}
	if (wishes->priority < -PRIORITY_MAX || wishes->priority > PRIORITY_MAX) {
		return refuse(err, "a priority is -9 to 9");
	}
	if (wishes->hold_for > SECONDS_MAX || wishes->deliver_by > SECONDS_MAX ||
		wishes->deliver_by < -SECONDS_MAX) {
		return refuse(err, "seconds have up to nine digits");
	}
	smtpc_str id = job->wishes.envelope_id;
	job->wishes = *wishes;
	job->wishes.envelope_id = id;
	job->wants_dsn = job->wants_dsn || has_id || wishes->ret != SMTPC_RET_UNSET;
	if (!has_id) {
		return SMTPC_OK;
	}
	smtpc_buf out;
	smtpc_buf_init(&out, job->mem, ENVID_MAX);
	int rv = smtpc_xtext_append(&out, wishes->envelope_id);
	return keep(job->mem, &job->wishes.envelope_id, &out, rv, err);
}

int smtpc_job_set_dsn(smtpc_job *job, unsigned notify, smtpc_str original, smtpc_error *err)
{
	const unsigned all = SMTPC_NOTIFY_NEVER | SMTPC_NOTIFY_SUCCESS | SMTPC_NOTIFY_FAILURE |
		SMTPC_NOTIFY_DELAY;
	if (job->rcpt_count == 0 || (notify & ~all) != 0 ||
		((notify & SMTPC_NOTIFY_NEVER) != 0 && notify != SMTPC_NOTIFY_NEVER)) {
		return refuse(err, "NOTIFY is of a recipient, and NEVER stands alone");
	}
	if (original.ptr != NULL && !smtpc_is_original_rcpt(original)) {
		return refuse(err, "an original recipient is an address, up to 500 octets as xtext");
	}
	smtpc_rcpt *rcpt = &job->rcpts[job->rcpt_count - 1];
	rcpt->notify = notify;
	job->wants_dsn = job->wants_dsn || notify != 0 || original.ptr != NULL;
	if (original.ptr == NULL) {
		return SMTPC_OK;
	}
	typed_address typed = split_type(original);
	smtpc_buf out;
	smtpc_buf_init(&out, job->mem, ORCPT_MAX);
	int rv = smtpc_buf_append_str(&out, typed.type);
	rv = rv < 0 ? rv : smtpc_buf_append_byte(&out, ';');
	if (rv == SMTPC_OK) {
		rv = typed.utf8 ? smtpc_xtext_utf8_append(&out, typed.address)
						: smtpc_xtext_append(&out, typed.address);
	}
	return keep(job->mem, &rcpt->original, &out, rv, err);
}
