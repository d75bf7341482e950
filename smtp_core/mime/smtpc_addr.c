/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Mailboxes (RFC 5322 §3.4, RFC 5321 §4.1.2, RFC 6531 §3.3): read strictly, written anew. What goes
 * out is put together from the parts that were understood, never pasted from what came in.
 * Comments, folding white space, source routes and the obsolete syntax are refused. */
#include "mime/smtpc_addr.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
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

static const char no_memory[] = "out of memory";
static const char one_expected[] = "one address expected; give several as an array";

/* The functions that look at parts return what is wrong with them, or NULL. */

static const char *addr_text_wrong(smtpc_str text)
{
	if (smtpc_str_has_ctl(text)) {
		return "it has a control character";
	}
	if (!smtpc_str_is_utf8(text)) {
		return "it is not valid UTF-8";
	}
	for (size_t i = 0; i + 1 < text.len; i++) {
		const unsigned char *p = (const unsigned char *)text.ptr + i;
		if (p[0] == 0xc2 && p[1] < 0xa0) {
			return "it has a control character";
		}
		if (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9)) {
			return "it has a line separator";
		}
	}
	return NULL;
}

static smtpc_str addr_trim(smtpc_str text)
{
	while (text.len > 0 && text.ptr[text.len - 1] == ' ') {
		text.len--;
	}
	while (text.len > 0 && text.ptr[0] == ' ') {
		text = smtpc_str_skip(text, 1);
	}
	return text;
}

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

static const char local_too_long[] = "the part before the @ is longer than 64 octets";

static const char *addr_local_quoted(addr_parts *parts, smtpc_str *rest)
{
	char content[SMTPC_LOCAL_MAX];
	size_t len = 0;
	size_t at = 1;
	while (at < rest->len && rest->ptr[at] != '"') {
		at += rest->ptr[at] == '\\';
		if (at == rest->len) {
			break;
		}
		if (len == sizeof content) {
			return local_too_long;
		}
		content[len++] = rest->ptr[at++];
	}
	if (at >= rest->len) {
		return "a quote is not closed";
	}
	*rest = smtpc_str_skip(*rest, at + 1);
	return addr_local_write(parts, (smtpc_str){content, len}) ? NULL : local_too_long;
}

static const char *addr_local_plain(addr_parts *parts, smtpc_str *rest)
{
	const char *end = memchr(rest->ptr, '@', rest->len);
	if (end == NULL) {
		return "it has no @";
	}
	smtpc_str local = {rest->ptr, (size_t)(end - rest->ptr)};
	*rest = smtpc_str_skip(*rest, local.len);
	if (local.len > SMTPC_LOCAL_MAX) {
		return local_too_long;
	}
	if (!smtpc_addr_is_dot_atom(local)) {
		return local.len == 0 ? "there is nothing before the @"
							  : "the part before the @ is malformed";
	}
	addr_local_write(parts, local);
	return NULL;
}

static const char *addr_domain(addr_parts *parts, smtpc_str domain)
{
	if (domain.len == 0) {
		return "there is nothing behind the @";
	}
	if (domain.len > SMTPC_DOMAIN_MAX) {
		return "the domain is longer than 253 octets";
	}
	parts->domain = domain;
	if (domain.ptr[0] == '[') {
		memcpy(parts->ascii, domain.ptr, domain.len);
		parts->ascii_len = domain.len;
		return smtpc_addr_is_literal(domain) ? NULL : "the address literal is malformed";
	}
	const char *wrong = no_memory;
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

static const char *addr_spec(addr_parts *parts, smtpc_str spec)
{
	if (spec.len == 0) {
		return "it is empty";
	}
	smtpc_str rest = spec;
	const char *wrong =
		spec.ptr[0] == '"' ? addr_local_quoted(parts, &rest) : addr_local_plain(parts, &rest);
	if (wrong != NULL) {
		return wrong;
	}
	if (rest.len == 0 || rest.ptr[0] != '@') {
		return "there is no @ behind the quotes";
	}
	if (addr_local_is_encoded((smtpc_str){parts->local, parts->local_len})) {
		return "the part before the @ looks like an encoded word";
	}
	wrong = addr_domain(parts, smtpc_str_skip(rest, 1));
	size_t domain_len = parts->domain.len > parts->ascii_len ? parts->domain.len : parts->ascii_len;
	if (wrong == NULL && parts->local_len + 1 + domain_len > SMTPC_PATH_MAX) {
		wrong = "it is longer than 254 octets";
	}
	return wrong;
}

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

/* Names |address| in the error, or its beginning. */
static int addr_fail(smtpc_error *err, const char *what, smtpc_str address, const char *wrong)
{
	enum { SHOWN = 128 };
	if (wrong == no_memory) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	size_t len = address.len;
	if (len > SHOWN) {
		len = SHOWN;
		while (len > 0 && ((unsigned char)address.ptr[len] & 0xc0) == 0x80) {
			len--;
		}
	}
	/* A NUL would end the sentence. */
	char shown[SHOWN + 1];
	size_t used = smtpc_printable(shown, sizeof shown, (smtpc_str){address.ptr, len});
	return smtpc_fail(err, SMTPC_E_ARGUMENT, "invalid %s \"%.*s%s\": %s", what, (int)used, shown,
		len < address.len ? "…" : "", wrong);
}

static int addr_init(
	smtpc_addr *addr, const smtpc_mem *mem, smtpc_str address, smtpc_str name, const char **wrong)
{
	if (name.len > SMTPC_NAME_MAX) {
		*wrong = "its display name is longer than 3072 octets";
		return SMTPC_E_ARGUMENT;
	}
	addr_parts parts = {.local_len = 0};
	*wrong = addr_spec(&parts, address);
	if (*wrong != NULL) {
		return SMTPC_E_ARGUMENT;
	}
	smtpc_str local = {parts.local, parts.local_len};
	*addr = (smtpc_addr){
		.name = addr_trim(name),
		.local = local,
		.domain = parts.domain,
		.ascii_domain = {parts.ascii, parts.ascii_len},
		.needs_smtputf8 = !smtpc_str_is_ascii(local),
	};
	if (addr_store(addr, smtpc_mem_or_default(mem)) < 0) {
		*wrong = no_memory;
		return SMTPC_E_NOMEM;
	}
	return SMTPC_OK;
}

int smtpc_addr_init(
	smtpc_addr *addr, const smtpc_mem *mem, smtpc_str address, smtpc_str name, smtpc_error *err)
{
	*addr = (smtpc_addr){.mem = NULL};
	const char *wrong = addr_text_wrong(address);
	const char *name_wrong = addr_text_wrong(name);
	if (wrong == NULL && name_wrong != NULL) {
		return addr_fail(err, "display name of address", address, name_wrong);
	}
	if (wrong == NULL && addr_init(addr, mem, address, name, &wrong) == SMTPC_OK) {
		return SMTPC_OK;
	}
	*addr = (smtpc_addr){.mem = NULL};
	return addr_fail(err, "address", address, wrong);
}

/* ---- Parsing: a name, and an address in angle brackets ------------------- */

/* Where the quoted string that |text| begins with ends (behind its closing quote), or 0. */
static size_t addr_quoted_len(smtpc_str text)
{
	for (size_t i = 1; i < text.len; i++) {
		if (text.ptr[i] == '\\') {
			i++;
		} else if (text.ptr[i] == '"') {
			return i + 1;
		}
	}
	return 0;
}

/* The content of the quoted string |quoted|, into |out| that has room for it. */
static smtpc_str addr_unquote(char *out, smtpc_str quoted)
{
	size_t len = 0;
	for (size_t i = 1; i + 1 < quoted.len; i++) {
		i += quoted.ptr[i] == '\\';
		out[len++] = quoted.ptr[i];
	}
	return (smtpc_str){out, len};
}

/* A display name without quotes: a phrase of RFC 5322 §3.2.5 with dots, but no quoted words. */
static const char *addr_name_wrong(smtpc_str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];
		if (c == ',' || c == ';') {
			return one_expected;
		}
		if (!smtpc_char_is(c, SMTPC_CH_ATEXT) && (unsigned char)c < 0x80 && c != ' ' && c != '.') {
			return "a display name with special characters must be quoted";
		}
	}
	return NULL;
}

/* `<addr-spec>` and nothing behind it; the addr-spec in |address|. */
static const char *addr_angle(smtpc_str rest, smtpc_str *address)
{
	smtpc_str spec = smtpc_str_skip(rest, 1);
	size_t quoted = spec.len > 0 && spec.ptr[0] == '"' ? addr_quoted_len(spec) : 0;
	smtpc_str behind = smtpc_str_skip(spec, quoted);
	const char *end = behind.len > 0 ? memchr(behind.ptr, '>', behind.len) : NULL;
	if (end == NULL) {
		return "the < is not closed";
	}
	*address = (smtpc_str){spec.ptr, (size_t)(end - spec.ptr)};
	smtpc_str garbage = addr_trim(smtpc_str_skip(spec, address->len + 1));
	if (garbage.len > 0) {
		return garbage.ptr[0] == ',' || garbage.ptr[0] == ';' ? one_expected
															  : "there is something behind the >";
	}
	return NULL;
}

static const char *addr_bare_wrong(smtpc_str spec)
{
	size_t quoted = spec.len > 0 && spec.ptr[0] == '"' ? addr_quoted_len(spec) : 0;
	smtpc_str rest = smtpc_str_skip(spec, quoted);
	bool list = rest.len > 0 &&
		(memchr(rest.ptr, ',', rest.len) != NULL || memchr(rest.ptr, ';', rest.len) != NULL);
	return list ? one_expected : NULL;
}

/* Takes |spec| apart; |unquoted| has room for a name of its length. */
static const char *addr_split(smtpc_str spec, char *unquoted, smtpc_str *address, smtpc_str *name)
{
	size_t quoted = spec.len > 0 && spec.ptr[0] == '"' ? addr_quoted_len(spec) : 0;
	smtpc_str rest = smtpc_str_skip(spec, quoted);
	if (quoted > 0 && addr_trim(rest).len > 0 && addr_trim(rest).ptr[0] == '<') {
		*name = addr_unquote(unquoted, (smtpc_str){spec.ptr, quoted});
		return addr_angle(addr_trim(rest), address);
	}
	const char *angle = rest.len > 0 ? memchr(rest.ptr, '<', rest.len) : NULL;
	if (quoted > 0 || angle == NULL) {
		*address = spec;
		return addr_bare_wrong(spec);
	}
	*name = addr_trim((smtpc_str){spec.ptr, (size_t)(angle - spec.ptr)});
	const char *wrong = addr_name_wrong(*name);
	if (wrong != NULL) {
		return wrong;
	}
	return addr_angle(smtpc_str_skip(spec, (size_t)(angle - spec.ptr)), address);
}

int smtpc_addr_parse(smtpc_addr *addr, const smtpc_mem *mem, smtpc_str spec, smtpc_error *err)
{
	char unquoted[SMTPC_SPEC_MAX];
	smtpc_str address = {"", 0};
	smtpc_str name = {"", 0};
	*addr = (smtpc_addr){.mem = NULL};
	const char *wrong =
		spec.len > SMTPC_SPEC_MAX ? "it is longer than 8192 octets" : addr_text_wrong(spec);
	if (wrong == NULL) {
		wrong = addr_split(addr_trim(spec), unquoted, &address, &name);
	}
	if (wrong == NULL && addr_init(addr, mem, address, name, &wrong) == SMTPC_OK) {
		return SMTPC_OK;
	}
	*addr = (smtpc_addr){.mem = NULL};
	return addr_fail(err, "address", spec, wrong);
}

/* ---- The rest ------------------------------------------------------------ */

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
