/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Finished mail out of origins that change, fail, or come back to the message; and without memory.
 */
#include "crypto_fixture.h"
#include "raw_fixture.h"

#define MIXED "A: b\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
#define QP "Content-Transfer-Encoding: quoted-printable\r\n"

/* Some of everything: slices as they are, both encodings, headers of ours. */
static const char all_of_it[] =
	"Bcc: x\n" MIXED
	"pre\n--b\n\n@\n--b\nContent-Type: image/x\n\n@\r~\n--b\nContent-Type: message/rfc822\n\n"
	"Message-ID: <inner>\n\n\xf6\n@\n--b--\nepi";

static raw_out got, other;
static char mail_room[RAW_ROOM];

static smtpc_message *message_of(fake_origin *fake)
{
	return smtpc_message_new_raw_origin(NULL, raw_seed, fake_as_origin(fake));
}

static bool refused(const raw_out *out, int rc, const char *what)
{
	bool as_wanted = out->rc == rc && strstr(out->err.message, what) != NULL;
	if (!as_wanted) {
		fprintf(
			stderr, "%d, \"%s\", not \"%s\"\n", out->rc, out->rc < 0 ? out->err.message : "", what);
	}
	return as_wanted;
}

/* ---- Change -------------------------------------------------------------- */

/* Opens a message of |before|, and reads when its origin has become |after|. */
static void read_changed(fake_origin *fake, smtpc_str after, raw_how how)
{
	smtpc_source source;
	smtpc_open_options options = raw_options(how);
	smtpc_message *msg = message_of(fake);
	got = (raw_out){.rc = 0};
	CHECK_INT(smtpc_message_open(msg, &options, &source, NULL, NULL), 0);
	fake->data = after;
	fake->stamp++;
	got.rc = raw_read_all(&source, &got, 100, &got.err);
	/* The next opening sees what it is now. */
	raw_read_message(msg, how, 100, &other);
	CHECK_INT(other.rc, 0);
	source.close(source.user);
	smtpc_message_free(msg);
	CHECK_INT(fake->refs, 0);
	CHECK_INT(fake->open_now, 0);
}

static void notices_that_it_changed(void)
{
	static const char before[] = "A: b\n\none\ntwo\n";
	static const char shorter[] = "A: b\n\none\n", longer[] = "A: b\n\none\ntwo\nthree\n";
	static const char same_size[] = "A: b\n\none\rto\n\n", other_head[] = "A: c\n\none\ntwo\n";
	fake_origin fake = {.data = smtpc_str_of(before)};
	read_changed(&fake, smtpc_str_of(shorter), REFUSE);
	CHECK(refused(&got, SMTPC_E_SOURCE, "the raw mail has changed"));
	CHECK(raw_matches((smtpc_str){other.text, other.len}, "A: b\r\n\r\none\r\n"));
	fake = (fake_origin){.data = smtpc_str_of(before)};
	read_changed(&fake, smtpc_str_of(other_head), REFUSE);
	CHECK(refused(&got, SMTPC_E_SOURCE, "the raw mail has changed"));
	CHECK(raw_matches((smtpc_str){other.text, other.len}, "A: c\r\n\r\none\r\ntwo\r\n"));
	/* One of which nobody knows is caught when the octets are not what they were counted as. */
	fake = (fake_origin){.data = smtpc_str_of(before), .unstable = true};
	read_changed(&fake, smtpc_str_of(shorter), REFUSE);
	CHECK(refused(&got, SMTPC_E_SOURCE, "the raw mail has become shorter"));
	fake = (fake_origin){.data = smtpc_str_of(before), .unstable = true};
	read_changed(&fake, smtpc_str_of(same_size), REFUSE);
	CHECK(refused(&got, SMTPC_E_SOURCE, "the raw mail has changed while it was read"));
	/* What was added goes out the next time. */
	fake = (fake_origin){.data = smtpc_str_of(before), .unstable = true, .sizeless = true};
	read_changed(&fake, smtpc_str_of(longer), REFUSE);
	CHECK_INT(got.rc, 0);
	CHECK(raw_matches((smtpc_str){got.text, got.len}, "A: b\r\n\r\none\r\ntwo\r\n"));
	CHECK(raw_matches((smtpc_str){other.text, other.len}, "A: b\r\n\r\none\r\ntwo\r\nthree\r\n"));
}

/* Two messages share the content: when one has seen the change, the other still must. */
static void notices_what_a_copy_has_seen(void)
{
	fake_origin fake = {.data = SMTPC_STR("A: b\n\none\n")};
	smtpc_message *msg = message_of(&fake);
	smtpc_message *copy = smtpc_message_copy(msg, raw_seed);
	smtpc_source source;
	raw_read_message(msg, REFUSE, 100, &got);
	CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, NULL), 0);
	fake.data = SMTPC_STR("C: defgh\n\n2\n");
	fake.stamp++;
	raw_read_message(copy, REFUSE, 100, &got);
	CHECK(raw_matches((smtpc_str){got.text, got.len}, "C: defgh\r\n\r\n2\r\n"));
	CHECK_INT(raw_read_all(&source, &got, 100, &got.err), SMTPC_E_SOURCE);
	source.close(source.user);
	raw_read_message(msg, REFUSE, 100, &got);
	CHECK(raw_matches((smtpc_str){got.text, got.len}, "C: defgh\r\n\r\n2\r\n"));
	smtpc_message_free(msg);
	raw_read_message(copy, REFUSE, 100, &got);
	CHECK_INT(got.rc, 0);
	smtpc_message_free(copy);
	CHECK_INT(fake.refs, 0);
}

/* An attachment is what the mail was; it does not become something else, however often it is tried.
 */
static void attachment_stays_what_it_was(void)
{
	fake_origin fake = {.data = SMTPC_STR("A: b\n\none\n")};
	smtpc_message *raw = message_of(&fake);
	smtpc_attachment_options none = {.encoding = SMTPC_ENC_AUTO};
	smtpc_attachment *attachment = smtpc_message_to_attachment(raw, raw_seed, &none, NULL);
	smtpc_message *msg = smtpc_message_new(NULL, raw_seed);
	smtpc_addr addr;
	CHECK_INT(smtpc_addr_parse(&addr, NULL, SMTPC_STR("a@b.org"), NULL), 0);
	CHECK_INT(smtpc_message_add_addr(msg, SMTPC_FIELD_FROM, &addr), 0);
	CHECK_INT(smtpc_message_set_date(msg, 0, 0), 0);
	CHECK_INT(smtpc_message_attach(msg, attachment), 0);
	raw_read_message(msg, REFUSE, 100, &got);
	CHECK_INT(got.rc, 0);
	CHECK(strstr(got.text, "A: b\r\n\r\none\r\n") != NULL);
	fake.data = SMTPC_STR("C: d\n\n\n\ntwo\n");
	fake.stamp++;
	for (int i = 0; i < 2; i++) {
		raw_read_message(msg, REFUSE, 100, &got);
		CHECK(refused(&got, SMTPC_E_SOURCE, "the raw mail has changed since it was read"));
		raw_read_message(raw, REFUSE, 100, &got);
		CHECK_INT(got.rc, 0);
	}
	smtpc_addr_free(&addr);
	smtpc_attachment_unref(attachment);
	smtpc_message_free(msg);
	smtpc_message_free(raw);
	CHECK_INT(fake.refs, 0);
}

static void reads_again_only_if_need_be(void)
{
	fake_origin fake = {.data = SMTPC_STR("A: b\n\none\n")};
	smtpc_open_options options = raw_options(REFUSE);
	smtpc_message *msg = message_of(&fake);
	int64_t size;
	for (int i = 0; i < 3; i++) {
		CHECK_INT(smtpc_message_size(msg, &options, &size, NULL), 0);
		CHECK_INT(fake.opened, 1);
	}
	fake.stamp++;
	CHECK_INT(smtpc_message_size(msg, &options, &size, NULL), 0);
	CHECK_INT(fake.opened, 2);
	options = raw_options(ENCODE);
	CHECK_INT(smtpc_message_size(msg, &options, &size, NULL), 0);
	CHECK_INT(fake.opened, 3);
	fake.unstable = true;
	CHECK_INT(smtpc_message_size(msg, &options, &size, NULL), 0);
	CHECK_INT(smtpc_message_size(msg, &options, &size, NULL), 0);
	CHECK_INT(fake.opened, 5);
	smtpc_message_free(msg);
}

/* ---- Failing ------------------------------------------------------------- */

static void can_be_read_at_all(void)
{
	raw_read(raw_expand(mail_room, all_of_it), ENCODE, &got);
	CHECK(raw_matches((smtpc_str){got.text, got.len},
		"A: b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n" QP
		"\r\n{Q@}\r\n--b\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: base64\r\n\r\n"
		"{B@\r\n~}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <inner>\r\n"
		"MIME-Version: 1.0\r\n" QP "\r\n{Q\xf6\r\n@}\r\n--b--\r\nepi\r\n"));
	CHECK_STR(smtpc_str_of(got.err.message), "");
}

static void fails_at_every_offset(void)
{
	smtpc_str mail = raw_expand(mail_room, all_of_it);
	smtpc_open_options options = raw_options(ENCODE);
	size_t failed = 0;
	raw_read(mail, ENCODE, &other);
	for (size_t at = 1; at <= mail.len; at++) {
		fake_origin fake = {.data = mail, .fail_at = at, .piece = at % 5 == 0 ? 3 : 0};
		smtpc_message *msg = message_of(&fake);
		smtpc_source source;
		smtpc_error err;
		CHECK_INT(smtpc_message_open(msg, &options, &source, NULL, &err), SMTPC_E_SOURCE);
		CHECK(strstr(err.message, "the origin broke at") != NULL);
		/* It works as soon as the origin does; and fails if it does not any more. */
		fake.fail_at = 0;
		CHECK_INT(smtpc_message_open(msg, &options, &source, NULL, &err), 0);
		fake.fail_at = at;
		int rc = raw_read_all(&source, &got, 512, &err);
		/* A header that was replaced is not read a second time. */
		bool same =
			rc == SMTPC_OK && got.len == other.len && memcmp(got.text, other.text, got.len) == 0;
		CHECK(same || rc == SMTPC_E_SOURCE);
		failed += rc < 0;
		source.close(source.user);
		smtpc_message_free(msg);
		CHECK_INT(fake.open_now, 0);
		CHECK_INT(fake.refs, 0);
	}
	CHECK(failed > mail.len / 2);
	fake_origin gone = {.data = mail, .refuses = true};
	smtpc_message *msg = message_of(&gone);
	raw_read_message(msg, ENCODE, 100, &got);
	CHECK(refused(&got, SMTPC_E_SOURCE, "the origin is gone"));
	CHECK_STR(smtpc_message_id(msg), "");
	smtpc_message_free(msg);
}

/* True if nothing failed. */
static bool without_memory(test_mem *mem, smtpc_str mail)
{
	fake_origin fake = {.data = mail, .piece = 100};
	smtpc_open_options options = raw_options(ENCODE);
	smtpc_message *msg = smtpc_message_new_raw_origin(&mem->mem, raw_seed, fake_as_origin(&fake));
	bool good = msg != NULL;
	if (msg != NULL) {
		smtpc_source source;
		smtpc_error err = {.code = 0};
		smtpc_str id = smtpc_message_id(msg);
		CHECK(id.ptr == NULL || id.len == 0);
		good = id.ptr != NULL;
		int rc = smtpc_message_open(msg, &options, &source, NULL, &err);
		CHECK(rc == SMTPC_OK || rc == SMTPC_E_NOMEM);
		CHECK_INT(err.code, rc);
		good = good && rc == SMTPC_OK;
		if (rc == SMTPC_OK) {
			int read = raw_read_all(&source, &got, 512, &err);
			CHECK(read == SMTPC_OK || read == SMTPC_E_NOMEM);
			good = good && read == SMTPC_OK;
			source.close(source.user);
		}
		/* With memory again it is as if nothing had been. */
		mem->fail_at = 0;
		raw_read_message(msg, ENCODE, 512, &got);
		CHECK_INT(got.rc, 0);
		smtpc_message_free(msg);
	}
	CHECK_INT(fake.refs, 0);
	CHECK_INT(fake.open_now, 0);
	return good;
}

static void survives_without_memory(void)
{
	smtpc_str mail = raw_expand(mail_room, all_of_it);
	for (int on = 0; on < 2; on++) {
		unsigned long at = 0;
		bool good = false;
		while (!good && !test_current_failed && ++at < 1000) {
			test_mem mem;
			test_mem_init(&mem);
			mem.fail_at = at;
			mem.fail_on = on == 1;
			good = without_memory(&mem, mail);
			CHECK_INT(mem.held, 0);
		}
		CHECK(good && at > 20);
	}
}

/* ---- Coming back --------------------------------------------------------- */

/* An origin whose reading opens the message that is being read, another way each time. */
typedef struct returning {
	fake_origin fake; /* first, so that it stands for all of it */
	smtpc_message *msg;
	bool inside;
	int opened;
} returning;

static returning *returning_now;

static ptrdiff_t returning_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	static const raw_how ways[] = {REFUSE, ENCODE, SEVEN_BIT};
	returning *r = returning_now;
	if (r->msg != NULL && !r->inside) {
		r->inside = true;
		smtpc_open_options options = raw_options(ways[r->fake.opened % 3]);
		int64_t size;
		int rc = smtpc_message_size(r->msg, &options, &size, NULL);
		r->opened += rc == SMTPC_OK;
		(void)smtpc_message_id(r->msg);
		r->inside = false;
	}
	return fake_read(user, buf, len, err);
}

static int returning_open(
	void *owner, uint64_t from, smtpc_source *source, smtpc_look *look, smtpc_error *err)
{
	int rc = fake_open(owner, from, source, look, err);
	if (rc == SMTPC_OK) {
		source->read = returning_read;
	}
	return rc;
}

static void may_be_opened_while_it_is_read(void)
{
	smtpc_str mail = raw_expand(mail_room, all_of_it);
	fake_origin plain = {.data = mail};
	smtpc_message *msg = message_of(&plain);
	raw_read_message(msg, ENCODE, 512, &other);
	CHECK_INT(other.rc, 0);
	smtpc_message_free(msg);
	for (int unstable = 0; unstable < 2; unstable++) {
		returning r = {.fake = {.data = mail, .unstable = unstable == 1, .piece = 200}};
		test_mem mem;
		test_mem_init(&mem);
		returning_now = &r;
		smtpc_origin origin = fake_as_origin(&r.fake);
		origin.open = returning_open;
		r.msg = msg = smtpc_message_new_raw_origin(&mem.mem, raw_seed, origin);
		raw_read_message(msg, ENCODE, 512, &got);
		CHECK(raw_same(&got, &other));
		CHECK(r.opened > 10);
		smtpc_message_free(msg);
		CHECK_INT(r.fake.refs, 0);
		CHECK_INT(mem.held, 0);
	}
}

/* To sign it, the body is read when the message has been opened already. */
static void may_be_opened_while_it_is_signed(void)
{
	EVP_PKEY *pkey = fixture_key(EVP_PKEY_ED25519, 0);
	smtpc_dkim_options options = {.domain = SMTPC_STR("x.org"),
		.selector = SMTPC_STR("s"),
		.key = fixture_smtpc_key(NULL, pkey)};
	smtpc_dkim *signer = smtpc_dkim_new(NULL, &options, NULL);
	returning r = {.fake = {.data = SMTPC_STR("From: a\n\none\ntwo\n"), .unstable = true}};
	returning_now = &r;
	smtpc_origin origin = fake_as_origin(&r.fake);
	origin.open = returning_open;
	r.msg = smtpc_message_new_raw_origin(NULL, raw_seed, origin);
	CHECK_INT(smtpc_message_add_dkim(r.msg, signer), 0);
	raw_read_message(r.msg, REFUSE, 512, &got);
	CHECK_INT(got.rc, 0);
	CHECK(r.opened > 3);
	CHECK(smtpc_str_istarts((smtpc_str){got.text, got.len}, SMTPC_STR("DKIM-Signature: ")));
	CHECK(strstr(got.text, "\r\nFrom: a\r\n\r\none\r\ntwo\r\n") != NULL);
	smtpc_message_free(r.msg);
	CHECK_INT(r.fake.refs, 0);
	smtpc_dkim_unref(signer);
	smtpc_key_unref(options.key);
	EVP_PKEY_free(pkey);
}

/* ---- Copies, Message-IDs ------------------------------------------------- */

static void has_its_own_id(void)
{
	static const struct {
		const char *mail, *id;
	} cases[] = {
		{"A: b\nMessage-ID: <a.b>\n\n", "<a.b>"},
		{"A: b\nmessage-id :\n\t<a.b> (c)\n\n", "<a.b>"},
		{"Message-ID: <a b.\"c>\nMessage-ID: <2.b>\n\n", "<a b.\"c>"},
		{"Message-ID: a.b (c)\n\n", "a.b"},
		{"Message-ID:\n\n", ""},
		{"A: b\n\nMessage-ID: <a.b>\n", ""},
		{"A: b\nX: @\nMessage-ID: <a.b>\n\n", ""},
		{"Message-ID: <a.b>\n\n@\n~", "<a.b>"},
		{"Message-ID: <a.b>", "<a.b>"},
		{"Message-ID: <a.b>\nX: \xf6\n\n", ""},
		{"Message-ID: <a.b>\nhello\n\n", ""},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		smtpc_str mail = raw_expand(mail_room, cases[i].mail);
		fake_origin fake = {.data = mail, .piece = 5, .unstable = i % 2 == 0};
		smtpc_message *msg = message_of(&fake);
		smtpc_message *copy = smtpc_message_copy(msg, raw_seed);
		CHECK(smtpc_message_is_raw(copy));
		CHECK_STR(smtpc_message_id(msg), cases[i].id);
		raw_read_message(msg, ENCODE, 100, &got);
		CHECK_STR(smtpc_message_id(msg), cases[i].id);
		smtpc_message_free(msg);
		CHECK_STR(smtpc_message_id(copy), cases[i].id);
		smtpc_message_free(copy);
		CHECK_INT(fake.refs, 0);
	}
}

/* The header is enough for it. */
static void reads_no_more_than_the_header_for_its_id(void)
{
	enum { LEN = 1024 * 1024 };
	char *mail = malloc(LEN);
	memset(mail, 'x', LEN);
	memcpy(mail, "Message-ID: <a.b>\n\n", 19);
	fake_origin fake = {.data = {mail, LEN}, .piece = 50};
	smtpc_message *msg = message_of(&fake);
	CHECK_STR(smtpc_message_id(msg), "<a.b>");
	CHECK_INT(fake.given, 50);
	CHECK_STR(smtpc_message_id(msg), "<a.b>");
	CHECK_INT(fake.given, 50);
	smtpc_message_free(msg);
	free(mail);
}

int main(void)
{
	RUN(notices_that_it_changed);
	RUN(notices_what_a_copy_has_seen);
	RUN(attachment_stays_what_it_was);
	RUN(reads_again_only_if_need_be);
	RUN(can_be_read_at_all);
	RUN(fails_at_every_offset);
	RUN(survives_without_memory);
	RUN(may_be_opened_while_it_is_read);
	RUN(may_be_opened_while_it_is_signed);
	RUN(has_its_own_id);
	RUN(reads_no_more_than_the_header_for_its_id);
	return test_report();
}
