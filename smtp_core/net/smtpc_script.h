/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What a server inside the process does otherwise than accept: rules in a little language, a line
 * each, "rcpt 2 once: delay 3, 450 4.2.0 try later". docs/testing-your-mail.md describes it. */
#ifndef SMTPC_SCRIPT_H
#define SMTPC_SCRIPT_H

#include "smtpc.h"

/* Where a session can be met. */
#define SMTPC_STEP_MAP(XX) \
	XX(CONNECT, "connect") \
	XX(GREETING, "greeting") \
	XX(EHLO, "ehlo") \
	XX(HELO, "helo") \
	XX(STARTTLS, "starttls") \
	XX(TLS, "tls") \
	XX(AUTH, "auth") \
	XX(MAIL, "mail") \
	XX(RCPT, "rcpt") \
	XX(DATA, "data") \
	XX(CONTENT, "content") \
	XX(COMMIT, "commit") \
	XX(IDLE, "idle") \
	XX(RSET, "rset") \
	XX(QUIT, "quit")

/* clang-format off */
typedef enum smtpc_step {
#define XX(name, text) SMTPC_STEP_##name,
	SMTPC_STEP_MAP(XX)
#undef XX
	SMTPC_STEP_COUNT
} smtpc_step;
/* clang-format on */

typedef enum smtpc_act {
	SMTPC_ACT_ACCEPT, /* what a server does that takes everything */
	SMTPC_ACT_REPLY,
	SMTPC_ACT_SAY, /* text that need not be a reply */
	SMTPC_ACT_CLOSE,
	SMTPC_ACT_RESET,
	SMTPC_ACT_STALL, /* never a word again */
	SMTPC_ACT_FAIL   /* of CONNECT and TLS */
} smtpc_act;

typedef struct smtpc_rule {
	smtpc_step step;
	unsigned number; /* which one; 0: any */
	bool once, spent;
	bool take;      /* COMMIT: the mail is taken, whatever is said of it */
	double delay;   /* seconds before it */
	uint64_t after; /* CONTENT: octets before it */
	smtpc_act act;
	int code;       /* of a REPLY */
	smtpc_str text; /* of a REPLY: lines joined by '\n', without code; of a SAY */
} smtpc_rule;

enum { SMTPC_SCRIPT_MAX = 65536, SMTPC_SCRIPT_RULES_MAX = 256 };

typedef struct smtpc_script {
	const smtpc_mem *mem;
	smtpc_rule *rules;
	size_t count;
	char *text; /* what the rules' texts are views of */
} smtpc_script;

/* ARGUMENT: "line 3: …"; NOMEM. |script| is to be freed or not, then. */
int smtpc_script_parse(
	smtpc_script *script, const smtpc_mem *mem, smtpc_str text, smtpc_error *err);
void smtpc_script_free(smtpc_script *script);
/* Takes the first rule for the |number|th |step| that is not spent; NULL: there is none. */
const smtpc_rule *smtpc_script_take(smtpc_script *script, smtpc_step step, unsigned number);

#endif
