/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * LMTP (RFC 2033): LHLO, and behind the content a reply for each recipient that RCPT accepted. */
#include "session_case.h"

#define LHLO "S: 220 mx.example LMTP\nC: LHLO client.example\n"
#define LMTP_PIPE LHLO "S: 250-mx\nS: 250-PIPELINING\nS: 250 CHUNKING\n"
#define LMTP_LOCK LHLO "S: 250 mx\n"
#define THREE MAIL RCPT0 RCPT1 RCPT2
#define OK5 "S: 250 ok\nS: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n"
#define LAST "C: BDAT 21 LAST\nC: Subject: x\nC: \nC: hello\n"
#define LMTP .lmtp = true

static const session_case cases[] = {
	{"a verdict each", LMTP_PIPE THREE "C: DATA\n" OK5 CONTENT
									   "S: 250 ok\nS: 552 5.2.2 full\nS: 250 ok\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "ARA"), LMTP, .reusable = true},
	{"in lockstep",
		LMTP_LOCK MAIL "S: 250 ok\n" RCPT0 "S: 250 ok\n" RCPT1 "S: 250 ok\nC: DATA\nS: 354 go\n" CONTENT
					   "S: 450 later\nS: 250 ok\n",
		JOB(2, ACCEPTED, 0, RESOLVE, 250, "RA"), LMTP, .reusable = true},
	{"refused by RCPT: no final reply for that one",
		LMTP_PIPE THREE "C: DATA\nS: 250 ok\nS: 250 ok\nS: 550 who\nS: 250 ok\nS: 354 go\n" CONTENT
						"S: 450 later\nS: 250 ok\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "RRA"), LMTP, .reusable = true},
	{"refused by all in the end",
		LMTP_PIPE THREE "C: DATA\n" OK5 CONTENT "S: 550 no\nS: 452 later\nS: 550 no\n",
		JOB(3, REJECTED, SMTPC_E_MESSAGE_REJECTED, COMMIT, 452, "RRR"), LMTP, .reusable = true},
	{"the link ends behind the first verdict",
		LMTP_PIPE THREE "C: DATA\n" OK5 CONTENT "S: 250 ok\nEOF\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "ADD"), LMTP},
	{"time is over behind the second verdict",
		LMTP_PIPE THREE "C: DATA\n" OK5 CONTENT "S: 550 no\nS: 450 no\nTIMEOUT\n",
		JOB(3, IN_DOUBT, SMTPC_E_TIMEOUT, COMMIT, 0, "RRD"), LMTP},
	{"no verdict at all", LMTP_PIPE THREE "C: DATA\n" OK5 CONTENT "EOF\n",
		JOB(3, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "DDD"), LMTP},
	{"one verdict too many",
		LMTP_PIPE MAIL RCPT0 "C: DATA\n" OK3 CONTENT "S: 250 ok\nS: 250 ok\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A"), LMTP},
	{"421 among the verdicts",
		LMTP_PIPE THREE "C: DATA\n" OK5 CONTENT "S: 250 ok\nS: 421 bye\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "ARD"), LMTP},
	{"421 as the last verdict",
		LMTP_PIPE MAIL RCPT0 RCPT1
		"C: DATA\nS: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n" CONTENT "S: 250 ok\nS: 421 bye\n",
		JOB(2, ACCEPTED, 0, RESOLVE, 250, "AR"), LMTP},
	{"nonsense among the verdicts", LMTP_PIPE THREE "C: DATA\n" OK5 CONTENT "S: 250 ok\nS: 354 go\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "ADD"), LMTP},
	{"refused in the middle of the content",
		LMTP_PIPE THREE "C: DATA\n" OK5 "C: Subject: x\nS: 552 enough\n",
		JOB(3, REJECTED, SMTPC_E_MESSAGE_REJECTED, CONTENT, 552, "RRR"), LMTP},
	{"DATA refused", LMTP_PIPE MAIL RCPT0 "C: DATA\nS: 250 ok\nS: 250 ok\nS: 451 later\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, DATA, 451, "R"), LMTP, .reusable = true},
	{"all refused, and DATA", LMTP_PIPE MAIL RCPT0 "C: DATA\nS: 250 ok\nS: 550 who\nS: 503 no\n",
		JOB(1, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 550, "R"), LMTP, .reusable = true},
	{"all refused, 354: nothing is sent",
		LMTP_PIPE MAIL RCPT0 "C: DATA\nS: 250 ok\nS: 550 who\nS: 354 go\n",
		JOB(1, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 550, "R"), LMTP},
	{"all required: RCPT decides, the verdicts are each one's own",
		LMTP_PIPE MAIL RCPT0 RCPT1
		"S: 250 ok\nS: 250 ok\nS: 250 ok\nC: DATA\nS: 354 go\n" CONTENT "S: 552 full\nS: 250 ok\n",
		JOB(2, ACCEPTED, 0, RESOLVE, 250, "RA"), LMTP, .require_all = true, .reusable = true},
	{"all required, lost among the verdicts",
		LMTP_PIPE MAIL RCPT0 RCPT1
		"S: 250 ok\nS: 250 ok\nS: 250 ok\nC: DATA\nS: 354 go\n" CONTENT "S: 552 full\nEOF\n",
		JOB(2, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "RD"), LMTP, .require_all = true},
	{"all required, one refused by RCPT",
		LMTP_PIPE MAIL RCPT0 RCPT1 "S: 250 ok\nS: 250 ok\nS: 550 who\n",
		JOB(2, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 550, "NR"), LMTP, .require_all = true,
		.reusable = true},
	{"chunks in one flight",
		LMTP_PIPE THREE LAST "S: 250 ok\nS: 250 ok\nS: 550 who\nS: 250 ok\nS: 250 ok\nS: 452 full\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "ARR"), LMTP, .chunks = true, .reusable = true},
	{"chunks, nobody taken: one reply",
		LMTP_PIPE MAIL RCPT0 RCPT1 LAST "S: 250 ok\nS: 550 who\nS: 550 who\nS: 503 none\n",
		JOB(2, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 550, "RR"), LMTP, .chunks = true,
		.reusable = true},
	{"chunks, the link ends among the verdicts",
		LMTP_PIPE THREE LAST "S: 250 ok\nS: 250 ok\nS: 250 ok\nS: 250 ok\nS: 250 ok\nEOF\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "ADD"), LMTP, .chunks = true},
	{"no HELO after LHLO", LHLO "S: 500 what?\n", NO_JOB(SMTPC_E_EHLO, EHLO, 500), LMTP},
	{"an SMTP server", LHLO "S: 502 5.5.1 no\n", NO_JOB(SMTPC_E_EHLO, EHLO, 502), LMTP},
};

static void every_script_every_way(void)
{
	play_every(cases, sizeof cases / sizeof cases[0]);
}

static void ports(void)
{
	smtpc_options o;
	smtpc_error err;
	smtpc_options_init(&o);
	o.lmtp = true;
	CHECK_INT(smtpc_options_port(&o), 24);
	CHECK_INT(smtpc_options_check(&o, &err), 0);
	o.port = 25;
	CHECK_INT(smtpc_options_check(&o, &err), SMTPC_E_ARGUMENT);
	o.port = 2003;
	CHECK_INT(smtpc_options_check(&o, &err), 0);
	CHECK_INT(smtpc_options_port(&o), 2003);
}

int main(void)
{
	RUN(every_script_every_way);
	RUN(ports);
	return test_report();
}
