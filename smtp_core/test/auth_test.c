/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * AUTH against scripts: which mechanism is taken, what follows a failure, and that no secret gets
 * out. Every script is played with the server's bytes whole, byte by byte, and split at every
 * offset. The nonce is always the same, so that the values could be computed beforehand. */
#include "base/smtpc_b64.h"
#include "base/smtpc_err.h"
#include "script_io.h"
#include "smtpc_test.h"

#define OFFER(mechs) "S: 220 mx\nC: EHLO client.example\nS: 250-mx\nS: 250 AUTH " mechs "\n"
#define SERVER_FIRST \
	"S: 334 cj1BQUVDQXdRRkJnY0lDUW9MREEwT0R4QVJzcnYscz1jMkZzZEE9PSxpPTQwOTY=\n"
/* SCRAM-SHA-256 without binding, by a client that cannot bind. */
#define N_FIRST "biwsbj1tZSxyPUFBRUNBd1FGQmdjSUNRb0xEQTBPRHhBUg=="
#define N_FINAL \
	"Yz1iaXdzLHI9QUFFQ0F3UUZCZ2NJQ1FvTERBME9EeEFSc3J2LHA9Z242TkdrVndQZXpQcU9hdklKUHZUTWdLeHNoNWZ5" \
	"OU5yck9YRWlBMTV0UT0="
#define N_PROOF "91kbKBe5MWS9HwNinsGLyWdeRIMYD9x0wBzAhUVeeJk="
#define N_PROOF64 "dj05MWtiS0JlNU1XUzlId05pbnNHTHlXZGVSSU1ZRDl4MHdCekFoVVZlZUprPQ=="
/* The same by one that could. */
#define Y_FIRST "eSwsbj1tZSxyPUFBRUNBd1FGQmdjSUNRb0xEQTBPRHhBUg=="
#define Y_FINAL \
	"Yz1lU3dzLHI9QUFFQ0F3UUZCZ2NJQ1FvTERBME9EeEFSc3J2LHA9MmZOa0ttRXZFaklKMzhpVzVkenE0RWV1ZVRZdUl6" \
	"OEpHdzdudW9IeGpQZz0="
#define Y_PROOF64 "dj1UNkU0eDltWnRVQndsZ3VCTjdad0hmQ2RqZXdkaWNheHJ1QkFkdGJQTWVJPQ=="
#define SHA1_FINAL \
	"Yz1iaXdzLHI9QUFFQ0F3UUZCZ2NJQ1FvTERBME9EeEFSc3J2LHA9d1RLeCtKMUUrM01rc3JJNXJzNkRQNnM5citZPQ=="
#define SHA1_PROOF64 "dj15YVhsUkdpRVFKZ3FFU2NrSzc5NW9EREtZS009"
#define EXPORTER_FIRST "cD10bHMtZXhwb3J0ZXIsLG49bWUscj1BQUVDQXdRRkJnY0lDUW9MREEwT0R4QVI="
#define EXPORTER_FINAL \
	"Yz1jRDEwYkhNdFpYaHdiM0owWlhJc0xFVllVRTlTVkVWUyxyPUFBRUNBd1FGQmdjSUNRb0xEQTBPRHhBUnNydixwPTkr" \
	"T3p3YllZYlB5K1l6WURMWTlTdERhZW45azVKK3Q3elBqT1hRRFJCS289"
#define EXPORTER_PROOF64 "dj1LTnlVRW1LOWZiQXAyNkVGUTVtYUQ3T0xtSlZuWWdPc3VUWG9iMGhwNktzPQ=="
#define POINT_FIRST "cD10bHMtc2VydmVyLWVuZC1wb2ludCwsbj1tZSxyPUFBRUNBd1FGQmdjSUNRb0xEQTBPRHhBUg=="
#define POINT_FINAL \
	"Yz1jRDEwYkhNdGMyVnlkbVZ5TFdWdVpDMXdiMmx1ZEN3c1JVNUVVRTlKVGxRPSxyPUFBRUNBd1FGQmdjSUNRb0xEQTBP" \
	"RHhBUnNydixwPU92WGtJQlBoM2pZNTdPSzJWTkIxbGtoMGNJZDRMbktMRVFydEN5RU1hamc9"
#define POINT_PROOF64 "dj1LODJJK0l2OTBCWHI0TWxzVEdkYTlMTlE3b214d3d0ZVJxMFA1ZDhiY0pnPQ=="
#define UNSUPPORTED "ZT11bnN1cHBvcnRlZC1jaGFubmVsLWJpbmRpbmctdHlwZQ=="
#define PLAIN "AG1lAHMzY3JldA=="
#define CRAM_LINE "bWUgMDI1ZmNhZTAxYWFjNDdlZjdkMDRiY2FlZjA0NzcxYjg="
#define BEARER0 "bixhPW1lLAFob3N0PWxvY2FsaG9zdAFwb3J0PTU4NwFhdXRoPUJlYXJlciB0MGtlbgEB"
#define BEARER1 "bixhPW1lLAFob3N0PWxvY2FsaG9zdAFwb3J0PTU4NwFhdXRoPUJlYXJlciB0MWtlbgEB"
#define XOAUTH0 "dXNlcj1tZQFhdXRoPUJlYXJlciB0MGtlbgEB"
#define XOAUTH1 "dXNlcj1tZQFhdXRoPUJlYXJlciB0MWtlbgEB"
#define JSON64 "eyJzdGF0dXMiOiI0MDEifQ=="

typedef struct auth_case {
	const char *name, *script;
	int error; /* 0: logged in */
	int reply;
	const char *says; /* a part of the error's words */
	bool remote, clear, binds, insecure;
	size_t tokens; /* times that one was asked for; 0: there is a password */
	const char *token;
	const char *authzid;
	smtpc_sasl_mech only[2]; /* both 0: any */
	bool nobody;             /* no user name */
} auth_case;

#define ERR(code, number, words) .error = SMTPC_E_##code, .reply = number, .says = words
#define DONE .error = 0
#define ONLY(mech) .only = {SMTPC_SASL_##mech, SMTPC_SASL_COUNT}

static const auth_case cases[] = {
	/* SCRAM */
	{"SCRAM-SHA-256, the proof in a challenge",
		OFFER("PLAIN LOGIN SCRAM-SHA-1 SCRAM-SHA-256 CRAM-MD5") "C: AUTH SCRAM-SHA-256 " N_FIRST
			"\n" SERVER_FIRST "C: " N_FINAL "\nS: 334 " N_PROOF64 "\nC: \nS: 235 2.7.0 ok\n", DONE},
	{"the proof in the text of the 235",
		OFFER("SCRAM-SHA-256") "C: AUTH SCRAM-SHA-256 " N_FIRST "\n" SERVER_FIRST "C: " N_FINAL
			"\nS: 235 2.7.0 " N_PROOF64 "\n", DONE},
	{"the same with words behind it",
		OFFER("SCRAM-SHA-256") "C: AUTH SCRAM-SHA-256 " N_FIRST "\n" SERVER_FIRST "C: " N_FINAL
			"\nS: 235 " N_PROOF64 " welcome\n", DONE},
	{"SCRAM-SHA-1", OFFER("SCRAM-SHA-1 PLAIN") "C: AUTH SCRAM-SHA-1 " N_FIRST "\n" SERVER_FIRST
			"C: " SHA1_FINAL "\nS: 334 " SHA1_PROOF64 "\nC: \nS: 235 ok\n", DONE},
	{"no proof with the 235",
		OFFER("SCRAM-SHA-256 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST "\n" SERVER_FIRST "C: " N_FINAL
			"\nS: 235 ok\nC: QUIT\n", ERR(AUTH_CHALLENGE, 0, "without proving")},
	{"the proof of another in the 235",
		OFFER("SCRAM-SHA-256 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST "\n" SERVER_FIRST "C: " N_FINAL
			"\nS: 235 " Y_PROOF64 "\nC: QUIT\n", ERR(AUTH_CHALLENGE, 0, "does not prove")},
	{"235 at once", OFFER("SCRAM-SHA-256 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST
			"\nS: 235 ok\nC: QUIT\n", ERR(AUTH_CHALLENGE, 0, "without proving")},
	{"a wrong proof, and nothing weaker after it",
		OFFER("SCRAM-SHA-256 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST "\n" SERVER_FIRST "C: " N_FINAL
			"\nS: 334 " Y_PROOF64 "\nC: *\nS: 501 cancelled\nC: QUIT\n",
		ERR(AUTH_CHALLENGE, 0, "does not prove")},
	{"a wrong proof, and 235 to the cancelling",
		OFFER("SCRAM-SHA-256 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST "\n" SERVER_FIRST "C: " N_FINAL
			"\nS: 334 " Y_PROOF64 "\nC: *\nS: 235 fine\nC: QUIT\n",
		ERR(AUTH_CHALLENGE, 0, "does not prove")},
	{"a proof without a question",
		OFFER("SCRAM-SHA-256 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST "\nS: 334 " N_PROOF64
			"\nC: *\nS: 501 cancelled\nC: QUIT\n", ERR(AUTH_CHALLENGE, 0, "malformed")},
	{"e= in place of the proof",
		OFFER("SCRAM-SHA-256 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST "\n" SERVER_FIRST "C: " N_FINAL
			"\nS: 334 ZT1pbnZhbGlkLXByb29m\nC: *\nS: 535 no\nC: QUIT\n",
		ERR(AUTH_REFUSED, 0, "e=invalid-proof")},
	{"535 to the proof, and nothing weaker after it",
		OFFER("SCRAM-SHA-256 SCRAM-SHA-1 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST "\n" SERVER_FIRST
			"C: " N_FINAL "\nS: 535 5.7.8 no\nC: QUIT\n", ERR(AUTH_REFUSED, 535, "535")},
	{"454 to SCRAM, and nothing weaker after it",
		OFFER("SCRAM-SHA-256 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST "\nS: 454 later\nC: QUIT\n",
		ERR(AUTH_REFUSED, 454, "454")},
	{"504 to SCRAM: the next one", OFFER("SCRAM-SHA-256 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST
			"\nS: 504 no\nC: AUTH PLAIN " PLAIN "\nS: 235 ok\n", DONE},
	{"534 to SCRAM: the next one", OFFER("SCRAM-SHA-256 PLAIN") "C: AUTH SCRAM-SHA-256 " N_FIRST
			"\nS: 534 no\nC: AUTH PLAIN " PLAIN "\nS: 235 ok\n", DONE},
	/* Binding */
	{"-PLUS by tls-exporter",
		OFFER("SCRAM-SHA-256 SCRAM-SHA-256-PLUS") "C: AUTH SCRAM-SHA-256-PLUS " EXPORTER_FIRST
			"\n" SERVER_FIRST "C: " EXPORTER_FINAL "\nS: 334 " EXPORTER_PROOF64 "\nC: \nS: 235 ok\n",
		DONE, .binds = true},
	{"-PLUS, which does not know tls-exporter",
		OFFER("SCRAM-SHA-256-PLUS PLAIN") "C: AUTH SCRAM-SHA-256-PLUS " EXPORTER_FIRST "\nS: 334 "
			UNSUPPORTED "\nC: *\nS: 501 cancelled\nC: AUTH SCRAM-SHA-256-PLUS " POINT_FIRST
			"\n" SERVER_FIRST "C: " POINT_FINAL "\nS: 334 " POINT_PROOF64 "\nC: \nS: 235 ok\n",
		DONE, .binds = true},
	{"-PLUS, which knows no binding of ours",
		OFFER("SCRAM-SHA-256-PLUS PLAIN") "C: AUTH SCRAM-SHA-256-PLUS " EXPORTER_FIRST "\nS: 334 "
			UNSUPPORTED "\nC: *\nS: 501 cancelled\nC: AUTH SCRAM-SHA-256-PLUS " POINT_FIRST
			"\nS: 334 " UNSUPPORTED "\nC: *\nS: 501 cancelled\nC: QUIT\n",
		ERR(AUTH_REFUSED, 0, "e=unsupported-channel-binding-type"), .binds = true},
	{"-PLUS not offered: \"y\"",
		OFFER("SCRAM-SHA-256") "C: AUTH SCRAM-SHA-256 " Y_FIRST "\n" SERVER_FIRST "C: " Y_FINAL
			"\nS: 334 " Y_PROOF64 "\nC: \nS: 235 ok\n", DONE, .binds = true},
	{"-PLUS offered and refused with 504: \"y\"",
		OFFER("SCRAM-SHA-256 SCRAM-SHA-256-PLUS") "C: AUTH SCRAM-SHA-256-PLUS " EXPORTER_FIRST
			"\nS: 504 no\nC: AUTH SCRAM-SHA-256 " Y_FIRST "\n" SERVER_FIRST "C: " Y_FINAL
			"\nS: 334 " Y_PROOF64 "\nC: \nS: 235 ok\n", DONE, .binds = true},
	{"-PLUS offered and not wished: \"n\"",
		OFFER("SCRAM-SHA-256 SCRAM-SHA-256-PLUS") "C: AUTH SCRAM-SHA-256 " N_FIRST "\n" SERVER_FIRST
			"C: " N_FINAL "\nS: 334 " N_PROOF64 "\nC: \nS: 235 ok\n", DONE, .binds = true,
		ONLY(SCRAM_SHA256)},
	{"-PLUS offered and no binding to be had: \"n\"",
		OFFER("SCRAM-SHA-256 SCRAM-SHA-256-PLUS") "C: AUTH SCRAM-SHA-256 " N_FIRST "\n" SERVER_FIRST
			"C: " N_FINAL "\nS: 334 " N_PROOF64 "\nC: \nS: 235 ok\n", DONE},
	{"-PLUS required, no binding to be had", OFFER("SCRAM-SHA-256 SCRAM-SHA-256-PLUS") "C: QUIT\n",
		ERR(AUTH_MECHANISM, 0, "can be used here"), ONLY(SCRAM_SHA256_PLUS)},
	{"-PLUS required, not offered", OFFER("SCRAM-SHA-256 PLAIN") "C: QUIT\n",
		ERR(AUTH_MECHANISM, 0, "can be used here"), .binds = true, ONLY(SCRAM_SHA256_PLUS)},
	/* CRAM-MD5 */
	{"CRAM-MD5 before PLAIN",
		OFFER("LOGIN PLAIN CRAM-MD5") "C: AUTH CRAM-MD5\nS: 334 PDFAbXg+\nC: " CRAM_LINE
			"\nS: 235 ok\n", DONE},
	{"CRAM-MD5 with nothing to sign",
		OFFER("PLAIN CRAM-MD5") "C: AUTH CRAM-MD5\nS: 334 \nC: *\nS: 501 ok\nC: QUIT\n",
		ERR(AUTH_CHALLENGE, 0, "empty")},
	{"CRAM-MD5, 235 before anything was proven",
		OFFER("CRAM-MD5") "C: AUTH CRAM-MD5\nS: 235 ok\n", ERR(PROTOCOL, 0, "235")},
	/* Tokens */
	{"OAUTHBEARER before XOAUTH2", OFFER("XOAUTH2 OAUTHBEARER PLAIN") "C: AUTH OAUTHBEARER " BEARER0
			"\nS: 235 ok\n", DONE, .tokens = 1},
	{"OAUTHBEARER unknown after all: the same token by XOAUTH2",
		OFFER("XOAUTH2 OAUTHBEARER") "C: AUTH OAUTHBEARER " BEARER0 "\nS: 504 no\nC: AUTH XOAUTH2 "
			XOAUTH0 "\nS: 235 ok\n", DONE, .tokens = 1},
	{"an expired token is renewed",
		OFFER("XOAUTH2") "C: AUTH XOAUTH2 " XOAUTH0 "\nS: 334 " JSON64 "\nC: \nS: 535 5.7.8 no\n"
			"C: AUTH XOAUTH2 " XOAUTH1 "\nS: 235 ok\n", DONE, .tokens = 2},
	{"and once only",
		OFFER("XOAUTH2 PLAIN") "C: AUTH XOAUTH2 " XOAUTH0 "\nS: 535 no\nC: AUTH XOAUTH2 " XOAUTH1
			"\nS: 334 " JSON64 "\nC: \nS: 535 no\nC: QUIT\n",
		ERR(AUTH_REFUSED, 535, "it had said: {\"status\":\"401\"}"), .tokens = 2},
	{"OAUTHBEARER's answer to a refusal",
		OFFER("OAUTHBEARER") "C: AUTH OAUTHBEARER " BEARER0 "\nS: 334 " JSON64 "\nC: AQ==\nS: 501 no\n"
			"C: AUTH OAUTHBEARER " BEARER1 "\nS: 235 ok\n", DONE, .tokens = 2},
	{"454 does not renew", OFFER("XOAUTH2") "C: AUTH XOAUTH2 " XOAUTH0 "\nS: 454 later\nC: QUIT\n",
		ERR(AUTH_REFUSED, 454, "454"), .tokens = 1},
	{"235 to a token that was just refused",
		OFFER("XOAUTH2") "C: AUTH XOAUTH2 " XOAUTH0 "\nS: 334 " JSON64 "\nC: \nS: 235 ok\n",
		ERR(PROTOCOL, 0, "235"), .tokens = 1},
	{"words without end about a token",
		OFFER("XOAUTH2") "C: AUTH XOAUTH2 " XOAUTH0 "\nS: 334 " JSON64 "\nC: \nS: 334 " JSON64
			"\nC: *\nS: 501 ok\nC: QUIT\n", ERR(AUTH_CHALLENGE, 0, "more than"), .tokens = 1},
	{"an empty token", OFFER("XOAUTH2") "C: QUIT\n", ERR(AUTH_CREDENTIALS, 0, "empty"), .tokens = 1,
		.token = ""},
	{"a token with a line in it", OFFER("XOAUTH2") "C: QUIT\n",
		ERR(AUTH_CREDENTIALS, 0, "control character"), .tokens = 1, .token = "t0ken\r\nRSET"},
	{"a token with a field in it", OFFER("OAUTHBEARER") "C: QUIT\n",
		ERR(AUTH_CREDENTIALS, 0, "control character"), .tokens = 1, .token = "t0ken\1host=x"},
	{"a password's mechanisms for a token", OFFER("PLAIN SCRAM-SHA-256 LOGIN") "C: QUIT\n",
		ERR(AUTH_MECHANISM, 0, "can be used here"), .tokens = 1},
	{"a token's mechanisms for a password", OFFER("XOAUTH2 OAUTHBEARER") "C: QUIT\n",
		ERR(AUTH_MECHANISM, 0, "can be used here")},
	/* EXTERNAL */
	{"EXTERNAL", OFFER("EXTERNAL PLAIN") "C: AUTH EXTERNAL =\nS: 235 ok\n", DONE, ONLY(EXTERNAL),
		.nobody = true},
	{"EXTERNAL for somebody", OFFER("EXTERNAL") "C: AUTH EXTERNAL Ym9zcw==\nS: 235 ok\n", DONE,
		ONLY(EXTERNAL), .nobody = true, .authzid = "boss"},
	{"EXTERNAL is no guess", OFFER("EXTERNAL") "C: QUIT\n", ERR(AUTH_MECHANISM, 0, "can be used")},
	/* Who one acts as */
	{"LOGIN has no place for an authzid", OFFER("LOGIN CRAM-MD5") "C: QUIT\n",
		ERR(AUTH_MECHANISM, 0, "can be used here"), .authzid = "boss"},
	{"PLAIN has", OFFER("LOGIN CRAM-MD5 PLAIN") "C: AUTH PLAIN Ym9zcwBtZQBzM2NyZXQ=\nS: 235 ok\n",
		DONE, .authzid = "boss"},
	/* In the clear */
	{"no proof in the clear either", OFFER("SCRAM-SHA-256") "C: QUIT\n",
		ERR(AUTH_INSECURE, 0, "not encrypted"), .remote = true, .clear = true},
	{"no token in the clear", OFFER("XOAUTH2") "C: QUIT\n",
		ERR(AUTH_INSECURE, 0, "not encrypted"), .remote = true, .clear = true, .tokens = 1},
	{"unless it is allowed",
		OFFER("CRAM-MD5") "C: AUTH CRAM-MD5\nS: 334 PDFAbXg+\nC: " CRAM_LINE "\nS: 235 ok\n", DONE,
		.remote = true, .clear = true, .insecure = true},
	/* Codes */
	{"538", OFFER("PLAIN") "C: AUTH PLAIN " PLAIN "\nS: 538 no\nC: QUIT\n",
		ERR(AUTH_REFUSED, 538, "538")},
	{"503", OFFER("PLAIN") "C: AUTH PLAIN " PLAIN "\nS: 503 no\nC: QUIT\n",
		ERR(AUTH_REFUSED, 503, "503")},
	{"250 is no 235", OFFER("PLAIN") "C: AUTH PLAIN " PLAIN "\nS: 250 ok\n",
		ERR(PROTOCOL, 0, "250")},
	{"432", OFFER("PLAIN") "C: AUTH PLAIN " PLAIN "\nS: 432 change it\nC: QUIT\n",
		ERR(AUTH_REFUSED, 432, "432")},
	{"421", OFFER("PLAIN") "C: AUTH PLAIN " PLAIN "\nS: 421 bye\n", ERR(AUTH_REFUSED, 421, "421")},
	{"closed", OFFER("PLAIN") "C: AUTH PLAIN " PLAIN "\nEOF\n", ERR(LOST, 0, "AUTH")},
};

static bool tells_secret(const char *text)
{
	static const char *const secrets[] = {"s3cret", "t0ken", "t1ken", PLAIN, N_FINAL, Y_FINAL,
		N_PROOF, N_PROOF64, SHA1_FINAL, EXPORTER_FINAL, CRAM_LINE, BEARER0, BEARER1, XOAUTH0,
		XOAUTH1, "Z242TkdrVndQZXpQ"};
	for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
		if (strstr(text, secrets[i]) != NULL) {
			return true;
		}
	}
	return false;
}

static const smtpc_bindings two_bindings = {
	{{"tls-exporter", "EXPORTER", 8}, {"tls-server-end-point", "ENDPOINT", 8}}, 2};

static void set_up(script_run *run, const auth_case *c)
{
	smtpc_options *o = &run->options;
	run->secured = !c->clear;
	run->local = !c->remote;
	run->bindings = c->binds ? &two_bindings : NULL;
	o->username = smtpc_str_of(c->nobody ? NULL : "me");
	o->token = c->tokens > 0;
	o->password = smtpc_str_of(c->nobody || o->token ? NULL : "s3cret");
	o->authzid = smtpc_str_of(c->authzid);
	o->allow_insecure_auth = c->insecure;
	run->tokens[0] = c->token != NULL ? c->token : "t0ken";
	run->tokens[1] = "t1ken";
	if (c->only[0] != c->only[1]) {
		o->mechs = c->only;
		o->mech_count = 1;
	}
}

static bool play_case(const auth_case *c, script_mode mode, size_t split, size_t *octets)
{
	script_run run;
	/* The QUIT of a session that is dead is a courtesy, checked below. */
	char script[2048];
	snprintf(script, sizeof script, "%s", c->script);
	char *quit = strstr(script, "C: QUIT\n");
	if (quit != NULL) {
		*quit = '\0';
	}
	script_init(&run, script);
	run.mode = mode;
	run.split = split;
	set_up(&run, c);
	script_play(&run);
	*octets = run.server_octets;
	bool unasked = c->error == SMTPC_E_AUTH_MECHANISM || c->error == SMTPC_E_AUTH_INSECURE;
	bool good = run.problem[0] == '\0' && run.error.code == c->error &&
		run.reply_code == c->reply && (run.want == SMTPC_WANT_JOB) == (c->error == 0) &&
		(c->error == 0 || strstr(run.error.message, c->says) != NULL) &&
		(c->error == 0 || run.error.stage == SMTPC_STAGE_AUTH) &&
		run.tokens_given == (unasked ? 0 : c->tokens) &&
		(quit != NULL) == (strstr(run.transcript, "> QUIT") != NULL) &&
		!tells_secret(run.transcript) && !tells_secret(run.error.message);
	if (!good) {
		fprintf(stderr, "%s: %s: %s, reply %d, %s, %zu tokens\n%s", c->name, run.problem,
			smtpc_err_name(run.error.code), run.reply_code, run.error.message, run.tokens_given,
			run.transcript);
	}
	return good;
}

static void every_script_every_way(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		size_t octets, ignored;
		bool good = play_case(&cases[i], SCRIPT_WHOLE, 0, &octets);
		good = good && play_case(&cases[i], SCRIPT_BYTES, 0, &ignored);
		/* Hashing takes its time. */
		size_t stride = strstr(cases[i].script, SERVER_FIRST) != NULL ? 11 : 1;
		for (size_t split = 1; good && split < octets; split += stride) {
			good = play_case(&cases[i], SCRIPT_SPLIT, split, &ignored);
		}
		CHECK(good);
	}
}

/* A response that does not fit into AUTH's line waits for a line of its own. */
static void long_responses_wait(void)
{
	static char token[8192 + 1], first[12288], script[13000];
	for (size_t len = 400; len <= 8192; len += 7792) {
		memset(token, 'x', len);
		token[len] = '\0';
		smtpc_buf raw;
		smtpc_buf_init(&raw, smtpc_mem_or_default(NULL), 10000);
		(void)smtpc_buf_append_str(&raw, SMTPC_STR("user=me\1auth=Bearer "));
		(void)smtpc_buf_append(&raw, token, len);
		(void)smtpc_buf_append_str(&raw, SMTPC_STR("\1\1"));
		smtpc_b64_encode(first, raw.base, smtpc_buf_len(&raw));
		snprintf(script, sizeof script,
			OFFER("XOAUTH2") "C: AUTH XOAUTH2\nS: 334 \nC: %.*s\nS: 235 ok\n",
			(int)smtpc_b64_size(smtpc_buf_len(&raw)), first);
		script_run run;
		script_init(&run, script);
		run.secured = true;
		run.options.username = SMTPC_STR("me");
		run.options.token = true;
		run.tokens[0] = token;
		script_play(&run);
		CHECK_STR(smtpc_str_of(run.problem), "");
		CHECK(run.want == SMTPC_WANT_JOB);
		smtpc_buf_free(&raw);
	}
}

/* And is no login before it was said. */
static void a_235_ahead_of_a_long_response_is_none(void)
{
	static char token[600];
	memset(token, 'x', sizeof token - 1);
	script_run run;
	script_init(&run, OFFER("XOAUTH2") "C: AUTH XOAUTH2\nS: 235 ok\n");
	run.secured = true;
	run.options.username = SMTPC_STR("me");
	run.options.token = true;
	run.tokens[0] = token;
	script_play(&run);
	CHECK_INT(run.error.code, SMTPC_E_PROTOCOL);
}

static void credentials_that_fill_more_than_a_line(void)
{
	static char name[9300];
	memset(name, 'x', sizeof name - 1);
	script_run run;
	script_init(&run, OFFER("PLAIN") "");
	run.secured = true;
	run.options.username = smtpc_str_of(name);
	run.options.password = SMTPC_STR("s3cret");
	script_play(&run);
	CHECK_INT(run.error.code, SMTPC_E_AUTH_CREDENTIALS);
	CHECK_INT(run.error.outcome, SMTPC_NOT_SENT);
	CHECK(strstr(run.transcript, "> AUTH") == NULL);
}

static void out_of_memory_at_every_point(void)
{
	const char *scripts[] = {
		OFFER("SCRAM-SHA-256-PLUS") "C: AUTH SCRAM-SHA-256-PLUS " EXPORTER_FIRST "\nS: 334 "
			UNSUPPORTED "\nC: *\nS: 501 cancelled\nC: AUTH SCRAM-SHA-256-PLUS " POINT_FIRST
			"\n" SERVER_FIRST "C: " POINT_FINAL "\nS: 334 " POINT_PROOF64 "\nC: \nS: 235 ok\n",
		OFFER("XOAUTH2") "C: AUTH XOAUTH2 " XOAUTH0 "\nS: 334 " JSON64 "\nC: \nS: 535 5.7.8 no\n"
			"C: AUTH XOAUTH2 " XOAUTH1 "\nS: 235 ok\n"};
	for (size_t i = 0; i < 4; i++) {
		bool failed = true;
		for (unsigned long at = 1; failed && at < 500; at++) {
			auth_case c = {.binds = true, .tokens = i & 1};
			test_mem t;
			script_run run;
			test_mem_init(&t);
			t.fail_at = at;
			t.fail_on = i >= 2;
			script_init(&run, scripts[i & 1]);
			set_up(&run, &c);
			run.mem = &t.mem;
			script_play(&run);
			failed = t.calls >= at;
			CHECK(failed || run.want == SMTPC_WANT_JOB);
			CHECK_INT(t.held, 0);
		}
		CHECK(!failed);
	}
}

int main(void)
{
	RUN(every_script_every_way);
	RUN(long_responses_wait);
	RUN(a_235_ahead_of_a_long_response_is_none);
	RUN(credentials_that_fill_more_than_a_line);
	RUN(out_of_memory_at_every_point);
	return test_report();
}
