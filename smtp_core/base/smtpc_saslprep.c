/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "base/smtpc_saslprep.h"

#include <string.h>

#ifdef SMTPC_HAVE_LIBIDN
#include <idn-free.h>
#include <stringprep.h>
#endif

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

const char *smtpc_saslprep_library(void)
{
#ifdef SMTPC_HAVE_LIBIDN
	return stringprep_check_version(NULL);
#else
	return NULL;
#endif
}

#ifdef SMTPC_HAVE_LIBIDN

/* Takes what libidn made. */
static int saslprep_take(smtpc_buf *out, int rc, char *made, const char **wrong)
{
	if (rc == STRINGPREP_MALLOC_ERROR) {
		return SMTPC_E_NOMEM;
	}
	if (rc != STRINGPREP_OK) {
		*wrong = "has characters that SASLprep (RFC 4013) prohibits";
		return SMTPC_E_ARGUMENT;
	}
	int rv = smtpc_buf_append(out, made, strlen(made));
	if (made[0] == '\0') {
		*wrong = "has no character that SASLprep (RFC 4013) keeps";
		rv = SMTPC_E_ARGUMENT;
	}
	smtpc_wipe(made, strlen(made));
	idn_free(made);
	return rv;
}

/* |text| has no NUL. */
static int saslprep_unicode(smtpc_buf *out, smtpc_str text, bool stored, const char **wrong)
{
	char *made = NULL;
	smtpc_str copy;
	if (smtpc_str_dup(out->mem, &copy, text) < 0) {
		return SMTPC_E_NOMEM;
	}
	int rc = stringprep_profile(copy.ptr, &made, "SASLprep", stored ? STRINGPREP_NO_UNASSIGNED : 0);
	smtpc_str_free_wiped(out->mem, &copy);
	return saslprep_take(out, rc, made, wrong);
}

#else

static int saslprep_unicode(smtpc_buf *out, smtpc_str text, bool stored, const char **wrong)
{
	(void)out;
	(void)text;
	(void)stored;
	*wrong = "is not ASCII, and this build has no libidn to prepare it with (SASLprep, RFC 4013)";
	return SMTPC_E_ARGUMENT;
}

#endif

int smtpc_saslprep(smtpc_buf *out, smtpc_str text, bool stored, const char **wrong)
{
	if (smtpc_str_has_ctl(text)) {
		*wrong = "has control characters, which SASLprep (RFC 4013) prohibits";
		return SMTPC_E_ARGUMENT;
	}
	if (smtpc_str_is_ascii(text)) {
		return smtpc_buf_append_str(out, text);
	}
	if (!smtpc_str_is_utf8(text)) {
		*wrong = "is not valid UTF-8";
		return SMTPC_E_ARGUMENT;
	}
	return saslprep_unicode(out, text, stored, wrong);
}
