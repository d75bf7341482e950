/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_addrlex.h"

#include <string.h>

#include "base/smtpc_str.h"
#include "mime/smtpc_char.h"

/* Comments in comments; nobody means more than a few. */
enum { COMMENT_DEPTH_MAX = 64 };

/* ---- What may be read at all --------------------------------------------- */

/* Octets of the control character or fold that |text| begins with, 0 if it must not be there. */
static size_t clean_control(smtpc_str text, bool folded)
{
	if (!folded) {
		return 0;
	}
	if (text.ptr[0] == '\t') {
		return 1;
	}
	bool fold = text.len > 2 && text.ptr[0] == '\r' && text.ptr[1] == '\n' &&
		(text.ptr[2] == ' ' || text.ptr[2] == '\t');
	return fold ? 3 : 0;
}

/* C1 controls and the line separators of Unicode. */
static const char *clean_character(const unsigned char *p, size_t len)
{
	if (len == 0) {
		return "it is not valid UTF-8";
	}
	if (p[0] == 0xc2 && p[1] < 0xa0) {
		return "it has a control character";
	}
	if (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9)) {
		return "it has a line separator";
	}
	return NULL;
}

size_t smtpc_addrlex_clean(smtpc_str text, bool folded, const char **wrong)
{
	size_t at = 0;
	*wrong = NULL;
	while (at < text.len) {
		unsigned char c = (unsigned char)text.ptr[at];
		smtpc_str rest = {text.ptr + at, text.len - at};
		size_t len = 1;
		if (c < 0x20 || c == 0x7f) {
			len = clean_control(rest, folded);
			bool line = folded && (c == '\r' || c == '\n');
			*wrong = len > 0 ? NULL
				: line       ? "it has a line break that folds no line"
							 : "it has a control character";
		} else if (c > 0x7f) {
			len = smtpc_utf8_len(rest);
			*wrong = clean_character((const unsigned char *)rest.ptr, len);
		}
		if (*wrong != NULL) {
			return at;
		}
		at += len;
	}
	return at;
}

/* ---- Tokens -------------------------------------------------------------- */

static void lex_bad(smtpc_addrlex *lex, const char *wrong)
{
	/* What was cut off is what is wrong, rather than what it left open. */
	lex->token.kind = SMTPC_TOKEN_BAD;
	lex->token.wrong = lex->cut != NULL && lex->at == lex->text.len ? lex->cut : wrong;
	lex->token.text = (smtpc_str){lex->text.ptr + lex->at, 0};
	lex->text.len = lex->at;
	lex->cut = lex->token.wrong;
}

/* Steps over an octet of a quoted string or comment, or over a backslash and what it quotes, which
 * is no line break: that would be one in what is read. */
static const char *lex_content(smtpc_addrlex *lex)
{
	bool quotes = lex->text.ptr[lex->at] == '\\';
	lex->at++;
	if (!quotes || lex->at == lex->text.len) {
		return NULL;
	}
	if (lex->text.ptr[lex->at] == '\r') {
		return "a backslash is before a line break";
	}
	lex->at++;
	return NULL;
}

/* A comment, with those in it; without recursion. */
static const char *lex_comment(smtpc_addrlex *lex)
{
	size_t start = ++lex->at;
	size_t depth = 1;
	while (lex->at < lex->text.len && depth > 0) {
		depth += lex->text.ptr[lex->at] == '(';
		depth -= lex->text.ptr[lex->at] == ')';
		if (depth > COMMENT_DEPTH_MAX) {
			return "there are too many comments in each other";
		}
		const char *wrong = lex_content(lex);
		if (wrong != NULL) {
			return wrong;
		}
	}
	if (depth > 0) {
		return "a comment is not closed";
	}
	if (lex->token.comment.len == 0) {
		lex->token.comment = (smtpc_str){lex->text.ptr + start, lex->at - 1 - start};
	}
	return NULL;
}

/* White space and comments: [CFWS] of RFC 5322 §3.2.2. */
static const char *lex_skip_space(smtpc_addrlex *lex)
{
	const char *wrong = NULL;
	while (lex->at < lex->text.len && wrong == NULL) {
		char c = lex->text.ptr[lex->at];
		if (c != '(' && !smtpc_addrlex_is_blank(c)) {
			break;
		}
		lex->token.space = true;
		if (lex->mode == SMTPC_LEX_BARE) {
			wrong = "it has white space or a comment outside quotes";
		} else if (c == '(') {
			wrong = lex_comment(lex);
		} else {
			lex->at++;
		}
	}
	return wrong;
}

static bool lex_is_atom(char c)
{
	return smtpc_char_is(c, SMTPC_CH_ATEXT) || (unsigned char)c > 0x7f;
}

static void lex_atom(smtpc_addrlex *lex)
{
	size_t start = lex->at;
	while (lex->at < lex->text.len && lex_is_atom(lex->text.ptr[lex->at])) {
		lex->at++;
	}
	lex->token.kind = SMTPC_TOKEN_ATOM;
	lex->token.text = (smtpc_str){lex->text.ptr + start, lex->at - start};
}

static void lex_quoted(smtpc_addrlex *lex)
{
	size_t start = ++lex->at;
	const char *wrong = NULL;
	while (lex->at < lex->text.len && lex->text.ptr[lex->at] != '"' && wrong == NULL) {
		wrong = lex_content(lex);
	}
	if (wrong != NULL || lex->at == lex->text.len) {
		lex_bad(lex, wrong != NULL ? wrong : "a quote is not closed");
		return;
	}
	lex->token.kind = SMTPC_TOKEN_QUOTED;
	lex->token.text = (smtpc_str){lex->text.ptr + start, lex->at - start};
	lex->at++;
}

static void lex_literal(smtpc_addrlex *lex)
{
	size_t start = lex->at++;
	while (lex->at < lex->text.len && strchr("[]\\", lex->text.ptr[lex->at]) == NULL) {
		lex->at++;
	}
	if (lex->at == lex->text.len || lex->text.ptr[lex->at] != ']') {
		lex_bad(lex, "the address literal is malformed");
		return;
	}
	lex->at++;
	lex->token.kind = SMTPC_TOKEN_LITERAL;
	lex->token.text = (smtpc_str){lex->text.ptr + start, lex->at - start};
}

/* In the order of the kinds from DOT on. */
static const char lex_specials[] = ".@<>,;:";

void smtpc_addrlex_next(smtpc_addrlex *lex)
{
	const char *from = lex->text.ptr + lex->at;
	lex->token = (smtpc_token){.kind = SMTPC_TOKEN_END, .text = {from, 0}, .from = from};
	const char *wrong = lex_skip_space(lex);
	if (wrong != NULL || lex->at == lex->text.len) {
		if (wrong != NULL || lex->cut != NULL) {
			lex_bad(lex, wrong);
		}
		return;
	}
	char c = lex->text.ptr[lex->at];
	const char *special = strchr(lex_specials, c);
	if (lex_is_atom(c)) {
		lex_atom(lex);
	} else if (c == '"') {
		lex_quoted(lex);
	} else if (c == '[') {
		lex_literal(lex);
	} else if (special != NULL) {
		lex->token.kind = (smtpc_token_kind)(SMTPC_TOKEN_DOT + (special - lex_specials));
		lex->token.text = (smtpc_str){lex->text.ptr + lex->at, 1};
		lex->at++;
	} else {
		lex_bad(lex, "it has a special character outside quotes");
	}
}

void smtpc_addrlex_init(smtpc_addrlex *lex, smtpc_str text, smtpc_lex_mode mode)
{
	*lex = (smtpc_addrlex){.text = text, .mode = mode};
	if (text.ptr == NULL) {
		lex->text.ptr = "";
	}
	lex->text.len = smtpc_addrlex_clean(text, mode == SMTPC_LEX_FIELD, &lex->cut);
	smtpc_addrlex_next(lex);
}
