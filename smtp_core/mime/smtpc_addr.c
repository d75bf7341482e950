/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One mailbox (RFC 5322 §3.4, RFC 5321 §4.1.2, RFC 6531 §3.3): what may be one, and how it is
 * written. Reading text is smtpc_addrparse's; whatever that made of it, only what passes here is an
 * address, and it is put together anew, never pasted from what came in. */
#include "mime/smtpc_addr.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_addrlex.h"
#include "mime/smtpc_char.h"

/* An address that was understood and not yet stored. */
typedef struct addr_parts {
	char local[SMTPC_LOCAL_MAX]; /* as on the wire */
	size_t local_len;
	smtpc_str domain;
	char ascii[SMTPC_DOMAIN_MAX + 1];
	size_t ascii_len;
	char unicode[SMTPC_DOMAIN_MAX + 1]; /* |domain|, if it had to be mapped */
} addr_parts;

const char smtpc_addr_no_memory[] = "out of memory";
const char smtpc_addr_local_too_long[] = "the part before the @ is longer than 64 octets";
const char smtpc_addr_name_too_long[] = "its display name is longer than 3072 octets";

/* ---- Local part ---------------------------------------------------------- */

bool smtpc_addr_is_dot_atom(smtpc_str text)
{
	bool in_atom = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '.' && in_atom) {
			in_atom = false;
		} else if (smtpc_char_is(c, SMTPC_CH_ATEXT) || (unsigned char)c > 0x7f) {
			in_atom = true;
		} else {
			return false;
		}
	}
	return in_atom;
}

static bool addr_local_put(addr_parts *parts, char c)
{
	if (parts->local_len == sizeof parts->local) {
		return false;
	}
	parts->local[parts->local_len++] = c;
	return true;
}

/* Writes the local part |content| as the wire wants it: quoted only if it must be. */
static bool addr_local_write(addr_parts *parts, smtpc_str content)
{
	bool quoted = !smtpc_addr_is_dot_atom(content);
	bool fits = !quoted || addr_local_put(parts, '"');
	for (size_t i = 0; i < content.len && fits; i++) {
		char c = content.ptr[i];
		if (quoted && (c == '"' || c == '\\')) {
			fits = addr_local_put(parts, '\\');
		}
		fits = fits && addr_local_put(parts, c);
	}
	return fits && (!quoted || addr_local_put(parts, '"'));
}

/* Some readers decode =?charset?Q?...?= even here (against RFC 2047 §5) and so see another address
 * than the envelope has. */
static bool addr_local_is_encoded(smtpc_str local)
{
	for (; local.len > 4; local = smtpc_str_skip(local, 1)) {
		if (local.ptr[0] != '=' || local.ptr[1] != '?') {
			continue;
		}
		smtpc_str rest = smtpc_str_skip(local, 2);
		smtpc_str_until(&rest, '?');
		char encoding = rest.len > 1 ? smtpc_lower(rest.ptr[0]) : '\0';
		if ((encoding == 'b' || encoding == 'q') && rest.ptr[1] == '?') {
			return true;
		}
	}
	return false;
}

/* ---- Domain -------------------------------------------------------------- */

static const char *addr_domain(addr_parts *parts, smtpc_str domain)
{
	if (domain.len > SMTPC_DOMAIN_MAX) {
		return "the domain is longer than 253 octets";
	}
	parts->domain = domain;
	if (domain.len > 0 && domain.ptr[0] == '[') {
		memcpy(parts->ascii, domain.ptr, domain.len);
		parts->ascii_len = domain.len;
		return smtpc_addr_is_literal(domain) ? NULL : "the address literal is malformed";
	}
	const char *wrong = smtpc_addr_no_memory;
	if (smtpc_idna_to_ascii(parts->ascii, domain, &wrong) < 0) {
		return wrong;
	}
	parts->ascii_len = strlen(parts->ascii);
	/* What was given may have full-width letters, soft hyphens and the like, which are in no
	 * U-label (RFC 5890 §2.3.2.1, RFC 6531 §3.3): the domain that people see is made from the one
	 * that is used. */
	if (!smtpc_str_is_ascii(domain)) {
		if (smtpc_idna_to_unicode(parts->unicode, parts->ascii, &wrong) < 0) {
			return wrong;
		}
		parts->domain = (smtpc_str){parts->unicode, strlen(parts->unicode)};
	}
	return NULL;
}

/* ---- The whole ----------------------------------------------------------- */

/* Copies the strings that |addr| points to into one block of its own. */
static int addr_store(smtpc_addr *addr, const smtpc_mem *mem)
{
	size_t size = addr->name.len + addr->local.len + addr->domain.len + addr->ascii_domain.len + 4;
	char *block = smtpc_malloc(mem, size);
	if (block == NULL) {
		return SMTPC_E_NOMEM;
	}
	char *at = block;
	smtpc_str *const views[] = {&addr->local, &addr->domain, &addr->name, &addr->ascii_domain};
	for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
		smtpc_str *view = views[i];
		if (view->len > 0) {
			memcpy(at, view->ptr, view->len);
		}
		view->ptr = at;
		at += view->len;
		/* Behind the local part the @, so that the address is in one piece too. */
		*at++ = i == 0 ? '@' : '\0';
	}
	addr->address = (smtpc_str){block, addr->local.len + 1 + addr->domain.len};
	addr->mem = mem;
	addr->block = block;
	return SMTPC_OK;
}

static const char *addr_check(addr_parts *parts, smtpc_str local, smtpc_str domain)
{
	parts->local_len = 0;
	if (!addr_local_write(parts, local)) {
		return smtpc_addr_local_too_long;
	}
	if (addr_local_is_encoded((smtpc_str){parts->local, parts->local_len})) {
		return "the part before the @ looks like an encoded word";
	}
	const char *wrong = addr_domain(parts, domain);
	size_t domain_len = parts->domain.len > parts->ascii_len ? parts->domain.len : parts->ascii_len;
	if (wrong == NULL && parts->local_len + 1 + domain_len > SMTPC_PATH_MAX) {
		wrong = "it is longer than 254 octets";
	}
	return wrong;
}

const char *smtpc_addr_make(
	smtpc_addr *addr, const smtpc_mem *mem, smtpc_str local, smtpc_str domain, smtpc_str name)
{
	addr_parts parts;
	*addr = (smtpc_addr){.mem = NULL};
	const char *wrong =
		name.len > SMTPC_NAME_MAX ? smtpc_addr_name_too_long : addr_check(&parts, local, domain);
	if (wrong != NULL) {
		return wrong;
	}
	smtpc_str wire = {parts.local, parts.local_len};
	smtpc_addr made = {
		.name = smtpc_addrname_trim(name),
		.local = wire,
		.domain = parts.domain,
		.ascii_domain = {parts.ascii, parts.ascii_len},
		.needs_smtputf8 = !smtpc_str_is_ascii(wire),
	};
	if (addr_store(&made, smtpc_mem_or_default(mem)) < 0) {
		return smtpc_addr_no_memory;
	}
	*addr = made;
	return NULL;
}

const char *smtpc_addr_name_wrong(smtpc_str name)
{
	const char *wrong;
	smtpc_addrlex_clean(name, false, &wrong);
	return wrong != NULL            ? wrong
		: name.len > SMTPC_NAME_MAX ? "it is longer than 3072 octets"
									: NULL;
}

int smtpc_addr_group_name(smtpc_str *name, smtpc_error *err)
{
	const char *wrong = smtpc_addr_name_wrong(*name);
	*name = smtpc_addrname_trim(*name);
	if (wrong == NULL && name->len == 0) {
		wrong = "it is empty";
	}
	return wrong != NULL ? smtpc_addr_fail(err, 0, "name of a group", *name, wrong) : SMTPC_OK;
}

int smtpc_addr_fail(
	smtpc_error *err, size_t number, const char *what, smtpc_str text, const char *wrong)
{
	enum { SHOWN = 128 };
	if (wrong == smtpc_addr_no_memory) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	size_t len = text.len;
	if (len > SHOWN) {
		len = SHOWN;
		while (len > 0 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80) {
			len--;
		}
	}
	/* A NUL would end the sentence. */
	char shown[SHOWN + 1];
	size_t used = smtpc_printable(shown, sizeof shown, (smtpc_str){text.ptr, len});
	const char *more = len < text.len ? "…" : "";
	if (number > 0) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "address %zu: invalid %s \"%.*s%s\": %s", number,
			what, (int)used, shown, more, wrong);
	}
	return smtpc_fail(
		err, SMTPC_E_ARGUMENT, "invalid %s \"%.*s%s\": %s", what, (int)used, shown, more, wrong);
}

int smtpc_addr_copy(smtpc_addr *to, const smtpc_mem *mem, const smtpc_addr *from)
{
	smtpc_addr copy = *from;
	if (addr_store(&copy, smtpc_mem_or_default(mem)) < 0) {
		*to = (smtpc_addr){.mem = NULL};
		return SMTPC_E_NOMEM;
	}
	*to = copy;
	return SMTPC_OK;
}

void smtpc_addr_free(smtpc_addr *addr)
{
	if (addr != NULL && addr->block != NULL) {
		smtpc_free(addr->mem, addr->block);
		*addr = (smtpc_addr){.mem = NULL};
	}
}

bool smtpc_addr_same(const smtpc_addr *a, const smtpc_addr *b)
{
	return smtpc_str_eq(a->local, b->local) && smtpc_str_ieq(a->ascii_domain, b->ascii_domain);
}
