/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The grammar of addresses (RFC 5322 §3.4, with the obsolete forms of §4.4): one mailbox, or a list
 * of mailboxes and groups. What a member is shows at its first special: "<" ends a display name,
 * ":" the name of a group, anything else a bare address; so the tokens before it are looked at
 * twice, and none more often. Source routes and comments are read and forgotten.
 *
 * Beyond the grammar one thing is read that is common: a display name with an unquoted "@". Where
 * it looks like an address it must be the one in the brackets, as else a comma may have been lost:
 * nobody could say who is meant. */
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_addr.h"
#include "mime/smtpc_addrlex.h"
#include "mime/smtpc_addrlist.h"

enum {
	SPEC_MAX = 16 * 1024, /* of one mailbox: the longest name there may be, encoded */
	HEADER_MAX = 16 * 1024 * 1024,
	MEMBERS_MAX = 100000
};

typedef struct addr_parser {
	const smtpc_mem *mem;
	smtpc_addrlex lex;
	bool strict; /* a bare address, without obsolete syntax */
	smtpc_addrname name;
	smtpc_str lookalike; /* what looks like an address in the name; len 0: nothing does */
	char local[SMTPC_LOCAL_MAX];
	size_t local_len;
	char domain[SMTPC_DOMAIN_MAX];
	size_t domain_len;
	smtpc_addr addr; /* the mailbox that was read last */
} addr_parser;

/* An address that was cut without being parsed. */
typedef struct addr_plain {
	smtpc_str name, local, domain;
} addr_plain;

static const char group_open[] = "it does not end with a semicolon";
static const char one_expected[] = "one address expected; give several as an array";
static const char local_malformed[] = "the part before the @ is malformed";
static const char two_ats[] = "it has more than one @";
static const char domain_malformed[] = "the domain is malformed";

/* The functions that read return what is wrong, or NULL. */

static smtpc_token_kind parse_kind(const addr_parser *p)
{
	return p->lex.token.kind;
}

static bool parse_is(const addr_parser *p, smtpc_token_kind kind)
{
	return p->lex.token.kind == kind;
}

static void parse_next(addr_parser *p)
{
	smtpc_addrlex_next(&p->lex);
}

/* What to say about a token that must not be there. */
static const char *parse_unexpected(const addr_parser *p, const char *wrong)
{
	return parse_is(p, SMTPC_TOKEN_BAD) ? p->lex.token.wrong : wrong;
}

/* ---- local@domain -------------------------------------------------------- */

static bool local_put(addr_parser *p, char c)
{
	if (p->local_len == sizeof p->local) {
		return false;
	}
	p->local[p->local_len++] = c;
	return true;
}

/* The content of a word of the local part. */
static const char *local_put_word(addr_parser *p)
{
	smtpc_str text = p->lex.token.text;
	bool quoted = parse_is(p, SMTPC_TOKEN_QUOTED);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (quoted && (c == '\r' || c == '\n')) {
			continue;
		}
		if (quoted && c == '\\') {
			c = text.ptr[++i];
		}
		if (c == '\t') {
			return "the part before the @ has a control character";
		}
		if (!local_put(p, c)) {
			return smtpc_addr_local_too_long;
		}
	}
	return NULL;
}

/* What is wrong where a word of the local part should be. */
static const char *local_no_word(const addr_parser *p)
{
	switch (parse_kind(p)) {
	case SMTPC_TOKEN_BAD:
		return p->lex.token.wrong;
	case SMTPC_TOKEN_AT:
		return p->local_len == 0 ? "there is nothing before the @" : local_malformed;
	case SMTPC_TOKEN_DOT:
	case SMTPC_TOKEN_LITERAL:
		return local_malformed;
	default:
		return p->local_len == 0 ? "it is empty" : "it has no @";
	}
}

/* One word of the local part, and the dot behind it. */
static const char *local_read_word(addr_parser *p)
{
	bool quoted = parse_is(p, SMTPC_TOKEN_QUOTED);
	bool first = p->local_len == 0;
	if (!quoted && !parse_is(p, SMTPC_TOKEN_ATOM)) {
		return local_no_word(p);
	}
	const char *wrong = local_put_word(p);
	parse_next(p);
	bool more = parse_is(p, SMTPC_TOKEN_DOT);
	if (wrong == NULL && p->strict && quoted && (!first || more)) {
		wrong = local_malformed;
	}
	if (wrong == NULL && more && !local_put(p, '.')) {
		wrong = smtpc_addr_local_too_long;
	}
	return wrong;
}

/* Words with dots between them, up to the @: dot-atom, quoted-string or obs-local-part. */
static const char *spec_read_local(addr_parser *p)
{
	p->local_len = 0;
	const char *wrong = local_read_word(p);
	while (wrong == NULL && parse_is(p, SMTPC_TOKEN_DOT)) {
		parse_next(p);
		wrong = local_read_word(p);
	}
	if (wrong != NULL || parse_is(p, SMTPC_TOKEN_AT)) {
		return wrong;
	}
	bool word = parse_is(p, SMTPC_TOKEN_QUOTED) || parse_is(p, SMTPC_TOKEN_ATOM) ||
		parse_is(p, SMTPC_TOKEN_LITERAL);
	return parse_unexpected(p, word ? local_malformed : "it has no @");
}

static const char *domain_put(addr_parser *p, smtpc_str text)
{
	if (text.len > sizeof p->domain - p->domain_len) {
		return "the domain is longer than 253 octets";
	}
	memcpy(p->domain + p->domain_len, text.ptr, text.len);
	p->domain_len += text.len;
	return NULL;
}

/* White space may stand inside the brackets. */
static const char *domain_put_literal(addr_parser *p)
{
	smtpc_str inner = {p->lex.token.text.ptr + 1, p->lex.token.text.len - 2};
	while (!p->strict && inner.len > 0 && smtpc_addrlex_is_blank(inner.ptr[0])) {
		inner = smtpc_str_skip(inner, 1);
	}
	while (!p->strict && inner.len > 0 && smtpc_addrlex_is_blank(inner.ptr[inner.len - 1])) {
		inner.len--;
	}
	const char *wrong = domain_put(p, SMTPC_STR("["));
	wrong = wrong == NULL ? domain_put(p, inner) : wrong;
	return wrong == NULL ? domain_put(p, SMTPC_STR("]")) : wrong;
}

/* dot-atom, domain-literal or obs-domain: all that is left of white space is where it was not. */
static const char *spec_read_domain(addr_parser *p)
{
	p->domain_len = 0;
	if (parse_is(p, SMTPC_TOKEN_LITERAL)) {
		const char *wrong = domain_put_literal(p);
		parse_next(p);
		return wrong;
	}
	while (parse_is(p, SMTPC_TOKEN_ATOM)) {
		const char *wrong = domain_put(p, p->lex.token.text);
		parse_next(p);
		if (wrong != NULL || !parse_is(p, SMTPC_TOKEN_DOT)) {
			return wrong;
		}
		wrong = domain_put(p, SMTPC_STR("."));
		if (wrong != NULL) {
			return wrong;
		}
		parse_next(p);
	}
	if (parse_is(p, SMTPC_TOKEN_AT)) {
		return two_ats;
	}
	bool malformed = p->domain_len > 0 || parse_is(p, SMTPC_TOKEN_DOT);
	return parse_unexpected(p, malformed ? domain_malformed : "there is nothing behind the @");
}

static const char *spec_read(addr_parser *p)
{
	const char *wrong = spec_read_local(p);
	if (wrong == NULL) {
		parse_next(p);
		wrong = spec_read_domain(p);
	}
	if (wrong == NULL && parse_is(p, SMTPC_TOKEN_AT)) {
		wrong = two_ats;
	}
	return wrong;
}

/* ---- Display names ------------------------------------------------------- */

static bool token_is_in_chunk(smtpc_token_kind kind)
{
	return kind == SMTPC_TOKEN_ATOM || kind == SMTPC_TOKEN_DOT || kind == SMTPC_TOKEN_AT;
}

/* The tokens without quotes up to the next white space are one word for us: dots may be in it, and
 * encoded words that have such characters where RFC 2047 §5 (3) wants them encoded. */
static smtpc_str chunk_read(addr_parser *p)
{
	smtpc_str chunk = p->lex.token.text;
	do {
		chunk.len = (size_t)(p->lex.token.text.ptr + p->lex.token.text.len - chunk.ptr);
		parse_next(p);
	} while (token_is_in_chunk(parse_kind(p)) && !p->lex.token.space);
	return chunk;
}

/* Remembers what looks like an address in a name, if it is the only one. */
static const char *chunk_check(addr_parser *p, smtpc_str chunk)
{
	const char *at = memchr(chunk.ptr, '@', chunk.len);
	bool inside = at != NULL && at > chunk.ptr && at + 1 < chunk.ptr + chunk.len;
	if (!inside || smtpc_addrname_is_encoded(chunk)) {
		return NULL;
	}
	if (p->lookalike.len > 0 && !smtpc_str_ieq(p->lookalike, chunk)) {
		return "an address is in its display name and not quoted";
	}
	p->lookalike = chunk;
	return NULL;
}

static bool chunk_joins(char c)
{
	return c == '.' || c == '@';
}

/* phrase and obs-phrase, up to the special that ends it. */
static const char *name_read(addr_parser *p)
{
	char last = '.';
	smtpc_addrname_reset(&p->name);
	p->lookalike = (smtpc_str){"", 0};
	for (;;) {
		smtpc_token token = p->lex.token;
		if (token.kind == SMTPC_TOKEN_QUOTED) {
			smtpc_addrname_quoted(&p->name, token.text, token.space || !chunk_joins(last));
			parse_next(p);
			last = '"';
		} else if (token_is_in_chunk(token.kind)) {
			smtpc_str chunk = chunk_read(p);
			bool joined = chunk_joins(last) || chunk_joins(chunk.ptr[0]);
			smtpc_addrname_word(&p->name, chunk, token.space || !joined);
			last = chunk.ptr[chunk.len - 1];
			const char *wrong = chunk_check(p, chunk);
			if (wrong != NULL) {
				return wrong;
			}
		} else if (token.kind == SMTPC_TOKEN_LITERAL) {
			return "a display name with special characters must be quoted";
		} else {
			return NULL;
		}
	}
}

static const char *name_end(addr_parser *p, smtpc_str *name)
{
	int rc = smtpc_addrname_end(&p->name, name);
	return rc == SMTPC_OK     ? NULL
		: rc == SMTPC_E_NOMEM ? smtpc_addr_no_memory
							  : smtpc_addr_name_too_long;
}

/* ---- Mailboxes ----------------------------------------------------------- */

/* What was read becomes |p->addr|. Without a name the comment behind an address is one: the form of
 * before RFC 822, "a@b.org (Full Name)". */
static const char *mailbox_end(addr_parser *p)
{
	smtpc_str name = {"", 0};
	const char *wrong = name_end(p, &name);
	if (wrong == NULL && name.len == 0 && !p->strict) {
		smtpc_addrname_reset(&p->name);
		smtpc_addrname_comment(&p->name, p->lex.token.comment);
		wrong = name_end(p, &name);
	}
	if (wrong != NULL) {
		return wrong;
	}
	smtpc_str local = {p->local, p->local_len};
	smtpc_str domain = {p->domain, p->domain_len};
	return smtpc_addr_make(&p->addr, p->mem, local, domain, name);
}

static const char *mailbox_read_bare(addr_parser *p)
{
	smtpc_addrname_reset(&p->name);
	const char *wrong = spec_read(p);
	return wrong == NULL ? mailbox_end(p) : wrong;
}

/* obs-route: "@a,@b:", with as many commas as one likes. */
static const char *route_skip(addr_parser *p)
{
	while (parse_is(p, SMTPC_TOKEN_COMMA) || parse_is(p, SMTPC_TOKEN_AT)) {
		bool at = parse_is(p, SMTPC_TOKEN_AT);
		parse_next(p);
		const char *wrong = at ? spec_read_domain(p) : NULL;
		if (wrong != NULL) {
			return wrong;
		}
		if (at && !parse_is(p, SMTPC_TOKEN_COMMA) && !parse_is(p, SMTPC_TOKEN_COLON)) {
			break;
		}
	}
	if (!parse_is(p, SMTPC_TOKEN_COLON)) {
		return parse_unexpected(p, "a source route is malformed");
	}
	parse_next(p);
	return NULL;
}

/* Is the address that the name looks like the one that was read? */
static bool lookalike_is_same(const addr_parser *p)
{
	const smtpc_addr *addr = &p->addr;
	smtpc_str local = {p->lookalike.ptr, addr->local.len};
	if (p->lookalike.len == 0) {
		return true;
	}
	if (p->lookalike.len < addr->local.len + 1 || p->lookalike.ptr[addr->local.len] != '@') {
		return false;
	}
	smtpc_str domain = smtpc_str_skip(p->lookalike, addr->local.len + 1);
	return smtpc_str_ieq(local, addr->local) &&
		(smtpc_str_ieq(domain, addr->domain) || smtpc_str_ieq(domain, addr->ascii_domain));
}

/* angle-addr and obs-angle-addr; the name was read. */
static const char *mailbox_read_angle(addr_parser *p)
{
	parse_next(p);
	const char *wrong = NULL;
	if (parse_is(p, SMTPC_TOKEN_AT) || parse_is(p, SMTPC_TOKEN_COMMA)) {
		wrong = route_skip(p);
	}
	wrong = wrong == NULL ? spec_read(p) : wrong;
	if (wrong != NULL) {
		return wrong;
	}
	if (!parse_is(p, SMTPC_TOKEN_GT)) {
		return parse_unexpected(
			p, parse_is(p, SMTPC_TOKEN_END) ? "the < is not closed" : domain_malformed);
	}
	parse_next(p);
	wrong = mailbox_end(p);
	if (wrong == NULL && !lookalike_is_same(p)) {
		smtpc_addr_free(&p->addr);
		wrong = "an address is in its display name and not quoted";
	}
	return wrong;
}

static const char *mailbox_read_named(addr_parser *p)
{
	const char *wrong = name_read(p);
	return wrong == NULL ? mailbox_read_angle(p) : wrong;
}

/* What the words that begin here lead to. */
typedef struct member_look {
	smtpc_token_kind kind; /* of the special that ends them */
	bool words;            /* there are any */
	bool at;               /* an @ is among them */
} member_look;

static member_look member_look_ahead(const addr_parser *p)
{
	smtpc_addrlex lex = p->lex;
	member_look look = {.at = false};
	while (token_is_in_chunk(lex.token.kind) || lex.token.kind == SMTPC_TOKEN_QUOTED ||
		lex.token.kind == SMTPC_TOKEN_LITERAL) {
		look.words = true;
		look.at |= lex.token.kind == SMTPC_TOKEN_AT;
		smtpc_addrlex_next(&lex);
	}
	look.kind = lex.token.kind;
	return look;
}

static bool look_is_group(member_look look)
{
	return look.kind == SMTPC_TOKEN_COLON && !look.at;
}

static bool kind_separates(smtpc_token_kind kind)
{
	return kind == SMTPC_TOKEN_COMMA || kind == SMTPC_TOKEN_SEMICOLON;
}

/* Only the end, or what separates members, may be behind a mailbox. */
static const char *mailbox_check_end(const addr_parser *p)
{
	if (parse_is(p, SMTPC_TOKEN_END) || kind_separates(parse_kind(p))) {
		return NULL;
	}
	return parse_unexpected(p, "there is something behind it");
}

static const char *mailbox_read(addr_parser *p, member_look look)
{
	bool named = look.kind == SMTPC_TOKEN_LT;
	if (!named && look.words && !look.at && look.kind != SMTPC_TOKEN_BAD) {
		return "it has no @";
	}
	const char *wrong = named ? mailbox_read_named(p) : mailbox_read_bare(p);
	if (wrong == NULL) {
		wrong = mailbox_check_end(p);
		if (wrong != NULL) {
			smtpc_addr_free(&p->addr);
		}
	}
	return wrong;
}

/* ---- One mailbox --------------------------------------------------------- */

static void parser_init(addr_parser *p, const smtpc_mem *mem, smtpc_str text, smtpc_lex_mode mode)
{
	p->mem = smtpc_mem_or_default(mem);
	p->strict = mode == SMTPC_LEX_BARE;
	p->addr = (smtpc_addr){.mem = NULL};
	p->lookalike = (smtpc_str){"", 0};
	p->local_len = p->domain_len = 0;
	smtpc_addrname_init(&p->name, p->mem);
	smtpc_addrlex_init(&p->lex, text, mode);
}

static const char *single_read(addr_parser *p)
{
	member_look look = member_look_ahead(p);
	if (kind_separates(look.kind)) {
		return one_expected;
	}
	if (look_is_group(look)) {
		return "one address expected, and no group";
	}
	const char *wrong = mailbox_read(p, look);
	if (wrong == NULL && !parse_is(p, SMTPC_TOKEN_END)) {
		smtpc_addr_free(&p->addr);
		return one_expected;
	}
	return wrong;
}

/* ---- Plain addresses ----------------------------------------------------- */

/* Words of ASCII letters and digits, with one space between two of them. */
static bool plain_is_name(smtpc_str text)
{
	bool in_word = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool letter = smtpc_is_alpha(c) || smtpc_is_digit(c);
		if (!letter && (c != ' ' || !in_word)) {
			return false;
		}
		in_word = letter;
	}
	return in_word && text.len <= SMTPC_NAME_MAX;
}

static bool plain_split_spec(addr_plain *plain, smtpc_str spec)
{
	const char *at = spec.len > 0 ? memchr(spec.ptr, '@', spec.len) : NULL;
	if (at == NULL) {
		return false;
	}
	plain->local = (smtpc_str){spec.ptr, (size_t)(at - spec.ptr)};
	plain->domain = smtpc_str_skip(spec, plain->local.len + 1);
	return plain->local.len <= SMTPC_LOCAL_MAX && plain->domain.len <= SMTPC_DOMAIN_MAX &&
		smtpc_str_is_ascii(spec) && smtpc_addr_is_dot_atom(plain->local) &&
		smtpc_addr_is_dot_atom(plain->domain);
}

/* "local@domain" and "Name <local@domain>" without anything that the grammar would have to think
 * about are most of what there is, and are cut here in one pass; it would cut them just so. */
static bool plain_split(addr_plain *plain, smtpc_str text)
{
	plain->name = (smtpc_str){"", 0};
	if (text.len > 0 && text.ptr[text.len - 1] == '>') {
		const char *angle = memchr(text.ptr, '<', text.len);
		size_t before = angle != NULL ? (size_t)(angle - text.ptr) : 0;
		if (before < 2 || text.ptr[before - 1] != ' ') {
			return false;
		}
		plain->name = (smtpc_str){text.ptr, before - 1};
		text = (smtpc_str){angle + 1, text.len - before - 2};
		return plain_is_name(plain->name) && plain_split_spec(plain, text);
	}
	return plain_split_spec(plain, text);
}

static const char *plain_make(smtpc_addr *addr, const smtpc_mem *mem, const addr_plain *plain)
{
	return smtpc_addr_make(addr, mem, plain->local, plain->domain, plain->name);
}

/* By the whole grammar. */
static const char *single_parse(smtpc_addr *addr, const smtpc_mem *mem, smtpc_str spec)
{
	addr_parser parser;
	parser_init(&parser, mem, spec, SMTPC_LEX_LINE);
	const char *wrong = single_read(&parser);
	smtpc_addrname_free(&parser.name);
	*addr = parser.addr;
	return wrong;
}

int smtpc_addr_parse(smtpc_addr *addr, const smtpc_mem *mem, smtpc_str spec, smtpc_error *err)
{
	*addr = (smtpc_addr){.mem = NULL};
	if (spec.len > SPEC_MAX) {
		return smtpc_addr_fail(err, 0, "address", spec, "it is longer than 16384 octets");
	}
	addr_plain plain;
	const char *wrong = plain_split(&plain, spec) ? plain_make(addr, mem, &plain)
												  : single_parse(addr, mem, spec);
	return wrong == NULL ? SMTPC_OK : smtpc_addr_fail(err, 0, "address", spec, wrong);
}

/* ---- A mailbox that is given, not read ----------------------------------- */

static const char *bare_read(addr_parser *p, smtpc_str name)
{
	const char *wrong = spec_read(p);
	if (wrong == NULL && !parse_is(p, SMTPC_TOKEN_END)) {
		wrong = parse_unexpected(p, domain_malformed);
	}
	if (wrong != NULL) {
		return wrong;
	}
	smtpc_str local = {p->local, p->local_len};
	smtpc_str domain = {p->domain, p->domain_len};
	return smtpc_addr_make(&p->addr, p->mem, local, domain, name);
}

int smtpc_addr_init(
	smtpc_addr *addr, const smtpc_mem *mem, smtpc_str address, smtpc_str name, smtpc_error *err)
{
	addr_parser parser;
	parser_init(&parser, mem, address, SMTPC_LEX_BARE);
	const char *wrong = smtpc_addr_name_wrong(name);
	const char *what = "display name of address";
	if (wrong == NULL) {
		wrong = bare_read(&parser, name);
		what = "address";
	}
	smtpc_addrname_free(&parser.name);
	*addr = parser.addr;
	return wrong == NULL ? SMTPC_OK : smtpc_addr_fail(err, 0, what, address, wrong);
}

/* ---- Lists --------------------------------------------------------------- */

/* A list as it is read, and where its current member begins, for what there is to say about it. */
typedef struct list_parser {
	addr_parser p;
	smtpc_addr_list *list;
	const char *kind;
	const char *start;
	size_t number;
} list_parser;

static void list_begin_member(list_parser *l, const char *kind)
{
	l->kind = kind;
	l->start = l->p.lex.token.from;
	l->number = l->list->count + 1;
}

static void list_skip_commas(list_parser *l)
{
	while (parse_is(&l->p, SMTPC_TOKEN_COMMA)) {
		parse_next(&l->p);
	}
}

static const char *list_read_mailbox(list_parser *l, member_look look)
{
	list_begin_member(l, "address");
	if (l->list->count + l->list->group_count >= MEMBERS_MAX) {
		return "there are more than 100000";
	}
	const char *wrong = mailbox_read(&l->p, look);
	if (wrong == NULL && smtpc_addr_list_add(l->list, &l->p.addr) < 0) {
		smtpc_addr_free(&l->p.addr);
		wrong = smtpc_addr_no_memory;
	}
	return wrong;
}

/* "name:" */
static const char *group_read_name(list_parser *l)
{
	smtpc_str name = {"", 0};
	const char *wrong = name_read(&l->p);
	wrong = wrong == NULL ? name_end(&l->p, &name) : wrong;
	if (wrong == NULL && name.len == 0) {
		wrong = "it has no name";
	}
	if (wrong == NULL && smtpc_addr_list_add_group(l->list, name) < 0) {
		wrong = smtpc_addr_no_memory;
	}
	parse_next(&l->p);
	return wrong;
}

/* mailbox-list, obs-group-list or nothing, and the semicolon. */
static const char *group_read_members(list_parser *l)
{
	for (;;) {
		list_skip_commas(l);
		if (parse_is(&l->p, SMTPC_TOKEN_SEMICOLON)) {
			parse_next(&l->p);
			return NULL;
		}
		if (parse_is(&l->p, SMTPC_TOKEN_END)) {
			return group_open;
		}
		member_look look = member_look_ahead(&l->p);
		const char *wrong =
			look_is_group(look) ? "a group is in a group" : list_read_mailbox(l, look);
		if (wrong != NULL) {
			return wrong;
		}
		l->list->groups[l->list->group_count - 1].count++;
	}
}

static const char *list_read_group(list_parser *l)
{
	list_begin_member(l, "group");
	const char *start = l->start;
	size_t number = l->number;
	if (l->list->count + l->list->group_count >= MEMBERS_MAX) {
		return "there are more than 100000 addresses";
	}
	const char *wrong = group_read_name(l);
	wrong = wrong == NULL ? group_read_members(l) : wrong;
	if (wrong == group_open) {
		l->kind = "group";
		l->start = start;
		l->number = number;
	}
	return wrong;
}

static const char *list_read_member(list_parser *l)
{
	member_look look = member_look_ahead(&l->p);
	bool group = look_is_group(look);
	const char *wrong = group ? list_read_group(l) : list_read_mailbox(l, look);
	if (wrong == NULL && parse_is(&l->p, SMTPC_TOKEN_SEMICOLON)) {
		return "a semicolon ends no group";
	}
	if (wrong == NULL && !parse_is(&l->p, SMTPC_TOKEN_COMMA) && !parse_is(&l->p, SMTPC_TOKEN_END)) {
		return parse_unexpected(&l->p, "there is something behind it");
	}
	return wrong;
}

static const char *list_read(list_parser *l)
{
	list_begin_member(l, "address");
	for (;;) {
		list_skip_commas(l);
		if (parse_is(&l->p, SMTPC_TOKEN_END)) {
			return NULL;
		}
		const char *wrong = list_read_member(l);
		if (wrong != NULL) {
			return wrong;
		}
	}
}

/* The member that is wrong, as far as it was read. */
static int list_fail(const list_parser *l, const char *wrong, smtpc_error *err)
{
	const smtpc_addrlex *lex = &l->p.lex;
	smtpc_str text = {l->start, (size_t)(lex->text.ptr + lex->at - l->start)};
	while (text.len > 0 && smtpc_addrlex_is_blank(text.ptr[0])) {
		text = smtpc_str_skip(text, 1);
	}
	return smtpc_addr_fail(err, l->number, l->kind, text, wrong);
}

int smtpc_addr_list_parse(
	smtpc_addr_list *list, const smtpc_mem *mem, smtpc_str header, smtpc_error *err)
{
	list_parser l = {.list = list};
	smtpc_addr_list_init(list, smtpc_mem_or_default(mem));
	if (header.len > HEADER_MAX) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the list of addresses is longer than 16 MiB");
	}
	parser_init(&l.p, mem, header, SMTPC_LEX_FIELD);
	const char *wrong = list_read(&l);
	int rc = wrong == NULL ? SMTPC_OK : list_fail(&l, wrong, err);
	smtpc_addrname_free(&l.p.name);
	if (rc < 0) {
		smtpc_addr_list_free(list);
	}
	return rc;
}
