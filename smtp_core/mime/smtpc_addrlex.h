/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Address fields (RFC 5322 §3.4, §4.4, RFC 6532) as tokens: words, specials, and the white space
 * and comments before each. It looks at each octet once, allocates nothing, and lets no control
 * character, no broken UTF-8 and no line break through that does not fold a line. */
#ifndef SMTPC_ADDRLEX_H
#define SMTPC_ADDRLEX_H

#include "smtpc.h"

typedef enum smtpc_token_kind {
	SMTPC_TOKEN_END,
	SMTPC_TOKEN_BAD,
	SMTPC_TOKEN_ATOM,
	SMTPC_TOKEN_QUOTED,  /* text: what is between the quotes, backslashes and folds in it */
	SMTPC_TOKEN_LITERAL, /* text: with its brackets */
	SMTPC_TOKEN_DOT,
	SMTPC_TOKEN_AT,
	SMTPC_TOKEN_LT,
	SMTPC_TOKEN_GT,
	SMTPC_TOKEN_COMMA,
	SMTPC_TOKEN_SEMICOLON,
	SMTPC_TOKEN_COLON
} smtpc_token_kind;

typedef struct smtpc_token {
	smtpc_token_kind kind;
	smtpc_str text;
	const char *from;  /* behind the token before it */
	smtpc_str comment; /* content of the first comment before it that has any; len 0: none */
	bool space;        /* white space or a comment is before it */
	const char *wrong; /* BAD: a clause that says what is wrong, and the end of all tokens */
} smtpc_token;

/* What may be between tokens. */
typedef enum smtpc_lex_mode {
	SMTPC_LEX_BARE, /* nothing */
	SMTPC_LEX_LINE, /* spaces and comments */
	SMTPC_LEX_FIELD /* tabs and folded lines (RFC 5322 §2.2.3) too */
} smtpc_lex_mode;

/* May be copied, to look ahead. */
typedef struct smtpc_addrlex {
	smtpc_str text;  /* up to what is not fit to be read */
	size_t at;       /* behind the current token */
	const char *cut; /* why |text| ends where it does; NULL: it is all there is */
	smtpc_lex_mode mode;
	smtpc_token token; /* the current one */
} smtpc_addrlex;

/* Octets of |text| before the first that no address may have; |*wrong| says what that one is, NULL
 * if there is none. With |folded| tabs and folded lines may be in it. */
size_t smtpc_addrlex_clean(smtpc_str text, bool folded, const char **wrong);

/* Reads the first token of |text|. */
void smtpc_addrlex_init(smtpc_addrlex *lex, smtpc_str text, smtpc_lex_mode mode);
void smtpc_addrlex_next(smtpc_addrlex *lex);

static inline bool smtpc_addrlex_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

#endif
