/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What the files of the session share: smtpc_session (the engine), smtpc_hello (greeting to ready),
 * smtpc_auth, smtpc_params (what a job needs), smtpc_transaction (RSET to DATA), smtpc_transfer
 * (content and final replies). */
#ifndef SMTPC_SESSION_INT_H
#define SMTPC_SESSION_INT_H

#include "base/smtpc_err.h"
#include "proto/smtpc_bdat.h"
#include "proto/smtpc_dot.h"
#include "proto/smtpc_session.h"

typedef enum session_state {
	ST_GREETING,
	ST_EHLO,
	ST_HELO,
	ST_STARTTLS,
	ST_HANDSHAKE,
	ST_TOKEN,
	ST_AUTH,
	ST_RESPONSE,
	ST_CANCEL,
	ST_READY,
	ST_RSET,
	ST_MAIL,
	ST_RCPT,
	ST_DATA,
	ST_CONTENT,
	ST_CHUNKS,
	ST_STOPPED,
	ST_COMMIT,
	ST_LONE_DOT,
	ST_QUIT,
	ST_DEAD,
	ST_COUNT
} session_state;

/* One row per state. The session's state is where its writing stands; replies come back to the
 * rows that the FIFO names. */
typedef struct session_row {
	const char *label; /* for messages: what the reply is to */
	smtpc_stage stage;
	smtpc_limit limit;
	smtpc_trace_what what; /* how its reply is shown */
	bool streams;          /* with PIPELINING, the next state need not wait for the reply */
	/* Writes the command and expects its reply. NOMEM. */
	int (*enter)(smtpc_session *);
	/* Takes the reply; fails the session if it is not one that may come here. |rcpt|: which. */
	void (*on_reply)(smtpc_session *, size_t rcpt, const smtpc_reply *);
	/* Where to go from here; asked when all replies are in, or ahead of them if it streams. */
	session_state (*next)(smtpc_session *);
} session_row;

/* One transaction: in the writing, or written and waiting for its verdict. */
typedef struct session_txn {
	smtpc_job *job; /* NULL: this place in the ring is free */
	bool mail_accepted, mail_refused, data_accepted;
	bool chunked; /* BDAT, not DATA */
	bool content_ended, finals_begun;
	uint64_t commit_mark; /* |written| behind the content's last octet */
	smtpc_reply refusal;  /* of MAIL, DATA or content, until the flight's other replies are in */
	smtpc_error error;    /* why it is given up between two chunks */
} session_txn;

/* |count| replies to |state| are expected; for RCPT, to the recipients from |rcpt| on. 0: as many as
 * smtpc_txn_finals() says when its turn has come. |mark| octets must have left before the first of
 * them can be an answer, and |end| before it can be a positive one. */
typedef struct session_expected {
	session_state state;
	session_txn *txn; /* whose it is; before the first of them, one without a job */
	size_t rcpt, count;
	uint64_t mark, end;
} session_expected;

enum {
	/* Transactions that may be under way at once; with DATA it is two. */
	SESSION_TXN_MAX = 32,
	/* What is written ahead of the replies in chunks: as many of them, and a mebibyte in all. */
	SESSION_CHUNK_WINDOW = 16,
	SESSION_OCTET_WINDOW = 1 << 20,
	/* RSET, MAIL, RCPT (one entry for all of them), and DATA or the first chunk and the final reply. */
	SESSION_TXN_FIFO = 5,
	SESSION_FIFO_MAX = SESSION_TXN_MAX * SESSION_TXN_FIFO + SESSION_CHUNK_WINDOW
};

typedef enum session_auth {
	AUTH_NONE,
	AUTH_RESPOND,
	AUTH_GIVE_UP,
	AUTH_NEXT_MECH,
	AUTH_AGAIN, /* the same: with another token, or another binding */
	AUTH_DONE
} session_auth;

struct smtpc_session {
	const smtpc_mem *mem;
	smtpc_session_config config;
	smtpc_trace *trace;
	session_state state;
	session_expected fifo[SESSION_FIFO_MAX];
	size_t fifo_head, fifo_count;
	smtpc_buf in, out;
	size_t command_start; /* where in |out| the command that is being written begins */
	smtpc_reply_parser parser;
	bool answering; /* a row is looking at parser.reply */
	smtpc_caps caps;
	smtpc_buf greeting;
	bool secured;
	bool ehlo_refused, starttls_refused;
	bool pipelining;
	bool lmtp;      /* RFC 2033: LHLO, and a final reply for each recipient */
	uint64_t mails; /* MAIL commands on this connection */
	/* AUTH */
	smtpc_sasl sasl;
	session_auth auth;
	bool mech_tried[SMTPC_SASL_COUNT];
	smtpc_bindings bindings; /* of the TLS connection */
	size_t binding;          /* the one to use */
	smtpc_buf token;
	bool renewed; /* the token is the second one */
	smtpc_buf response;
	bool response_waits; /* it is made, and to be said after the next challenge */
	smtpc_buf said; /* what left in base64, a line each: to be blotted out where it is echoed */
	/* Transactions, the oldest first. |txn| is the one that the rows' functions are about: that of
	 * the reply in on_reply, and |writing| in enter and next; never NULL. */
	session_txn txns[SESSION_TXN_MAX];
	size_t txn_head, txn_count;
	session_txn *txn;
	session_txn *writing; /* NULL: all is written, and another job may follow */
	size_t next_rcpt;
	bool need_rset;    /* the last transaction may still be open on the server */
	bool wrote_chunks; /* the last content went in chunks */
	smtpc_dot dot;
	smtpc_bdat bdat;
	uint64_t written, sent; /* octets put into |out|, and taken from it */
	uint64_t content_mark;  /* |written| behind the last octet of any content */
	uint64_t progress;
	smtpc_error error;
	smtpc_reply reply;
};

extern const session_row smtpc_session_rows[ST_COUNT];

/* The place of transaction number |i| of those under way; behind the last: the next free one. */
static inline session_txn *smtpc_session_txn(const smtpc_session *s, size_t i)
{
	const session_txn *txn = &s->txns[(s->txn_head + i) % SESSION_TXN_MAX];
	return (session_txn *)(uintptr_t)txn;
}

/* ---- the engine's services to the rows ----------------------------------- */

/* Writing a command: begin, append to |out|, end (CRLF, trace, expectation). NOMEM. */
void smtpc_session_begin(smtpc_session *s);
int smtpc_session_end(smtpc_session *s, smtpc_trace_what what);
/* A command without arguments. */
int smtpc_session_command(smtpc_session *s, const char *line);
/* A further reply to RCPT joins the entry of those before it. */
void smtpc_session_expect(smtpc_session *s, session_expected expected);

/* Dead because of |code|; |reply| (may be NULL) is kept as the one to blame. */
void smtpc_session_die(smtpc_session *s, int code, const smtpc_reply *reply, const char *format,
	...) SMTPC_PRINTF(4, 5);
/* Dead because the server says with 421 that it closes (RFC 5321 §3.8). */
void smtpc_session_closed(smtpc_session *s, const smtpc_reply *reply);
/* A reply that RFC 5321 does not have at this place. */
void smtpc_session_unexpected(smtpc_session *s, const session_row *row, const smtpc_reply *reply);
/* Dead, and nobody is to blame: the connection has served. What was under way behind |txn| is
 * NotSent, or in doubt. */
void smtpc_session_over(smtpc_session *s);

/* ---- smtpc_auth: the rows ST_TOKEN to ST_CANCEL, and choosing ------------ */
session_state smtpc_auth_begin(smtpc_session *s);
int smtpc_auth_enter(smtpc_session *s);
int smtpc_auth_enter_response(smtpc_session *s);
int smtpc_auth_enter_cancel(smtpc_session *s);
void smtpc_auth_on_reply(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
void smtpc_auth_on_cancel(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_auth_next(smtpc_session *s);
/* The token that ST_TOKEN waits for; false: it cannot be used, and the session is dead. */
bool smtpc_auth_take_token(smtpc_session *s, smtpc_str token);
/* |line|, a reply to AUTH, has nothing to hide. */
bool smtpc_auth_is_open(const smtpc_session *s, smtpc_str line);
/* While AUTH is under way: blots our secrets out of what the server has sent. */
void smtpc_auth_censor(smtpc_session *s);

/* ---- smtpc_hello: the rows ST_GREETING to ST_STARTTLS -------------------- */
void smtpc_hello_on_greeting(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_hello_next_greeting(smtpc_session *s);
int smtpc_hello_enter_ehlo(smtpc_session *s);
void smtpc_hello_on_ehlo(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_hello_next_ehlo(smtpc_session *s);
int smtpc_hello_enter_helo(smtpc_session *s);
void smtpc_hello_on_helo(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_hello_next(smtpc_session *s);
int smtpc_hello_enter_starttls(smtpc_session *s);
void smtpc_hello_on_starttls(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_hello_next_starttls(smtpc_session *s);
/* A first line that is no SMTP: which protocol it is, or NULL. */
const char *smtpc_hello_recognise(smtpc_str line);

/* ---- smtpc_params: what a job needs of the server ------------------------ */
/* May put the fallback in the source's place. CAPABILITY, SIZE: |err| is filled, stage and keyword
 * too. */
int smtpc_params_check(smtpc_session *s, smtpc_error *err);
/* The parameters of MAIL and of one RCPT, each with a space before it. NOMEM. */
int smtpc_params_append_mail(const smtpc_session *s, smtpc_buf *out);
int smtpc_params_append_rcpt(const smtpc_session *s, const smtpc_rcpt *rcpt, smtpc_buf *out);
/* The content goes in chunks (RFC 3030); asked behind smtpc_params_check(). */
bool smtpc_params_use_chunks(const smtpc_session *s);

/* ---- smtpc_transaction: the rows ST_READY to ST_LONE_DOT ----------------- */
session_state smtpc_txn_next_ready(smtpc_session *s);
int smtpc_txn_enter_rset(smtpc_session *s);
void smtpc_txn_on_rset(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_txn_next_rset(smtpc_session *s);
int smtpc_txn_enter_mail(smtpc_session *s);
void smtpc_txn_on_mail(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_txn_next_mail(smtpc_session *s);
int smtpc_txn_enter_rcpt(smtpc_session *s);
void smtpc_txn_on_rcpt(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_txn_next_rcpt(smtpc_session *s);
int smtpc_txn_enter_data(smtpc_session *s);
void smtpc_txn_on_data(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_txn_next_data(smtpc_session *s);
int smtpc_txn_enter_lone_dot(smtpc_session *s);
void smtpc_txn_on_lone_dot(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_txn_next_lone_dot(smtpc_session *s);
/* Concludes the job, if it is not yet, because the session is dying of |err|; |reply| is to blame
 * (NULL: none). */
void smtpc_txn_conclude_dead(
	smtpc_session *s, const smtpc_error *err, const smtpc_reply *reply);
/* Writing stops until the replies are in, though the state would let it go on. */
bool smtpc_txn_must_wait(const smtpc_session *s);

/* What its rows and those of smtpc_transfer share. A transaction is over; the job too, if it is
 * concluded, and the next transaction begins otherwise. */
void smtpc_txn_end(smtpc_session *s);
/* Somebody waits for the content, and all do where all are required. */
bool smtpc_txn_is_deliverable(const smtpc_session *s);
/* Keeps |reply| as the refusal of the transaction, unless there is one; ends it at once if that is
 * a 421, and out of memory. */
void smtpc_txn_refuse(smtpc_session *s, const smtpc_reply *reply);
/* Ends the transaction by the refusal of MAIL, of the recipients, or of what else was refused. False:
 * there was none. */
bool smtpc_txn_conclude_refused(smtpc_session *s);
/* The same, and the connection with it. */
void smtpc_txn_give_up(smtpc_session *s);
/* A 421 on a connection that had been idle: the session is dead of it. */
bool smtpc_txn_is_idle_close(smtpc_session *s, const smtpc_reply *reply);

/* ---- smtpc_transfer: the rows ST_CONTENT to ST_COMMIT -------------------- */
int smtpc_txn_enter_content(smtpc_session *s);
int smtpc_txn_enter_chunks(smtpc_session *s);
void smtpc_txn_on_chunk(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
session_state smtpc_txn_next_stopped(smtpc_session *s);
void smtpc_txn_on_final(smtpc_session *s, size_t rcpt, const smtpc_reply *reply);
/* There is room in the window. */
bool smtpc_txn_may_write_chunk(const smtpc_session *s);
/* No further chunk is begun; the replies to those that were are awaited. */
void smtpc_txn_stop_chunks(smtpc_session *s);
/* How many final replies there will be, all recipients having been answered. */
size_t smtpc_txn_finals(const smtpc_session *s);
/* The content's last octet may be with the server. */
bool smtpc_txn_is_in_doubt(const smtpc_session *s, const session_txn *txn);

#endif
