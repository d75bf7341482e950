/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A session played against a script, in memory. A script is lines: "C: " what the client must say
 * now, "S: " what the server says then, "S| " the same without a line end, and one word for what
 * else happens: TLS (the handshake succeeds), EOF, LOST (the link breaks with what was written
 * still unsent), TIMEOUT. The server's bytes of one flight arrive whole, byte by byte, or split in
 * two at a given offset of all that the server says. */
#ifndef SCRIPT_IO_H
#define SCRIPT_IO_H

#include "proto/smtpc_session.h"

typedef enum script_mode { SCRIPT_WHOLE, SCRIPT_BYTES, SCRIPT_SPLIT } script_mode;

typedef struct script_run {
	const char *script;
	script_mode mode;
	size_t split;
	smtpc_options options;
	smtpc_need starttls;
	bool secured, local;
	const smtpc_bindings *bindings; /* of the TLS connection; NULL: none */
	const char *tokens[2];          /* given when asked for the first time, and for another */
	smtpc_job *job;      /* submitted when the session is ready */
	const char *content; /* given in one piece when asked for */
	size_t fail_content; /* octets after which the source fails; 0: it does not */
	const smtpc_mem *mem;
	/* what came of it */
	char problem[512]; /* "" if the client said what the script wanted */
	size_t server_octets;
	smtpc_error error;
	int reply_code;
	smtpc_want want;
	smtpc_sasl_mech mech; /* tried last */
	size_t tokens_given;
	char transcript[8192];
} script_run;

void script_init(script_run *run, const char *script);
void script_play(script_run *run);
/* A job from a@example.com to |count| recipients b0@, b1@… of example.net. */
smtpc_job *script_job(const smtpc_mem *mem, size_t count);

#endif
