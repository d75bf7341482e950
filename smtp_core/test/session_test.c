/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The session against scripts: what it says, and what it makes of the answers. Every script is
 * played with the server's bytes whole, byte by byte, and split at every offset, and must end the
 * same way each time. */
#include "base/smtpc_err.h"
#include "script_failing.h"
#include "session_case.h"

static const session_case cases[] = {
	{"pipelined", READY_PIPE FLIGHT1 OK3 CONTENT "S: 250 2.0.0 Ok: queued as 4X\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A"), .reusable = true},
	{"in lockstep",
		READY_LOCK MAIL "S: 250 ok\n" RCPT0 "S: 250 ok\nC: DATA\nS: 354 go\n" CONTENT "S: 250 ok\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A"), .reusable = true},
	{"HELO where EHLO is unknown",
		HELLO "S: 500 what?\nC: HELO client.example\nS: 250 mx\n" MAIL "S: 250 ok\n" RCPT0
			  "S: 251 will forward\nC: DATA\nS: 354 go\n" CONTENT "S: 250 ok\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A"), .reusable = true},
	{"no HELO after 554 to EHLO", HELLO "S: 554 go away\n", NO_JOB(SMTPC_E_EHLO, EHLO, 554)},
	{"no HELO after 521 to EHLO", HELLO "S: 521 no mail here\n", NO_JOB(SMTPC_E_EHLO, EHLO, 521)},
	{"EHLO and HELO refused", HELLO "S: 502 no\nC: HELO client.example\nS: 502 no\n",
		NO_JOB(SMTPC_E_EHLO, EHLO, 502)},
	{"EHLO refused for now", HELLO "S: 451 later\n", NO_JOB(SMTPC_E_EHLO, EHLO, 451)},
	{"greeting 554", "S: 554 no\n", NO_JOB(SMTPC_E_GREETING, GREETING, 554)},
	{"greeting 421", "S: 421 later\n", NO_JOB(SMTPC_E_GREETING, GREETING, 421)},
	{"greeting 354", "S: 354 what\n", NO_JOB(SMTPC_E_PROTOCOL, GREETING, 0)},
	{"greeting of several lines",
		"S: 220-welcome\nS: 220 to mx\nC: EHLO client.example\nS: 250 mx\n", NO_JOB(0, RESOLVE, 0),
		.reusable = true},
	{"SSH", "S: SSH-2.0-OpenSSH_9.2\n", NO_JOB(SMTPC_E_PROTOCOL, GREETING, 0)},
	{"an answer to EHLO before it was said", "S: 220 mx\nS: 250 mx\n",
		NO_JOB(SMTPC_E_PROTOCOL, COUNT, 0)},
	{"mixed codes", HELLO "S: 250-mx\nS: 251 SIZE\n", NO_JOB(SMTPC_E_PROTOCOL, EHLO, 0)},
	{"a code of one class too many", HELLO "S: 650 mx\n", NO_JOB(SMTPC_E_PROTOCOL, EHLO, 0)},
	{"MAIL refused with DATA in flight, which the server refuses too",
		READY_PIPE FLIGHT1 "S: 550 5.7.1 not you\nS: 503 what\nS: 503 what\n",
		JOB(1, REJECTED, SMTPC_E_SENDER_REJECTED, MAIL, 550, "R"), .reusable = true},
	{"MAIL refused, but DATA taken: a lone dot",
		READY_PIPE FLIGHT1 "S: 550 not you\nS: 250 ok\nS: 354 go\nC: .\nS: 250 accepted?\n",
		JOB(1, REJECTED, SMTPC_E_SENDER_REJECTED, MAIL, 550, "R"), .reusable = true},
	{"MAIL refused in lockstep", READY_LOCK MAIL "S: 451 4.3.0 later\n",
		JOB(1, REJECTED, SMTPC_E_SENDER_REJECTED, MAIL, 451, "R"), .reusable = true},
	{"one recipient of three refused",
		READY_PIPE MAIL RCPT0 RCPT1 RCPT2
		"C: DATA\nS: 250 ok\nS: 250 ok\nS: 550 5.1.1 who\nS: 250 ok\nS: 354 go\n" CONTENT
		"S: 250 ok\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "ARA"), .reusable = true},
	{"all refused, DATA refused",
		READY_PIPE MAIL RCPT0 RCPT1
		"C: DATA\nS: 250 ok\nS: 550 who\nS: 451 later\nS: 554 no valid recipients\n",
		JOB(2, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 451, "RR"), .reusable = true},
	{"all refused, 354: a lone dot that is no acceptance",
		READY_PIPE MAIL RCPT0 RCPT1
		"C: DATA\nS: 250 ok\nS: 550 who\nS: 550 who\nS: 354 go\nC: .\nS: 250 accepted\n",
		JOB(2, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 550, "RR"), .reusable = true},
	{"all refused in lockstep: no DATA",
		READY_LOCK MAIL "S: 250 ok\n" RCPT0 "S: 550 who\n" RCPT1 "S: 552 too many\n",
		JOB(2, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 552, "RR"), .reusable = true},
	{"all required: DATA waits, and is not said",
		READY_PIPE MAIL RCPT0 RCPT1 "S: 250 ok\nS: 250 ok\nS: 550 who\n",
		JOB(2, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 550, "NR"), .require_all = true,
		.reusable = true},
	{"all required and accepted",
		READY_PIPE MAIL RCPT0 RCPT1 "S: 250 ok\nS: 250 ok\nS: 250 ok\nC: DATA\nS: 354 go\n" CONTENT
									"S: 250 ok\n",
		JOB(2, ACCEPTED, 0, RESOLVE, 250, "AA"), .require_all = true, .reusable = true},
	{"DATA refused", READY_PIPE FLIGHT1 "S: 250 ok\nS: 250 ok\nS: 451 4.3.0 later\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, DATA, 451, "R"), .reusable = true},
	{"content refused", READY_PIPE FLIGHT1 OK3 CONTENT "S: 552 5.3.4 too big\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, COMMIT, 552, "R"), .reusable = true},
	{"421 to the content is a refusal", READY_PIPE FLIGHT1 OK3 CONTENT "S: 421 later\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, COMMIT, 421, "R")},
	{"421 behind the final 250", READY_PIPE FLIGHT1 OK3 CONTENT "S: 250 ok\nS: 421 bye\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A")},
	{"the final 250 twice", READY_PIPE FLIGHT1 OK3 CONTENT "S: 250 ok\nS: 250 ok\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A")},
	{"354 to the content", READY_PIPE FLIGHT1 OK3 CONTENT "S: 354 more\n",
		JOB(1, IN_DOUBT, SMTPC_E_PROTOCOL, COMMIT, 0, "D")},
	{"half a final reply", READY_PIPE FLIGHT1 OK3 CONTENT "S| 250 o\nEOF\n",
		JOB(1, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "D")},
	{"half of a final reply of two lines", READY_PIPE FLIGHT1 OK3 CONTENT "S: 250-ok\nEOF\n",
		JOB(1, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "D")},
	{"closed behind the dot", READY_PIPE FLIGHT1 OK3 CONTENT "EOF\n",
		JOB(1, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "D")},
	{"silent behind the dot", READY_PIPE FLIGHT1 OK3 CONTENT "TIMEOUT\n",
		JOB(1, IN_DOUBT, SMTPC_E_TIMEOUT, COMMIT, 0, "D")},
	{"in doubt for two, refused for the third",
		READY_PIPE MAIL RCPT0 RCPT1 RCPT2
		"C: DATA\nS: 250 ok\nS: 250 ok\nS: 550 who\nS: 250 ok\nS: 354 go\n" CONTENT "EOF\n",
		JOB(3, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "DRD")},
	{"lost with the last line unsent",
		READY_PIPE FLIGHT1 OK3 "C: Subject: x\nC: \nC: hello\nLOST\n",
		JOB(1, NOT_SENT, SMTPC_E_LOST, CONTENT, 0, "N")},
	{"refused in the middle of the content",
		READY_PIPE FLIGHT1 OK3 "C: Subject: x\nS: 552 enough\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, CONTENT, 552, "R")},
	{"accepted in the middle of the content", READY_PIPE FLIGHT1 OK3 "C: Subject: x\nS: 250 ok\n",
		JOB(1, NOT_SENT, SMTPC_E_PROTOCOL, CONTENT, 0, "N")},
	{"refused right behind the 354", READY_PIPE FLIGHT1 OK3 "S: 554 no\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, CONTENT, 554, "R")},
	{"closed before MAIL is answered", READY_PIPE FLIGHT1 "EOF\n",
		JOB(1, NOT_SENT, SMTPC_E_LOST, MAIL, 0, "N")},
	{"closed before RCPT is answered", READY_PIPE FLIGHT1 "S: 250 ok\nEOF\n",
		JOB(1, NOT_SENT, SMTPC_E_LOST, RCPT, 0, "N")},
	{"closed before DATA is answered", READY_PIPE FLIGHT1 "S: 250 ok\nS: 250 ok\nEOF\n",
		JOB(1, NOT_SENT, SMTPC_E_LOST, DATA, 0, "N")},
	{"MAIL refused, then silence: the refusal counts",
		READY_PIPE FLIGHT1 "S: 550 not you\nTIMEOUT\n",
		JOB(1, REJECTED, SMTPC_E_SENDER_REJECTED, MAIL, 550, "R")},
	{"every RCPT refused, then closed: the refusal counts",
		READY_PIPE FLIGHT1 "S: 250 ok\nS: 550 who\nEOF\n",
		JOB(1, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 550, "R")},
	{"354 to MAIL", READY_LOCK MAIL "S: 354 go\n",
		JOB(1, NOT_SENT, SMTPC_E_PROTOCOL, MAIL, 0, "N")},
	{"220 to RCPT", READY_PIPE FLIGHT1 "S: 250 ok\nS: 354 go\n",
		JOB(1, NOT_SENT, SMTPC_E_PROTOCOL, RCPT, 0, "N")},
	{"250 to DATA", READY_PIPE FLIGHT1 "S: 250 ok\nS: 250 ok\nS: 250 ok\n",
		JOB(1, NOT_SENT, SMTPC_E_PROTOCOL, DATA, 0, "N")},
	{"a surplus reply in lockstep", READY_LOCK MAIL "S: 250 ok\nS: 250 ok\n",
		JOB(1, NOT_SENT, SMTPC_E_PROTOCOL, COUNT, 0, "N")},
	{"421 to MAIL on a fresh connection", READY_PIPE FLIGHT1 "S: 421 busy\n",
		JOB(1, REJECTED, SMTPC_E_SENDER_REJECTED, MAIL, 421, "R")},
	{"421 to MAIL on a reused one", READY_PIPE FLIGHT1 "S: 421 idle\n",
		JOB(1, NOT_SENT, SMTPC_E_LOST, MAIL, 421, "N"), .reused = true},
	{"421 to the second RCPT of three: the others have no answer",
		READY_PIPE MAIL RCPT0 RCPT1 RCPT2 "C: DATA\nS: 250 ok\nS: 250 ok\nS: 421 bye\n",
		JOB(3, NOT_SENT, SMTPC_E_LOST, RCPT, 421, "NRN")},
	{"421 to the only RCPT", READY_PIPE FLIGHT1 "S: 250 ok\nS: 421 bye\n",
		JOB(1, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 421, "R")},
	{"an answer to the content begun before its end", READY_PIPE FLIGHT1 OK3 "S| 250 o\n",
		JOB(1, NOT_SENT, SMTPC_E_PROTOCOL, CONTENT, 0, "N")},
	{"a server that quotes AUTH when it does not know it",
		HELLO "S: 250-mx\nS: 250 AUTH PLAIN\nC: AUTH PLAIN AG1lAHMzY3JldA==\n"
			  "S: 500 unknown: AUTH PLAIN AG1lAHMzY3JldA== (s3cret)\n",
		NO_JOB(SMTPC_E_AUTH_REFUSED, AUTH, 500), USER_PASS, .secured = true},
	{"421 to DATA", READY_PIPE FLIGHT1 "S: 250 ok\nS: 250 ok\nS: 421 bye\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, DATA, 421, "R")},
	{"STARTTLS",
		HELLO "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n"
			  "C: EHLO client.example\nS: 250 mx\n",
		NO_JOB(0, RESOLVE, 0), .starttls = SMTPC_REQUIRE, .reusable = true},
	{"capabilities from before TLS do not count",
		HELLO "S: 250-mx\nS: 250-AUTH PLAIN\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n"
			  "C: EHLO client.example\nS: 250 mx\n",
		NO_JOB(SMTPC_E_AUTH_MECHANISM, AUTH, 0), USER_PASS, .starttls = SMTPC_REQUIRE},
	{"STARTTLS again inside TLS is overlooked",
		HELLO "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n"
			  "C: EHLO client.example\nS: 250-mx\nS: 250 STARTTLS\n",
		NO_JOB(0, RESOLVE, 0), .starttls = SMTPC_REQUIRE, .reusable = true},
	{"STARTTLS stripped", HELLO "S: 250-mx\nS: 250 AUTH PLAIN\n",
		NO_JOB(SMTPC_E_STARTTLS, STARTTLS, 0), USER_PASS, .starttls = SMTPC_REQUIRE},
	{"STARTTLS required after HELO", HELLO "S: 500 no\nC: HELO client.example\nS: 250 mx\n",
		NO_JOB(SMTPC_E_STARTTLS, STARTTLS, 0), .starttls = SMTPC_REQUIRE},
	{"STARTTLS refused", HELLO "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 not now\n",
		NO_JOB(SMTPC_E_STARTTLS, STARTTLS, 454), .starttls = SMTPC_REQUIRE},
	{"STARTTLS answered with 250", HELLO "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 250 go\n",
		NO_JOB(SMTPC_E_PROTOCOL, STARTTLS, 0), .starttls = SMTPC_REQUIRE},
	{"opportunistic, refused: in the clear",
		HELLO "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 not now\n", NO_JOB(0, RESOLVE, 0),
		.starttls = SMTPC_PREFER, .reusable = true},
	{"opportunistic, refused, credentials: not in the clear",
		HELLO "S: 250-mx\nS: 250-AUTH LOGIN\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 not now\n",
		NO_JOB(SMTPC_E_AUTH_INSECURE, AUTH, 0), USER_PASS, .starttls = SMTPC_PREFER,
		.remote = true},
	{"PLAIN before LOGIN, initial response",
		HELLO "S: 250-mx\nS: 250 AUTH LOGIN PLAIN\nC: AUTH PLAIN AG1lAHMzY3JldA==\n"
			  "S: 235 2.7.0 welcome\n",
		NO_JOB(0, RESOLVE, 0), USER_PASS, .secured = true, .reusable = true},
	{"LOGIN",
		HELLO "S: 250-mx\nS: 250 AUTH=LOGIN\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: bWU=\n"
			  "S: 334 UGFzc3dvcmQ6\nC: czNjcmV0\nS: 235 ok\n",
		NO_JOB(0, RESOLVE, 0), USER_PASS, .secured = true, .reusable = true},
	{"535 is final",
		HELLO "S: 250-mx\nS: 250 AUTH LOGIN PLAIN\nC: AUTH PLAIN AG1lAHMzY3JldA==\n"
			  "S: 535 5.7.8 wrong\n",
		NO_JOB(SMTPC_E_AUTH_REFUSED, AUTH, 535), USER_PASS, .secured = true},
	{"504: the next mechanism",
		HELLO "S: 250-mx\nS: 250 AUTH LOGIN PLAIN\nC: AUTH PLAIN AG1lAHMzY3JldA==\nS: 504 no\n"
			  "C: AUTH LOGIN\nS: 334 \nC: bWU=\nS: 334 \nC: czNjcmV0\nS: 235 ok\n",
		NO_JOB(0, RESOLVE, 0), USER_PASS, .secured = true, .reusable = true},
	{"504 to the last mechanism",
		HELLO "S: 250-mx\nS: 250 AUTH PLAIN\nC: AUTH PLAIN AG1lAHMzY3JldA==\nS: 504 no\n",
		NO_JOB(SMTPC_E_AUTH_REFUSED, AUTH, 504), USER_PASS, .secured = true},
	{"credentials, no AUTH offered", HELLO "S: 250 mx\n", NO_JOB(SMTPC_E_AUTH_MECHANISM, AUTH, 0),
		USER_PASS, .secured = true},
	{"only unknown mechanisms", HELLO "S: 250-mx\nS: 250 AUTH GSSAPI NTLM\n",
		NO_JOB(SMTPC_E_AUTH_MECHANISM, AUTH, 0), USER_PASS, .secured = true},
	{"a challenge that is no base64",
		HELLO "S: 250-mx\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334 ???\nC: *\nS: 501 cancelled\n",
		NO_JOB(SMTPC_E_AUTH_CHALLENGE, AUTH, 0), USER_PASS, .secured = true},
	{"a third challenge",
		HELLO "S: 250-mx\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334 \nC: bWU=\nS: 334 \n"
			  "C: czNjcmV0\nS: 334 \nC: *\nS: 501 cancelled\n",
		NO_JOB(SMTPC_E_AUTH_CHALLENGE, AUTH, 0), USER_PASS, .secured = true},
	{"235 before the password was said",
		HELLO "S: 250-mx\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334 \nC: bWU=\nS: 235 ok\n",
		NO_JOB(SMTPC_E_PROTOCOL, AUTH, 0), USER_PASS, .secured = true},
	{"credentials in the clear, to a remote host", HELLO "S: 250-mx\nS: 250 AUTH PLAIN\n",
		NO_JOB(SMTPC_E_AUTH_INSECURE, AUTH, 0), USER_PASS, .remote = true},
};

static void every_script_every_way(void)
{
	play_every(cases, sizeof cases / sizeof cases[0]);
}

/* Bytes behind the 220 to STARTTLS, in whatever pieces they come. */
static void injected_bytes_end_the_session(void)
{
	const char *tails[] = {"S: 250-mx\nS: 250 AUTH PLAIN\n", "S| 2\n", "S: 250 mx\n"};
	for (size_t i = 0; i < 3; i++) {
		char script[512];
		snprintf(script, sizeof script, "%s%s",
			HELLO "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\n", tails[i]);
		script_run run;
		script_init(&run, script);
		run.starttls = SMTPC_REQUIRE;
		script_play(&run);
		CHECK_STR(smtpc_str_of(run.problem), "");
		CHECK_INT(run.error.code, SMTPC_E_PROTOCOL);
		CHECK_INT(run.error.stage, SMTPC_STAGE_STARTTLS);
	}
}

static void a_source_that_fails_leaves_nothing_delivered(void)
{
	script_run run;
	script_init(&run, READY_PIPE FLIGHT1 OK3);
	run.fail_content = 5;
	smtpc_job *job = script_job(NULL, 1);
	run.job = job;
	script_play(&run);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_NOT_SENT);
	CHECK_INT(smtpc_job_result(job)->error.code, SMTPC_E_SOURCE);
	CHECK(run.want == SMTPC_WANT_CLOSE);
	smtpc_job_free(job);
}

static void size_is_asked_before_mail(void)
{
	script_run run;
	script_init(&run, READY_PIPE);
	smtpc_job *job = script_job(NULL, 1);
	smtpc_job_take_source(job, (smtpc_source){.size = 1001});
	run.job = job;
	script_play(&run);
	CHECK_STR(smtpc_str_of(run.problem), "");
	CHECK_INT(smtpc_job_result(job)->error.code, SMTPC_E_SIZE);
	CHECK_INT(smtpc_job_result(job)->error.stage, SMTPC_STAGE_EHLO);
	CHECK_INT(smtpc_job_result(job)->attempts, 0);
	CHECK(run.want == SMTPC_WANT_JOB);
	smtpc_job_free(job);
	script_init(&run,
		READY_PIPE "C: MAIL FROM:<a@example.com> SIZE=1000\n" RCPT0 "C: DATA\n" OK3
				   "C: x\nC: .\nS: 250 ok\n");
	run.content = "x";
	job = script_job(NULL, 1);
	smtpc_job_take_source(job, (smtpc_source){.size = 1000});
	run.job = job;
	script_play(&run);
	CHECK_STR(smtpc_str_of(run.problem), "");
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_ACCEPTED);
	smtpc_job_free(job);
}

static void needs_are_asked_before_mail(void)
{
	script_run run;
	script_init(&run, READY_LOCK);
	run.options.pipelining = SMTPC_REQUIRE;
	smtpc_job *job = script_job(NULL, 1);
	run.job = job;
	script_play(&run);
	CHECK_INT(smtpc_job_result(job)->error.code, SMTPC_E_CAPABILITY);
	CHECK_STR(smtpc_str_of(smtpc_job_result(job)->error.capability), "PIPELINING");
	smtpc_job_free(job);
	script_init(&run, READY_PIPE);
	job = script_job(NULL, 1);
	smtpc_job_set_utf8_headers(job, true);
	run.job = job;
	script_play(&run);
	CHECK_STR(smtpc_str_of(smtpc_job_result(job)->error.capability), "SMTPUTF8");
	smtpc_job_free(job);
}

/* Two jobs on one session; the first leaves a transaction open, so RSET leads the second flight. */
static void reset_rides_in_the_next_flight(void)
{
	smtpc_trace trace;
	smtpc_options options;
	smtpc_options_init(&options);
	smtpc_session_config config = {.ehlo_name = SMTPC_STR("c"), .local = true, .options = &options};
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	smtpc_trace_init(&trace, mem);
	smtpc_session *s = smtpc_session_new(mem, &config, &trace);
	const char *flights[] = {"220 mx\r\n", "250-mx\r\n250 PIPELINING\r\n",
		"250 ok\r\n550 who\r\n554 none\r\n", "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n"};
	smtpc_job *first = script_job(NULL, 1), *second = script_job(NULL, 1);
	for (size_t i = 0; i < 4; i++) {
		size_t len;
		char *room = smtpc_session_input_room(s, &len);
		if (i == 2) {
			smtpc_session_submit(s, first);
		} else if (i == 3) {
			CHECK(first->concluded);
			smtpc_session_submit(s, second);
			CHECK_STR(smtpc_session_output(s),
				"RSET\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b0@example.net>\r\nDATA\r\n");
		}
		smtpc_session_sent(s, smtpc_session_output(s).len);
		room = smtpc_session_input_room(s, &len);
		memcpy(room, flights[i], strlen(flights[i]));
		smtpc_session_input(s, strlen(flights[i]));
	}
	CHECK(smtpc_session_want(s) == SMTPC_WANT_CONTENT);
	smtpc_session_free(s);
	smtpc_trace_free(&trace);
	smtpc_job_free(first);
	smtpc_job_free(second);
}

static void hear(smtpc_session *s, const char *flight)
{
	size_t len;
	char *room = smtpc_session_input_room(s, &len);
	memcpy(room, flight, strlen(flight));
	smtpc_session_input(s, strlen(flight));
}

/* The next envelope stands right behind the dot, and one flight of replies settles one mail and
 * opens the content of the next; without PIPELINING, or in LMTP, nothing may follow. */
static void the_next_mail_follows_on_the_dot(void)
{
	static const struct {
		const char *ehlo;
		bool lmtp, follows;
	} rows[] = {{"250-mx\r\n250 PIPELINING\r\n", false, true},
		{"250-mx\r\n250 PIPELINING\r\n", true, false},
		{"250-mx\r\n250 SIZE\r\n", false, false}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_trace trace;
		smtpc_options options;
		smtpc_options_init(&options);
		options.lmtp = rows[i].lmtp;
		smtpc_session_config config = {
			.ehlo_name = SMTPC_STR("c"), .local = true, .options = &options};
		smtpc_trace_init(&trace, smtpc_mem_or_default(NULL));
		smtpc_session *s = smtpc_session_new(smtpc_mem_or_default(NULL), &config, &trace);
		smtpc_job *first = script_job(NULL, 1), *second = script_job(NULL, 1);
		hear(s, "220 mx\r\n");
		smtpc_session_sent(s, smtpc_session_output(s).len);
		hear(s, rows[i].ehlo);
		CHECK(smtpc_session_may_submit(s));
		smtpc_session_submit(s, first);
		CHECK(!smtpc_session_may_submit(s));
		for (const char *reply = "250 ok\r\n250 ok\r\n354 go\r\n"; *reply != '\0';) {
			size_t len = strcspn(reply, "\n") + 1;
			char line[16] = "";
			memcpy(line, reply, len);
			smtpc_session_sent(s, smtpc_session_output(s).len);
			hear(s, line);
			reply += len;
		}
		/* However much has gone over the connection before. */
		static char much[SMTPC_SESSION_CHUNK];
		memset(much, 'x', sizeof much);
		for (int k = 0; k < 100; k++) {
			memcpy(much + sizeof much - 2, "\r\n", 2);
			smtpc_session_content(s, (smtpc_str){much, sizeof much});
			smtpc_session_sent(s, smtpc_session_output(s).len);
		}
		smtpc_session_content(s, SMTPC_STR("a\r\n"));
		CHECK(smtpc_session_writing(s) == first);
		smtpc_session_content_end(s);
		CHECK(smtpc_session_may_submit(s) == rows[i].follows);
		if (rows[i].follows) {
			smtpc_session_submit(s, second);
			CHECK_STR(smtpc_session_output(s),
				"a\r\n.\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b0@example.net>\r\nDATA\r\n");
			smtpc_session_sent(s, smtpc_session_output(s).len);
			hear(s, "250 queued\r\n250 ok\r\n250 ok\r\n354 go\r\n");
			CHECK(first->concluded && !second->concluded);
			CHECK(smtpc_session_want(s) == SMTPC_WANT_CONTENT);
			CHECK(smtpc_session_writing(s) == second);
			smtpc_session_eof(s);
			CHECK_INT(smtpc_job_result(first)->outcome, SMTPC_ACCEPTED);
			CHECK_INT(smtpc_job_result(second)->outcome, SMTPC_NOT_SENT);
		}
		smtpc_session_free(s);
		smtpc_trace_free(&trace);
		smtpc_job_free(first);
		smtpc_job_free(second);
	}
}

/* A source that fails between two chunks costs its own mail, and RSET. */
static void a_mail_is_abandoned_between_chunks(void)
{
	smtpc_trace trace;
	smtpc_options options;
	smtpc_error err;
	smtpc_options_init(&options);
	options.chunking = SMTPC_PREFER;
	smtpc_session_config config = {.ehlo_name = SMTPC_STR("c"), .local = true, .options = &options};
	smtpc_trace_init(&trace, smtpc_mem_or_default(NULL));
	smtpc_session *s = smtpc_session_new(smtpc_mem_or_default(NULL), &config, &trace);
	smtpc_job *jobs[] = {script_job(NULL, 1), script_job(NULL, 1), script_job(NULL, 1)};
	hear(s, "220 mx\r\n");
	smtpc_session_sent(s, smtpc_session_output(s).len);
	hear(s, "250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n");
	smtpc_session_submit(s, jobs[0]);
	smtpc_session_content(s, SMTPC_STR("a\r\n"));
	smtpc_session_content_end(s);
	smtpc_session_submit(s, jobs[1]);
	smtpc_session_content(s, SMTPC_STR("b\r\n"));
	(void)smtpc_fail(&err, SMTPC_E_SOURCE, NULL);
	CHECK(smtpc_session_abandon(s, &err));
	CHECK(!smtpc_session_may_submit(s));
	CHECK_STR(smtpc_session_output(s),
		"MAIL FROM:<a@example.com>\r\nRCPT TO:<b0@example.net>\r\nBDAT 3 LAST\r\na\r\n"
		"RSET\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b0@example.net>\r\n");
	smtpc_session_sent(s, smtpc_session_output(s).len);
	hear(s, "250 ok\r\n250 ok\r\n250 queued\r\n250 reset\r\n250 ok\r\n250 ok\r\n");
	CHECK_INT(smtpc_job_result(jobs[0])->outcome, SMTPC_ACCEPTED);
	CHECK(jobs[1]->concluded);
	CHECK_INT(smtpc_job_result(jobs[1])->outcome, SMTPC_NOT_SENT);
	CHECK_INT(smtpc_job_result(jobs[1])->error.code, SMTPC_E_SOURCE);
	smtpc_session_submit(s, jobs[2]);
	CHECK(smtpc_str_istarts(smtpc_session_output(s), SMTPC_STR("RSET\r\nMAIL")));
	smtpc_session_free(s);
	smtpc_trace_free(&trace);
	for (size_t i = 0; i < 3; i++) {
		smtpc_job_free(jobs[i]);
	}
}

static void endless_replies_are_bounded(void)
{
	smtpc_trace trace;
	smtpc_options options;
	smtpc_options_init(&options);
	smtpc_session_config config = {.ehlo_name = SMTPC_STR("c"), .options = &options};
	const char *pieces[] = {"220-and so on\r\n", "xxxxxxxxxxxxxxxx", "220-\r\n", "\r\n"};
	for (size_t i = 0; i < 4; i++) {
		test_mem t;
		test_mem_init(&t);
		smtpc_trace_init(&trace, &t.mem);
		smtpc_session *s = smtpc_session_new(&t.mem, &config, &trace);
		size_t fed = 0;
		while (smtpc_session_want(s) != SMTPC_WANT_CLOSE && fed < 10000000) {
			size_t len, n = strlen(pieces[i]);
			char *room = smtpc_session_input_room(s, &len);
			if (room == NULL) {
				break;
			}
			memcpy(room, pieces[i], n);
			smtpc_session_input(s, n);
			fed += n;
		}
		CHECK(fed < 200000);
		CHECK_INT(smtpc_session_error(s)->code, SMTPC_E_PROTOCOL);
		smtpc_session_free(s);
		smtpc_trace_free(&trace);
		CHECK_INT(t.held, 0);
	}
}

/* Every allocation of a whole session fails once, and from then on: no leak, no wrong outcome. */
static void out_of_memory_at_every_point(void)
{
	const char *script =
		HELLO "S: 250-mx\nS: 250-AUTH LOGIN\nS: 250 PIPELINING\nC: AUTH LOGIN\n"
			  "S: 334 \nC: bWU=\nS: 334 \nC: czNjcmV0\nS: 235 ok\n" FLIGHT1 OK3 CONTENT
			  "S: 250 queued as 1\n";
	script_run run;
	script_init(&run, script);
	run.local = true;
	run.options.username = SMTPC_STR("me");
	run.options.password = SMTPC_STR("s3cret");
	script_out_of_memory(&run);
}

int main(void)
{
	RUN(every_script_every_way);
	RUN(injected_bytes_end_the_session);
	RUN(a_source_that_fails_leaves_nothing_delivered);
	RUN(size_is_asked_before_mail);
	RUN(needs_are_asked_before_mail);
	RUN(reset_rides_in_the_next_flight);
	RUN(the_next_mail_follows_on_the_dot);
	RUN(a_mail_is_abandoned_between_chunks);
	RUN(endless_replies_are_bounded);
	RUN(out_of_memory_at_every_point);
	return test_report();
}
