/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "message_fixture.h"

static void writes_the_simplest(void)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "Me <me@example.org>");
	add(msg, SMTPC_FIELD_TO, "you@example.com");
	CHECK_INT(smtpc_message_set_subject(msg, SMTPC_STR("Hello"), NULL), 0);
	CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, "Hi\nthere\n", SMTPC_ENC_AUTO), 0);
	CHECK_STR(written(msg),
		"Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"
		"From: Me <me@example.org>\r\n"
		"To: you@example.com\r\n"
		"Subject: Hello\r\n"
		"Message-ID: <" SEED_HEX "@example.org>\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: 7bit\r\n"
		"\r\n"
		"Hi\r\nthere\r\n");
	end_message(msg);
}

static void writes_everything_in_order(void)
{
	smtpc_message *msg = new_message();
	const smtpc_str ids[] = {SMTPC_STR("<0@x>"), SMTPC_STR("1@x")};
	CHECK_INT(set_body(msg, SMTPC_BODY_HTML,
				  "<p>Gr\xc3\xbc\xc3\x9f"
				  "e aus M\xc3\xbcnchen und anderswo</p>",
				  SMTPC_ENC_AUTO),
		0);
	CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, "Hi", SMTPC_ENC_AUTO), 0);
	CHECK_INT(smtpc_message_set_header(msg, SMTPC_STR("X-B"), SMTPC_STR("2"), true, NULL), 0);
	CHECK_INT(smtpc_message_set_header(msg, SMTPC_STR("X-A"), SMTPC_STR("1"), true, NULL), 0);
	CHECK_INT(smtpc_message_set_priority(msg, 1, NULL), 0);
	CHECK_INT(smtpc_message_set_reply_to_id(msg, SMTPC_STR("2@x"), ids, 2, NULL), 0);
	CHECK_INT(smtpc_message_set_id(msg, SMTPC_STR("<mine@x>"), NULL), 0);
	CHECK_INT(smtpc_message_set_subject(msg, SMTPC_STR("S"), NULL), 0);
	add(msg, SMTPC_FIELD_RETURN, "bounce@example.org");
	add(msg, SMTPC_FIELD_BCC, "secret@example.org");
	add(msg, SMTPC_FIELD_CC, "c@x.org");
	add(msg, SMTPC_FIELD_TO, "t@x.org");
	add(msg, SMTPC_FIELD_TO, "u@x.org");
	add(msg, SMTPC_FIELD_REPLY_TO, "r@x.org");
	add(msg, SMTPC_FIELD_SENDER, "s@x.org");
	add(msg, SMTPC_FIELD_FROM, "f@x.org");
	CHECK_STR(written(msg),
		"Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"
		"From: f@x.org\r\n"
		"Sender: s@x.org\r\n"
		"Reply-To: r@x.org\r\n"
		"To: t@x.org, u@x.org\r\n"
		"Cc: c@x.org\r\n"
		"Subject: S\r\n"
		"Message-ID: <mine@x>\r\n"
		"In-Reply-To: <2@x>\r\n"
		"References: <0@x> <1@x> <2@x>\r\n"
		"X-B: 2\r\n"
		"X-A: 1\r\n"
		"X-Priority: 1 (Highest)\r\n"
		"Importance: High\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: multipart/alternative;\r\n"
		" boundary=\"=_" SEED_HEX "0000000201\"\r\n"
		"\r\n"
		"--=_" SEED_HEX "0000000201\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: 7bit\r\n"
		"\r\n"
		"Hi\r\n"
		"--=_" SEED_HEX "0000000201\r\n"
		"Content-Type: text/html; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n"
		"\r\n"
		"<p>Gr=C3=BC=C3=9Fe aus M=C3=BCnchen und anderswo</p>\r\n"
		"--=_" SEED_HEX "0000000201--\r\n");
	end_message(msg);
}

static void needs_a_from_and_a_date(void)
{
	test_mem_init(&mem);
	smtpc_message *msg = smtpc_message_new(&mem.mem, seed);
	smtpc_source source;
	int64_t size;
	smtpc_error err;
	CHECK(!smtpc_message_has_date(msg));
	CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, &err), SMTPC_E_ARGUMENT);
	CHECK_STR(smtpc_str_of(err.message), "the message has no From");
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	CHECK_INT(smtpc_message_size(msg, NULL, &size, &err), SMTPC_E_ARGUMENT);
	CHECK_STR(smtpc_str_of(err.message), "the message has no Date");
	CHECK_INT(smtpc_message_set_date(msg, INT64_MAX, 0), SMTPC_E_ARGUMENT);
	CHECK_INT(smtpc_message_set_date(msg, 1, 0), 0);
	CHECK(message_size(msg) > 0);
	add(msg, SMTPC_FIELD_FROM, "b@x.org");
	CHECK_INT(smtpc_message_size(msg, NULL, &size, &err), SMTPC_E_ARGUMENT);
	CHECK_STR(smtpc_str_of(err.message), "a message with several From needs a Sender");
	add(msg, SMTPC_FIELD_SENDER, "a@x.org");
	CHECK(has(written(msg), "\r\nFrom: a@x.org, b@x.org\r\nSender: a@x.org\r\n"));
	end_message(msg);
}

static void keeps_the_blind_blind(void)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "f@x.org");
	add(msg, SMTPC_FIELD_SENDER, "F <f@X.org>");
	add(msg, SMTPC_FIELD_BCC, "secret@x.org");
	add(msg, SMTPC_FIELD_RETURN, "bounce@x.org");
	smtpc_str text = written(msg);
	CHECK(has(text, "\r\nTo: undisclosed-recipients:;\r\n"));
	CHECK(!has(text, "secret") && !has(text, "bounce") && !has(text, "Bcc"));
	/* Sender would say no more than From. */
	CHECK(!has(text, "Sender:"));
	add(msg, SMTPC_FIELD_CC, "c@x.org");
	text = written(msg);
	CHECK(!has(text, "undisclosed") && !has(text, "\r\nTo:"));
	end_message(msg);
}

static void knows_its_addresses(void)
{
	smtpc_message *msg = new_message();
	bool null_return = true;
	CHECK(smtpc_message_envelope_sender(msg, &null_return) == NULL && !null_return);
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	CHECK_STR(smtpc_message_envelope_sender(msg, &null_return)->address, "a@x.org");
	add(msg, SMTPC_FIELD_FROM, "b@x.org");
	CHECK(smtpc_message_envelope_sender(msg, &null_return) == NULL && !null_return);
	add(msg, SMTPC_FIELD_SENDER, "s@x.org");
	CHECK_STR(smtpc_message_envelope_sender(msg, &null_return)->address, "s@x.org");
	add(msg, SMTPC_FIELD_SENDER, "s2@x.org");
	CHECK_INT(smtpc_message_addr_count(msg, SMTPC_FIELD_SENDER), 1);
	CHECK_STR(smtpc_message_envelope_sender(msg, &null_return)->address, "s2@x.org");
	add(msg, SMTPC_FIELD_RETURN, "r@x.org");
	CHECK_STR(smtpc_message_envelope_sender(msg, &null_return)->address, "r@x.org");
	smtpc_message_null_return(msg);
	CHECK(smtpc_message_envelope_sender(msg, &null_return) == NULL && null_return);
	add(msg, SMTPC_FIELD_RETURN, "r@x.org");
	CHECK(smtpc_message_envelope_sender(msg, &null_return) != NULL && !null_return);
	CHECK_STR(smtpc_message_addr(msg, SMTPC_FIELD_FROM, 1)->address, "b@x.org");
	CHECK(smtpc_message_addr(msg, SMTPC_FIELD_FROM, 2) == NULL);
	smtpc_message_clear_addrs(msg, SMTPC_FIELD_FROM);
	CHECK_INT(smtpc_message_addr_count(msg, SMTPC_FIELD_FROM), 0);
	end_message(msg);
}

static void knows_when_smtputf8_is_needed(void)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "\xc3\xa4 <a@\xc3\xa4.org>");
	add(msg, SMTPC_FIELD_BCC, "\xc3\xa4@x.org");
	CHECK(!smtpc_message_needs_smtputf8(msg));
	CHECK(smtpc_str_is_ascii(written(msg)));
	add(msg, SMTPC_FIELD_CC, "\xc3\xa4@\xc3\xa4.org");
	CHECK(smtpc_message_needs_smtputf8(msg));
	CHECK(has(written(msg), "\r\nCc: \xc3\xa4@\xc3\xa4.org\r\n"));
	end_message(msg);
}

/* ---- Identifiers --------------------------------------------------------- */

static void has_a_stable_id(void)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@\xc3\xa4.org");
	CHECK_STR(smtpc_message_id(msg), "<" SEED_HEX "@xn--4ca.org>");
	smtpc_message_clear_addrs(msg, SMTPC_FIELD_FROM);
	add(msg, SMTPC_FIELD_FROM, "a@other.org");
	CHECK_STR(smtpc_message_id(msg), "<" SEED_HEX "@xn--4ca.org>");
	end_message(msg);
	msg = new_message();
	CHECK_STR(smtpc_message_id(msg), "<" SEED_HEX "@localhost>");
	end_message(msg);
	msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@[127.0.0.1]");
	CHECK_STR(smtpc_message_id(msg), "<" SEED_HEX "@localhost>");
	end_message(msg);
}

static void checks_identifiers(void)
{
	static const char *const good[] = {"a@b", "<a@b>", "<a.b!#@[127.0.0.1]>", "<a@[]>"};
	static const char *const bad[] = {"", "<>", "a", "<a>", "<a@b", "a@b>", "<<a@b>>", "a @b",
		"<a@b> <c@d>", "a@b\r\nX: y", "<a..b@c>", "<a@b@c>", "<@b>", "<a@>", "\xc3\xa4@b",
		"<a@[\n]>"};
	smtpc_message *msg = new_message();
	smtpc_error err;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		CHECK_INT(smtpc_message_set_id(msg, smtpc_str_of(good[i]), &err), 0);
		CHECK(smtpc_message_id(msg).ptr[0] == '<' && has(smtpc_message_id(msg), ">"));
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(smtpc_message_set_id(msg, smtpc_str_of(bad[i]), &err) < 0 ? (int)i : -1, i);
		CHECK(strstr(err.message, "Message-ID") != NULL);
	}
	CHECK_STR(smtpc_message_id(msg), "<a@[]>");
	end_message(msg);
}

static void checks_references(void)
{
	smtpc_message *msg = new_message();
	smtpc_error err;
	smtpc_str ids[] = {SMTPC_STR("<b@x>"), SMTPC_STR("<a@x>")};
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	CHECK_INT(smtpc_message_set_reply_to_id(msg, SMTPC_STR("a@x"), ids, 2, &err), 0);
	CHECK(has(written(msg), "\r\nIn-Reply-To: <a@x>\r\nReferences: <b@x> <a@x>\r\n"));
	/* Others' identifiers are not always proper ones. */
	CHECK_INT(smtpc_message_set_reply_to_id(msg, SMTPC_STR("<no..at>"), NULL, 0, &err), 0);
	CHECK(has(written(msg), "\r\nIn-Reply-To: <no..at>\r\nReferences: <no..at>\r\n"));
	CHECK_INT(
		smtpc_message_set_reply_to_id(msg, SMTPC_STR("a b"), NULL, 0, &err), SMTPC_E_ARGUMENT);
	CHECK(strstr(err.message, "In-Reply-To") != NULL);
	ids[1] = SMTPC_STR("<x\r\ny>");
	CHECK_INT(smtpc_message_set_reply_to_id(msg, SMTPC_STR("a"), ids, 2, &err), SMTPC_E_ARGUMENT);
	CHECK_STR(smtpc_str_of(err.message), "number 2 of References is no Message-ID");
	CHECK(has(written(msg), "<no..at>"));
	end_message(msg);
}

/* ---- Fields by name ------------------------------------------------------ */

static void replaces_and_adds_headers(void)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	CHECK_INT(set_header(msg, "X-A", "1", true, NULL), 0);
	CHECK_INT(set_header(msg, "X-B", "2", true, NULL), 0);
	CHECK_INT(set_header(msg, "x-a", "3", true, NULL), 0);
	CHECK(has(written(msg), "\r\nX-A: 1\r\nX-B: 2\r\nx-a: 3\r\nMIME"));
	CHECK_INT(set_header(msg, "X-a", "4\t\xc3\xa4", false, NULL), 0);
	CHECK(has(written(msg), "\r\nX-B: 2\r\nX-a: 4\t=?UTF-8?B?w6Q=?=\r\nMIME"));
	smtpc_message_remove_header(msg, SMTPC_STR("x-b"));
	smtpc_message_remove_header(msg, SMTPC_STR("none"));
	CHECK(!has(written(msg), "X-B"));
	end_message(msg);
}

static void refuses_headers(void)
{
	static const char *const names[] = {"From", "SENDER", "reply-to", "To", "Cc", "BCC",
		"Return-Path", "subject", "Date", "Message-Id", "In-Reply-To", "References", "MIME-Version",
		"Content-Type", "content-anything", "DKIM-Signature", "Received", "", "X Y", "X:Y",
		"X\r\nY", "\xc3\xa4", "X\x7f",
		"X-a-name-that-is-77-octets-long-and-so-by-one-octet-longer-than-it-is-allowed"};
	static const char *const values[] = {"a\r\nBcc: b@c", "a\rb", "a\nb", "\n",
		"a\x01"
		"b",
		"\x7f", "\xff", "\xc3"};
	smtpc_message *msg = new_message();
	smtpc_error err;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		CHECK_INT(set_header(msg, names[i], "x", true, &err) == SMTPC_E_ARGUMENT ? (int)i : -1, i);
	}
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		int rc = set_header(msg, "X-Y", values[i], false, &err);
		CHECK_INT(rc == SMTPC_E_ARGUMENT ? (int)i : -1, i);
		CHECK(strstr(err.message, "X-Y") != NULL);
		CHECK_INT(smtpc_message_set_subject(msg, smtpc_str_of(values[i]), &err), SMTPC_E_ARGUMENT);
		CHECK(strstr(err.message, "Subject") != NULL);
	}
	CHECK_INT(smtpc_message_set_header(msg, SMTPC_STR("X-Y"), SMTPC_STR("a\0b"), true, &err),
		SMTPC_E_ARGUMENT);
	CHECK_INT(set_header(msg, "subject", "x", true, &err), SMTPC_E_ARGUMENT);
	CHECK_STR(smtpc_str_of(err.message), "the header subject cannot be set by name: use subject()");
	/* Names that only begin like the refused ones are free. */
	CHECK_INT(set_header(msg, "To-Do", "x", true, &err), 0);
	CHECK_INT(set_header(msg, "Content", "x", true, &err), 0);
	CHECK_INT(smtpc_message_set_priority(msg, 0, &err), SMTPC_E_ARGUMENT);
	CHECK_INT(smtpc_message_set_priority(msg, 6, &err), SMTPC_E_ARGUMENT);
	end_message(msg);
}

/* The priority's fields are fields like any other: what is set last holds. */
static void a_priority_can_be_replaced(void)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	CHECK_INT(smtpc_message_set_priority(msg, 1, NULL), 0);
	CHECK_INT(
		smtpc_message_set_header(msg, SMTPC_STR("x-priority"), SMTPC_STR("3"), false, NULL), 0);
	smtpc_message_remove_header(msg, SMTPC_STR("Importance"));
	smtpc_str text = written(msg);
	CHECK(has(text, "x-priority: 3\r\n"));
	CHECK(!has(text, "Highest") && !has(text, "Importance"));
	CHECK_INT(smtpc_message_set_priority(msg, 5, NULL), 0);
	text = written(msg);
	CHECK(has(text, "X-Priority: 5 (Lowest)\r\n") && !has(text, "x-priority: 3"));
	end_message(msg);
}

static void make_addr(smtpc_addr *addr, const char *spec)
{
	CHECK_INT(smtpc_addr_parse(addr, NULL, smtpc_str_of(spec), NULL), 0);
}

static void groups_are_written_and_their_members_counted(void)
{
	smtpc_message *msg = new_message();
	smtpc_addr addrs[2];
	make_addr(&addrs[0], "c@x.org");
	make_addr(&addrs[1], "D <d@x.org>");
	add(msg, SMTPC_FIELD_FROM, "f@x.org");
	add(msg, SMTPC_FIELD_TO, "a@x.org");
	CHECK_INT(smtpc_message_add_group(msg, SMTPC_FIELD_TO, SMTPC_STR(" G "), addrs, 2, NULL), 0);
	add(msg, SMTPC_FIELD_TO, "e@x.org");
	CHECK_INT(smtpc_message_add_group(msg, SMTPC_FIELD_CC, SMTPC_STR("H, i"), NULL, 0, NULL), 0);
	CHECK(has(written(msg),
		"\r\nTo: a@x.org, G: c@x.org, D <d@x.org>;, e@x.org\r\n"
		"Cc: \"H, i\":;\r\n"));
	CHECK_INT(smtpc_message_addr_count(msg, SMTPC_FIELD_TO), 4);
	CHECK_STR(smtpc_message_addr(msg, SMTPC_FIELD_TO, 2)->address, "d@x.org");
	CHECK_INT(smtpc_message_addr_count(msg, SMTPC_FIELD_CC), 0);
	smtpc_message *copy = smtpc_message_copy(msg, seed);
	smtpc_message_clear_addrs(msg, SMTPC_FIELD_TO);
	CHECK(has(written(msg), "\r\nCc: \"H, i\":;\r\n") && !has(written(msg), "\r\nTo:"));
	smtpc_message_clear_addrs(msg, SMTPC_FIELD_CC);
	CHECK(has(written(msg), "\r\nTo: undisclosed-recipients:;\r\n"));
	CHECK(has(written(copy),
		"\r\nTo: a@x.org, G: c@x.org, D <d@x.org>;, e@x.org\r\n"
		"Cc: \"H, i\":;\r\n"));
	smtpc_addr_free(&addrs[0]);
	smtpc_addr_free(&addrs[1]);
	smtpc_message_free(copy);
	end_message(msg);
}

static void groups_are_refused_whole(void)
{
	static const smtpc_str names[] = {
		{"", 0}, {"  ", 2}, {"a\nb", 3}, {"a\0b", 3}, {"\xff", 1}, {"\xc2\x85", 2}, {NULL, 0}};
	static char long_name[3074];
	smtpc_message *msg = new_message();
	smtpc_error err;
	smtpc_addr addr;
	make_addr(&addr, "c@x.org");
	memset(long_name, 'n', sizeof long_name);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		CHECK_INT(smtpc_message_add_group(msg, SMTPC_FIELD_TO, names[i], &addr, 1, &err),
			SMTPC_E_ARGUMENT);
		CHECK(strstr(err.message, "invalid name of a group") != NULL);
	}
	for (size_t len = 3072; len < 3074; len++) {
		CHECK_INT(smtpc_message_add_group(
					  msg, SMTPC_FIELD_CC, (smtpc_str){long_name, len}, &addr, 1, &err),
			len > 3072 ? SMTPC_E_ARGUMENT : SMTPC_OK);
	}
	for (int field = 0; field < SMTPC_FIELD_COUNT; field++) {
		if (field != SMTPC_FIELD_TO && field != SMTPC_FIELD_CC) {
			CHECK_INT(smtpc_message_add_group(
						  msg, (smtpc_addr_field)field, SMTPC_STR("G"), &addr, 1, &err),
				SMTPC_E_ARGUMENT);
			CHECK_INT(smtpc_message_addr_count(msg, (smtpc_addr_field)field), 0);
		}
	}
	CHECK_INT(smtpc_message_addr_count(msg, SMTPC_FIELD_TO), 0);
	smtpc_addr_free(&addr);
	end_message(msg);
}

int main(void)
{
	RUN(a_priority_can_be_replaced);
	RUN(writes_the_simplest);
	RUN(writes_everything_in_order);
	RUN(needs_a_from_and_a_date);
	RUN(keeps_the_blind_blind);
	RUN(knows_its_addresses);
	RUN(knows_when_smtputf8_is_needed);
	RUN(has_a_stable_id);
	RUN(checks_identifiers);
	RUN(checks_references);
	RUN(replaces_and_adds_headers);
	RUN(refuses_headers);
	RUN(groups_are_written_and_their_members_counted);
	RUN(groups_are_refused_whole);
	return test_report();
}
