/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What parts a message has, and how they stand to each other. */
#include "message_fixture.h"

/* The tree as one line: "mixed(alternative(text/plain,text/html),application/pdf)". */
typedef struct outline {
	char text[1024];
	size_t len;
	char boundaries[8][64];
	bool first[8];
	size_t depth;
} outline;

static void outline_put(outline *o, const char *text, size_t len)
{
	if (o->len + len < sizeof o->text) {
		memcpy(o->text + o->len, text, len);
		o->len += len;
		o->text[o->len] = '\0';
	}
}

static void outline_type(outline *o, const char *line, size_t len)
{
	static const char multipart[] = "multipart/";
	size_t skip = strlen("Content-Type: ");
	const char *type = line + skip;
	size_t type_len = 0;
	while (skip + type_len < len && type[type_len] != ';') {
		type_len++;
	}
	if (o->depth > 0) {
		outline_put(o, o->first[o->depth - 1] ? "" : ",", !o->first[o->depth - 1]);
		o->first[o->depth - 1] = false;
	}
	if (memcmp(type, multipart, strlen(multipart)) == 0) {
		outline_put(o, type + strlen(multipart), type_len - strlen(multipart));
		outline_put(o, "(", 1);
	} else {
		outline_put(o, type, type_len);
	}
}

static void outline_boundary(outline *o, const char *line)
{
	const char *start = strchr(line, '"') + 1;
	size_t len = (size_t)(strchr(start, '"') - start);
	memcpy(o->boundaries[o->depth], start, len);
	o->boundaries[o->depth][len] = '\0';
	o->first[o->depth++] = true;
}

static void outline_line(outline *o, const char *line, size_t len)
{
	if (len > 14 && memcmp(line, "Content-Type: ", 14) == 0) {
		outline_type(o, line, len);
	} else if (len > 10 && memcmp(line, " boundary=", 10) == 0) {
		outline_boundary(o, line);
	} else if (o->depth > 0 && len > 4 && memcmp(line, "--", 2) == 0 &&
		memcmp(line + len - 2, "--", 2) == 0) {
		/* Ends are in the right order. */
		size_t blen = strlen(o->boundaries[o->depth - 1]);
		CHECK(len == blen + 4 && memcmp(line + 2, o->boundaries[o->depth - 1], blen) == 0);
		o->depth--;
		outline_put(o, ")", 1);
	}
}

static const char *outline_of(smtpc_message *msg)
{
	static outline o;
	smtpc_str rest = written(msg);
	o = (outline){.len = 0};
	while (rest.len > 0) {
		smtpc_str line = smtpc_str_until(&rest, '\n');
		outline_line(&o, line.ptr, line.len - 1);
	}
	CHECK_INT(o.depth, 0);
	return o.text;
}

static void attach(smtpc_message *msg, const char *name, bool is_inline)
{
	smtpc_attachment_options options = {.name = smtpc_str_of(name), .is_inline = is_inline};
	options.content_id = is_inline ? options.name : (smtpc_str){NULL, 0};
	smtpc_attachment *made = smtpc_attachment_new_blob(
		&mem.mem, &options, (smtpc_blob){.data = SMTPC_STR("content")}, NULL);
	CHECK_INT(smtpc_message_attach(msg, made), 0);
	smtpc_attachment_unref(made);
}

static int alternative(smtpc_message *msg, const char *type, const char *body, smtpc_error *err)
{
	return smtpc_message_add_alternative(
		msg, smtpc_str_of(type), (smtpc_blob){.data = smtpc_str_of(body)}, err);
}

static int calendar(smtpc_message *msg, const char *method, smtpc_error *err)
{
	return smtpc_message_set_calendar(
		msg, (smtpc_blob){.data = SMTPC_STR("BEGIN:VCALENDAR\n")}, smtpc_str_of(method), err);
}

/* One letter a thing that is in the message. */
static void put_in(smtpc_message *msg, char what)
{
	switch (what) {
	case 't':
		CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, "text", SMTPC_ENC_AUTO), 0);
		break;
	case 'h':
		CHECK_INT(set_body(msg, SMTPC_BODY_HTML, "<p>", SMTPC_ENC_AUTO), 0);
		break;
	case 'a':
		attach(msg, "a.pdf", false);
		break;
	case 'i':
		attach(msg, "i.png", true);
		break;
	case 'm':
		CHECK_INT(alternative(msg, "text/markdown", "# md", NULL), 0);
		break;
	case 'p':
		CHECK_INT(alternative(msg, "text/x-amp-html; charset=utf-8", "<amp>", NULL), 0);
		break;
	case 'j':
		CHECK_INT(alternative(msg, "application/ld+json", "{}", NULL), 0);
		break;
	case 'c':
		CHECK_INT(calendar(msg, "REQUEST", NULL), 0);
		break;
	default:
		break;
	}
}

static void is_the_smallest_tree(void)
{
	static const struct {
		const char *has, *want;
	} rows[] = {
		{"", "text/plain"},
		{"t", "text/plain"},
		{"h", "text/html"},
		{"th", "alternative(text/plain,text/html)"},
		{"a", "mixed(text/plain,application/pdf)"},
		{"ta", "mixed(text/plain,application/pdf)"},
		{"ha", "mixed(text/html,application/pdf)"},
		{"aat", "mixed(text/plain,application/pdf,application/pdf)"},
		{"tha", "mixed(alternative(text/plain,text/html),application/pdf)"},
		{"hi", "related(text/html,image/png)"},
		{"thi", "alternative(text/plain,related(text/html,image/png))"},
		{"thiia",
			"mixed(alternative(text/plain,related(text/html,image/png,image/png)),application/pdf)"},
		{"ti", "mixed(text/plain,image/png)"},
		{"tia", "mixed(text/plain,image/png,application/pdf)"},
		{"tm", "alternative(text/plain,text/markdown)"},
		{"m", "text/markdown"},
		{"thm", "alternative(text/plain,text/html,text/markdown)"},
		{"thp", "alternative(text/plain,text/x-amp-html,text/html)"},
		{"thmpj",
			"alternative(text/plain,text/x-amp-html,text/html,text/markdown,application/ld+json)"},
		{"tc", "mixed(alternative(text/plain,text/calendar),application/ics)"},
		{"c", "mixed(text/calendar,application/ics)"},
		{"thca",
			"mixed(alternative(text/plain,text/html,text/calendar),application/pdf,application/ics)"},
		{"cc", "mixed(text/calendar,application/ics)"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_message *msg = new_message();
		add(msg, SMTPC_FIELD_FROM, "a@x.org");
		for (const char *what = rows[i].has; *what != '\0'; what++) {
			put_in(msg, *what);
		}
		CHECK_STR(smtpc_str_of(outline_of(msg)), rows[i].want);
		/* A copy, and the form for 7bit servers, are no other. */
		static const uint8_t other[16] = {1};
		smtpc_message *copy = smtpc_message_copy(msg, other);
		CHECK_STR(smtpc_str_of(outline_of(copy)), rows[i].want);
		smtpc_message_free(copy);
		end_message(msg);
	}
}

static void says_what_the_parts_are(void)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	put_in(msg, 'h');
	put_in(msg, 'i');
	put_in(msg, 'c');
	put_in(msg, 'm');
	smtpc_str text = written(msg);
	CHECK(has(text, "Content-Type: multipart/related; type=\"text/html\";\r\n boundary="));
	CHECK(has(text, "Content-Disposition: inline; filename=\"i.png\"\r\nContent-ID: <i.png>\r\n"));
	CHECK(has(text, "Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n"));
	CHECK(has(text,
		"Content-Type: application/ics; name=\"invite.ics\"\r\n"
		"Content-Disposition: attachment; filename=\"invite.ics\"\r\n"));
	CHECK(has(text, "Content-Type: text/markdown; charset=utf-8\r\n"));
	end_message(msg);
}

static void refuses_other_alternatives(void)
{
	static const struct {
		const char *type, *body;
	} rows[] = {
		{"", "x"},
		{"text", "x"},
		{"multipart/mixed", "x"},
		{"message/rfc822", "x"},
		{"text/plain; charset=us-ascii", "\xc3\xa4"},
		{"text/plain", "\xff"},
		{"text/plain; charset=utf-16", "x"},
		{"text/plain\r\nBcc: x", "x"},
	};
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_error err = {.code = 0};
		CHECK_INT(alternative(msg, rows[i].type, rows[i].body, &err), SMTPC_E_ARGUMENT);
		CHECK_INT(err.message[0] != '\0' ? (int)i : -1, i);
	}
	CHECK_INT(calendar(msg, "", NULL), SMTPC_E_ARGUMENT);
	CHECK_INT(calendar(msg, "A B", NULL), SMTPC_E_ARGUMENT);
	CHECK_INT(calendar(msg, "A\r\nB", NULL), SMTPC_E_ARGUMENT);
	CHECK_STR(smtpc_str_of(outline_of(msg)), "text/plain");
	end_message(msg);
}

/* ---- 8bit and binary ----------------------------------------------------- */

static smtpc_transfer opened(smtpc_message *msg, smtpc_transfer takes, const char *want)
{
	smtpc_open_options options;
	smtpc_source source;
	smtpc_transfer need = SMTPC_TRANSFER_BINARY;
	smtpc_open_options_init(&options);
	options.takes = takes;
	CHECK_INT(smtpc_message_open(msg, &options, &source, &need, NULL), 0);
	smtpc_str text = read_all(&source, sizeof out_buf);
	CHECK_INT(source.size, text.len);
	CHECK(has(text, want));
	source.close(source.user);
	return need;
}

#define TO_7BIT SMTPC_TRANSFER_7BIT
#define TO_8BIT SMTPC_TRANSFER_8BIT
#define TO_ALL SMTPC_TRANSFER_BINARY

static void falls_back_for_lesser_servers(void)
{
	static const char as_8bit[] = "Encoding: 8bit\r\n\r\ngr\xc3\xbc\xc3\x9f\r\n";
	static const char as_binary[] = "Encoding: binary\r\n\r\ngr\xc3\xbc\xc3\x9f\r\n";
	static const char as_base64[] = "Encoding: base64\r\n\r\nZ3LDvMOf\r\n";
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, "gr\xc3\xbc\xc3\x9f", SMTPC_ENC_8BIT), 0);
	CHECK_INT(opened(msg, TO_8BIT, as_8bit), SMTPC_TRANSFER_8BIT);
	CHECK_INT(opened(msg, TO_ALL, as_8bit), SMTPC_TRANSFER_8BIT);
	CHECK_INT(
		opened(msg, TO_7BIT, "quoted-printable\r\n\r\ngr=C3=BC=C3=9F\r\n"), SMTPC_TRANSFER_7BIT);
	/* Whichever form was made first. */
	for (int round = 0; round < 2; round++) {
		CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, "gr\xc3\xbc\xc3\x9f", SMTPC_ENC_BINARY), 0);
		CHECK(round == 0 || opened(msg, TO_8BIT, as_base64) == SMTPC_TRANSFER_7BIT);
		CHECK_INT(opened(msg, TO_ALL, as_binary), SMTPC_TRANSFER_BINARY);
		CHECK_INT(opened(msg, TO_8BIT, as_base64), SMTPC_TRANSFER_7BIT);
		CHECK_INT(opened(msg, TO_7BIT, as_base64), SMTPC_TRANSFER_7BIT);
	}
	/* RFC 2045 §6.4: a multipart says what the widest part in it needs. */
	CHECK_INT(set_body(msg, SMTPC_BODY_HTML, "<p>\xc3\xbc", SMTPC_ENC_8BIT), 0);
	CHECK_INT(opened(msg, TO_ALL, "\"\r\nContent-Transfer-Encoding: binary\r\n\r\n--"),
		SMTPC_TRANSFER_BINARY);
	CHECK_INT(opened(msg, TO_8BIT, "\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--"),
		SMTPC_TRANSFER_8BIT);
	CHECK_INT(opened(msg, TO_7BIT, "\"\r\n\r\n--"), SMTPC_TRANSFER_7BIT);
	CHECK_INT(set_body(msg, SMTPC_BODY_HTML, "", SMTPC_ENC_AUTO), 0);
	/* What is ASCII anyway is so for everybody. */
	CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, "plain", SMTPC_ENC_8BIT), 0);
	CHECK_INT(opened(msg, TO_7BIT, "Encoding: 7bit\r\n\r\nplain\r\n"), SMTPC_TRANSFER_7BIT);
	CHECK_INT(opened(msg, TO_8BIT, "Encoding: 8bit\r\n\r\nplain\r\n"), SMTPC_TRANSFER_8BIT);
	smtpc_error err;
	smtpc_blob nul = {.data = SMTPC_STR("a\0b")};
	CHECK_INT(
		smtpc_message_set_body(msg, SMTPC_BODY_TEXT, nul, SMTPC_STR("utf-8"), SMTPC_ENC_8BIT, &err),
		SMTPC_E_ARGUMENT);
	end_message(msg);
}

/* ---- Messages in messages ------------------------------------------------ */

static smtpc_attachment *wrapped(smtpc_message *msg, uint8_t seed_octet, smtpc_error *err)
{
	uint8_t inner_seed[16] = {seed_octet};
	smtpc_attachment_options options = {.name = SMTPC_STR("m.eml")};
	return smtpc_message_to_attachment(msg, inner_seed, &options, err);
}

static void a_message_in_itself_stays_apart(void)
{
	static char inner[BIG];
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	put_in(msg, 't');
	put_in(msg, 'h');
	smtpc_str text = written(msg);
	memcpy(inner, text.ptr, text.len);
	smtpc_attachment *first = wrapped(msg, 1, NULL);
	CHECK_INT(smtpc_message_attach(msg, first), 0);
	smtpc_attachment_unref(first);
	/* The one as it was, with boundaries of its own; the other around it. */
	text = written(msg);
	CHECK(has(text, "Content-Type: message/rfc822; name=\"m.eml\"\r\n"));
	CHECK(has(text, "Content-Transfer-Encoding: 7bit\r\n\r\nDate: "));
	CHECK(has(text, "boundary=\"=_010000000000000000000000000000000000000001\""));
	CHECK(has(text, "boundary=\"=_" SEED_HEX "0000000301\""));
	/* It was a snapshot. */
	CHECK_INT(smtpc_message_set_subject(msg, SMTPC_STR("later"), NULL), 0);
	text = written(msg);
	const char *body = memmem(text.ptr, text.len, "message/rfc822", 14);
	CHECK(body != NULL && memmem(body, (size_t)(text.ptr + text.len - body), "later", 5) == NULL);
	end_message(msg);
}

static void a_message_that_cannot_be_made_cannot_be_attached(void)
{
	smtpc_message *msg = new_message();
	smtpc_error err = {.code = 0};
	CHECK(wrapped(msg, 1, &err) == NULL);
	CHECK_STR(smtpc_str_of(err.message), "the message has no From");
	end_message(msg);
}

static void utf8_headers_make_it_global(void)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "\xc3\xa4@x.org");
	smtpc_attachment_options options;
	smtpc_attachment *made = wrapped(msg, 1, NULL);
	smtpc_attachment_describe(made, &options);
	CHECK_STR(options.type, "message/global");
	/* Its octets cannot be encoded, and are not ASCII. */
	smtpc_message *outer = smtpc_message_new(&mem.mem, seed);
	CHECK_INT(smtpc_message_set_date(outer, 0, 0), 0);
	add(outer, SMTPC_FIELD_FROM, "a@x.org");
	CHECK_INT(smtpc_message_attach(outer, made), 0);
	CHECK_INT(opened(outer, true, "Encoding: 8bit\r\n\r\nDate: "), SMTPC_TRANSFER_8BIT);
	smtpc_attachment_unref(made);
	smtpc_message_free(outer);
	end_message(msg);
}

/* ---- Fields for lists ---------------------------------------------------- */

static int unsubscribe(smtpc_message *msg, const char *https, const char *mailto)
{
	return smtpc_message_set_list_unsubscribe(msg, smtpc_str_of(https), smtpc_str_of(mailto), NULL);
}

static void writes_list_unsubscribe(void)
{
	static char path[1000];
	memset(path, 'x', sizeof path - 1);
	memcpy(path, "https://", 8);
	path[900] = '\0';
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	CHECK_INT(unsubscribe(msg, "https://x.org/u", "u@x.org"), 0);
	smtpc_str text = written(msg);
	CHECK(has(text, "List-Unsubscribe: <mailto:u@x.org>, <https://x.org/u>\r\n"));
	CHECK(has(text, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
	CHECK_INT(unsubscribe(msg, "", "mailto:u@x.org?subject=a%20b"), 0);
	text = written(msg);
	CHECK(has(text, "List-Unsubscribe: <mailto:u@x.org?subject=a%20b>\r\n"));
	CHECK(!has(text, "-Post"));
	/* A long address is not encoded and not broken. */
	CHECK_INT(unsubscribe(msg, path, ""), 0);
	text = written(msg);
	CHECK(has(text, path) && has(text, "-Post"));
	static const char *const bad[][2] = {{"http://x.org", ""}, {"https://x.org/a b", ""},
		{"https://x.org/>", ""}, {"https://x.org/\xc3\xa4", ""}, {"https://x.org/\r\nX: y", ""},
		{"", "nobody"}, {"", "u@x.org>,<x"}};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(unsubscribe(msg, bad[i][0], bad[i][1]), SMTPC_E_ARGUMENT);
	}
	CHECK(has(written(msg), path));
	CHECK_INT(unsubscribe(msg, "", ""), 0);
	CHECK(!has(written(msg), "List-"));
	end_message(msg);
}

static void the_same_key_gives_the_same_id(void)
{
	static const uint8_t other[16] = {9};
	char first[128], second[128];
	for (int i = 0; i < 2; i++) {
		test_mem_init(&mem);
		smtpc_message *msg = smtpc_message_new(&mem.mem, i == 0 ? seed : other);
		add(msg, SMTPC_FIELD_FROM, i == 0 ? "a@x.org" : "b@X.org");
		CHECK_INT(smtpc_message_set_key(msg, SMTPC_STR("order 17")), 0);
		smtpc_str id = smtpc_message_id(msg);
		(void)snprintf(i == 0 ? first : second, 128, "%.*s", (int)id.len, id.ptr);
		smtpc_message *copy = smtpc_message_copy(msg, other);
		CHECK(smtpc_str_eq(smtpc_message_id(copy), id));
		CHECK_INT(smtpc_message_set_key(copy, SMTPC_STR("order 18")), 0);
		CHECK(!smtpc_str_eq(smtpc_message_id(copy), id));
		smtpc_message_free(copy);
		end_message(msg);
	}
	CHECK(strcmp(first, second) == 0);
	CHECK(strstr(first, "@x.org>") != NULL);
}

int main(void)
{
	RUN(is_the_smallest_tree);
	RUN(says_what_the_parts_are);
	RUN(refuses_other_alternatives);
	RUN(falls_back_for_lesser_servers);
	RUN(a_message_in_itself_stays_apart);
	RUN(a_message_that_cannot_be_made_cannot_be_attached);
	RUN(utf8_headers_make_it_global);
	RUN(writes_list_unsubscribe);
	RUN(the_same_key_gives_the_same_id);
	return test_report();
}
