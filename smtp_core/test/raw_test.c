/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Finished mail: what goes in, and what goes out or is said. Each row is read from memory and from
 * origins, in pieces of several sizes. */
#include "raw_fixture.h"

typedef struct raw_case {
	raw_how how;
	const char *mail;
	const char *out; /* or, behind a '!', a part of the message */
} raw_case;

static raw_out got;
static char mail_room[RAW_ROOM];

static void check_case(const raw_case *c)
{
	raw_read(raw_expand(mail_room, c->mail), c->how, &got);
	if (c->out[0] == '!') {
		bool refused = got.rc == SMTPC_E_ARGUMENT && strstr(got.err.message, c->out + 1) != NULL;
		if (!refused) {
			test_current_failed = true;
			fprintf(stderr, "|%s|: not refused with |%s|, but %d |%s|\n", c->mail, c->out, got.rc,
				got.rc < 0 ? got.err.message : "");
		}
		return;
	}
	smtpc_str out = {got.text, got.rc < 0 ? 0 : got.len};
	if (!raw_matches(out, c->out)) {
		test_current_failed = true;
		fprintf(stderr, "|%s| (%d) is\n|%.*s|\nnot\n|%s|\n%s\n", c->mail, c->how, (int)out.len,
			out.ptr, c->out, got.rc < 0 ? got.err.message : "");
	}
}

#define CHECK_CASES(cases) \
	do { \
		for (size_t i_ = 0; i_ < sizeof(cases) / sizeof(cases)[0]; i_++) { \
			check_case(&(cases)[i_]); \
		} \
	} while (0)

/* ---- As it is ------------------------------------------------------------ */

static void normalises_line_ends(void)
{
	static const raw_case cases[] = {
		{REFUSE, "A: b\n\nbody\n", "A: b\r\n\r\nbody\r\n"},
		{REFUSE, "A: b\r\n\r\nbody\r\n", "A: b\r\n\r\nbody\r\n"},
		{REFUSE, "A: b\r\rbody\r", "A: b\r\n\r\nbody\r\n"},
		{REFUSE, "A: b\r\n\nbo\rdy\n\rx\n\n\n", "A: b\r\n\r\nbo\r\ndy\r\n\r\nx\r\n\r\n\r\n"},
		{REFUSE, "A: b\r\r\n\n\r", "A: b\r\n\r\n\r\n\r\n"},
		{REFUSE, "A: b\n\nbody", "A: b\r\n\r\nbody\r\n"},
		{REFUSE, "A: b\n\n\r\nbody", "A: b\r\n\r\n\r\nbody\r\n"},
		{REFUSE, "A: b", "A: b\r\n\r\n"},
		{REFUSE, "A: b\n", "A: b\r\n\r\n"},
		{REFUSE, "A: b\r", "A: b\r\n\r\n"},
		{REFUSE, "A: b\n\n", "A: b\r\n\r\n"},
		{REFUSE, "A: b\n\r", "A: b\r\n\r\n"},
		{REFUSE, "A: b\n\n ", "A: b\r\n\r\n \r\n"},
		{REFUSE, "A :b\n \t\n\tc\nD:\n\n.\n..\nFrom x\n",
			"A :b\r\n \t\r\n\tc\r\nD:\r\n\r\n.\r\n..\r\nFrom x\r\n"},
		{ENCODE, "A: b\r\rbody", "A: b\r\n\r\nbody\r\n"},
		{ENCODE, "A: b", "A: b\r\n\r\n"},
	};
	CHECK_CASES(cases);
}

static void drops_bcc(void)
{
	static const raw_case cases[] = {
		{REFUSE, "Bcc: x\nA: b\n\n", "A: b\r\n\r\n"},
		{REFUSE, "A: b\nBcc: x\n\nBcc: y\n", "A: b\r\n\r\nBcc: y\r\n"},
		{REFUSE, "A: b\nBcc: x", "A: b\r\n\r\n"},
		{REFUSE, "A: b\nbCC \t: x,\n\ty,\r z\r\nC: d\n e\n\nt", "A: b\r\nC: d\r\n e\r\n\r\nt\r\n"},
		{REFUSE, "A: b\nBcc:\n\n", "A: b\r\n\r\n"},
		{REFUSE, "A: b\nResent-Bcc: x\nresent-bcc:y\n\n", "A: b\r\n\r\n"},
		{REFUSE, "Bcc: 1\nA: b\nBcc: 2\nBcc: 3\n \n\n", "A: b\r\n\r\n"},
		{REFUSE, "Bcco: x\nX-Bcc: y\nBc: z\n\n", "Bcco: x\r\nX-Bcc: y\r\nBc: z\r\n\r\n"},
		/* Nothing is asked of what does not go out. */
		{REFUSE, "A: b\nBcc: @\n\n", "A: b\r\n\r\n"},
		{REFUSE, "A: b\nBcc: ~\n\xe4@\nC: d\n\n", "!line 3"},
		{REFUSE, "A: b\nBcc: ~\n \xe4@\nC: d\n\n", "A: b\r\nC: d\r\n\r\n"},
		{REFUSE, "Bcc: x\n\nbody", "!has no header"},
		{ENCODE, "Bcc: x\nA: b\nBcc: @\n\n@",
			"A: b\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
			"{Q@}\r\n"},
		/* That of a message in the message is not ours. */
		{ENCODE, "Content-Type: message/rfc822\n\nBcc: x\nA: b\n\n@\n",
			"Content-Type: message/rfc822\r\n\r\nBcc: x\r\nA: b\r\nMIME-Version: 1.0\r\n"
			"Content-Transfer-Encoding: quoted-printable\r\n\r\n{Q@\r\n}"},
	};
	CHECK_CASES(cases);
}

static void refuses_what_is_no_mail(void)
{
	static const raw_case cases[] = {
		{REFUSE, "", "!has no header"},
		{REFUSE, "\n", "!has no header"},
		{REFUSE, "\r\nA: b\r\n\r\n", "!has no header"},
		{REFUSE, "body", "!line 1, \"body\", is no header field"},
		{REFUSE, " A: b\n\n", "!line 1, \" A: b\", is no header field"},
		{REFUSE, "A: b\n c\nhello\n\n", "!line 3, \"hello\", is no header field"},
		{REFUSE, "Bcc: b\n c\nhello\n\n", "!line 3, \"hello\", is no header field"},
		{REFUSE, "From a.b.c Thu\nA: b\n\n", "!line 1, \"From a.b.c Thu\""},
		{REFUSE,
			"\xef\xbb\xbf"
			"A: b\n\n",
			"!line 1"},
		{REFUSE, "A: b\n: c\n\n", "!line 2"},
		{ENCODE, "body", "!line 1, \"body\", is no header field"},
		{REFUSE, "A: \xe4\n\n", "!neither ASCII nor UTF-8"},
		{REFUSE, "A: b\nC: ~\n\n", "!line 2 has a NUL octet"},
		{ENCODE, "A: b\nC: ~\n\n", "!line 2 has a NUL octet"},
	};
	CHECK_CASES(cases);
}

static void knows_limits_of_lines(void)
{
	static const raw_case cases[] = {
		{REFUSE, "A: b\n\n^\n^", "A: b\r\n\r\n^\r\n^\r\n"},
		{REFUSE, "A: b\n\n^\n@\n", "!line 4 is longer than 998 octets"},
		{REFUSE, "A: b\r\rx\r\n@", "!line 4 is longer than 998 octets"},
		{REFUSE, "A: b\n\nx\n~\n@\n", "!line 4 has a NUL octet"},
		{REFUSE, "A: b\nC: @\n\n", "!line 2 is longer than 998 octets"},
		{REFUSE, "A: b\nBcc: c\n d\nC: @", "!line 4 is longer than 998 octets"},
		/* Without the option nobody looks for parts. */
		{REFUSE, "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--\n",
			"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--b--\r\n"},
	};
	CHECK_CASES(cases);
}

static void knows_what_the_server_must_take(void)
{
	static const struct {
		raw_how how;
		const char *mail;
		smtpc_transfer need;
		bool utf8;
	} cases[] = {
		{REFUSE, "A: b\n\nbody\n", SMTPC_TRANSFER_7BIT, false},
		{REFUSE,
			"A: b\n\nb\xc3\xb6"
			"dy\n",
			SMTPC_TRANSFER_8BIT, false},
		{REFUSE,
			"A: b\n\nb\xf6"
			"dy\n",
			SMTPC_TRANSFER_8BIT, false},
		{REFUSE, "A: \xc3\xb6\n\nbody\n", SMTPC_TRANSFER_7BIT, true},
		{REFUSE,
			"A: \xc3\xb6\n\nb\xf6"
			"dy\n",
			SMTPC_TRANSFER_8BIT, true},
		/* A field that goes needs nothing. */
		{REFUSE, "A: b\nBcc: \xf6\n\nbody\n", SMTPC_TRANSFER_7BIT, false},
		{ENCODE,
			"A: b\n\nb\xf6"
			"dy\n",
			SMTPC_TRANSFER_8BIT, false},
		{SEVEN_BIT,
			"A: b\n\nb\xf6"
			"dy\n",
			SMTPC_TRANSFER_7BIT, false},
		/* What was encoded does not count any more. */
		{ENCODE,
			"A: b\n\nb\xf6"
			"dy\n@\n",
			SMTPC_TRANSFER_7BIT, false},
		/* What belongs to no part, or must not be touched, stays. */
		{SEVEN_BIT, "Content-Type: multipart/x; boundary=b\n\n\xf6\n--b\n\nx\n--b--\n",
			SMTPC_TRANSFER_8BIT, false},
		{SEVEN_BIT, "Content-Type: multipart/x; boundary=b\n\n--b\n\nx\n--b--\n\xf6",
			SMTPC_TRANSFER_8BIT, false},
		{SEVEN_BIT, "Content-Type: multipart/x; boundary=b\n\n--b\nX: \xf6\n\nx\n--b--\n",
			SMTPC_TRANSFER_8BIT, false},
		{SEVEN_BIT, "Content-Type: multipart/x; boundary=\xf6\n\n--\xf6\n\nx\n--\xf6--\n",
			SMTPC_TRANSFER_7BIT, true},
		{SEVEN_BIT, "Content-Type: multipart/x; boundary=\"\xc3\xb6\"\n\n--\xc3\xb6\n\nx\n",
			SMTPC_TRANSFER_8BIT, true},
		{SEVEN_BIT,
			"DKIM-Signature: x\n\nb\xf6"
			"dy\n",
			SMTPC_TRANSFER_8BIT, false},
		{SEVEN_BIT,
			"Content-Transfer-Encoding: base64\n\nb\xf6"
			"dy\n",
			SMTPC_TRANSFER_8BIT, false},
		{SEVEN_BIT,
			"Content-Type: multipart/x\n\nb\xf6"
			"dy\n",
			SMTPC_TRANSFER_8BIT, false},
		{SEVEN_BIT, "Content-Type: message/rfc822\n\nA: \xf6\n\nx\n", SMTPC_TRANSFER_8BIT, false},
		{SEVEN_BIT, "Content-Type: message/rfc822\n\nA: b\n\n\xf6\n", SMTPC_TRANSFER_7BIT, false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		raw_read(raw_expand(mail_room, cases[i].mail), cases[i].how, &got);
		if (memchr(cases[i].mail, '=', strlen(cases[i].mail)) != NULL && got.rc < 0) {
			CHECK(strstr(got.err.message, "neither ASCII") != NULL);
			continue;
		}
		CHECK_INT(got.rc, 0);
		CHECK_INT(got.need, cases[i].need);
		CHECK_INT(got.utf8, cases[i].utf8);
	}
}

/* ---- Encoded ------------------------------------------------------------- */

#define QP "Content-Transfer-Encoding: quoted-printable\r\n"
#define B64 "Content-Transfer-Encoding: base64\r\n"
#define MIXED "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
#define MIXED_OUT "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"

static void encodes_a_body(void)
{
	static const raw_case cases[] = {
		{ENCODE, "A: b\n\nx\n@\ny", "A: b\r\nMIME-Version: 1.0\r\n" QP "\r\n{Qx\r\n@\r\ny}\r\n"},
		{ENCODE, "A: b\n\nx\n@\ny\n", "A: b\r\nMIME-Version: 1.0\r\n" QP "\r\n{Qx\r\n@\r\ny\r\n}"},
		{ENCODE, "A: b\n\n@", "A: b\r\nMIME-Version: 1.0\r\n" QP "\r\n{Q@}\r\n"},
		{ENCODE, "A: b\n\n\xf6~ \n", "A: b\r\nMIME-Version: 1.0\r\n" QP "\r\n{Q\xf6~ \r\n}"},
		{ENCODE, "MIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\nA: b\n\n@\n",
			"MIME-Version: 1.0\r\n" QP "A: b\r\n\r\n{Q@\r\n}"},
		/* Only one of them is true afterwards. */
		{ENCODE,
			"content-transfer-encoding : (c) 7BIT (d)\nmime-version: 1.0\n"
			"Content-Transfer-Encoding: 8bit\n\n@\n",
			QP "mime-version: 1.0\r\n\r\n{Q@\r\n}"},
		{ENCODE, "MIME-Version: 1.0\nContent-Type: TEXT/html; charset=x\n\n@\n",
			"MIME-Version: 1.0\r\nContent-Type: TEXT/html; charset=x\r\n" QP "\r\n{Q@\r\n}"},
		{ENCODE, "MIME-Version: 1.0\nContent-Type: (c) text/html\n\n@\n",
			"MIME-Version: 1.0\r\nContent-Type: (c) text/html\r\n" QP "\r\n{Q@\r\n}"},
		{ENCODE, "MIME-Version: 1.0\nContent-Type: image/png\n\n@\ny\n",
			"MIME-Version: 1.0\r\nContent-Type: image/png\r\n" B64 "\r\n{B@\r\ny\r\n}\r\n"},
		{ENCODE, "MIME-Version: 1.0\nContent-Type: message/global\n\n@\n",
			"MIME-Version: 1.0\r\nContent-Type: message/global\r\n" B64 "\r\n{B@\r\n}\r\n"},
		/* What has no lines has no line ends to make CRLF. */
		{ENCODE,
			"MIME-Version: 1.0\nContent-Type: image/png\n"
			"Content-Transfer-Encoding: binary\n\n\n@\ry\n\r~",
			"MIME-Version: 1.0\r\nContent-Type: image/png\r\n" B64 "\r\n{B\n@\ry\n\r~}\r\n"},
		{ENCODE, "MIME-Version: 1.0\nContent-Transfer-Encoding: binary\n\n@\ry\n",
			"MIME-Version: 1.0\r\n" QP "\r\n{Q@\r\ny\r\n}"},
		{ENCODE, "A: b\n\n^\n\xf6\n", "A: b\r\n\r\n^\r\n\xf6\r\n"},
		{SEVEN_BIT, "A: b\n\n^\n\xf6\n", "A: b\r\nMIME-Version: 1.0\r\n" QP "\r\n{Q^\r\n\xf6\r\n}"},
		{SEVEN_BIT, "A: b\n\n^\n", "A: b\r\n\r\n^\r\n"},
	};
	CHECK_CASES(cases);
}

static void encodes_single_parts(void)
{
	static const raw_case cases[] = {
		{ENCODE,
			MIXED "pre\n--b\n\none\n--b\nX: y\n\n@\n--b\nContent-Type: image/x\n\n@\n\n--b--\nepi",
			MIXED_OUT "pre\r\n--b\r\n\r\none\r\n--b\r\nX: y\r\n" QP "\r\n{Q@}\r\n--b\r\n"
					  "Content-Type: image/x\r\n" B64 "\r\n{B@\r\n}\r\n--b--\r\nepi\r\n"},
		{ENCODE, MIXED "--b\n\n@\n--b--", MIXED_OUT "--b\r\n" QP "\r\n{Q@}\r\n--b--\r\n"},
		{ENCODE, MIXED "--b\n\n@\n--b--\n\n", MIXED_OUT "--b\r\n" QP "\r\n{Q@}\r\n--b--\r\n\r\n"},
		/* Not terminated. */
		{ENCODE, MIXED "--b\n\n@", MIXED_OUT "--b\r\n" QP "\r\n{Q@}\r\n"},
		{ENCODE, MIXED "--b\nContent-Type: a/b\n\n@\n",
			MIXED_OUT "--b\r\nContent-Type: a/b\r\n" B64 "\r\n{B@\r\n}\r\n"},
		{ENCODE, MIXED "--b\n\n@\n--b", MIXED_OUT "--b\r\n" QP "\r\n{Q@}\r\n--b\r\n"},
		{ENCODE, MIXED "--b\n\n@\n--b\nX: y", MIXED_OUT "--b\r\n" QP "\r\n{Q@}\r\n--b\r\nX: y\r\n"},
		{ENCODE, MIXED, MIXED_OUT},
		{ENCODE, MIXED "--b", MIXED_OUT "--b\r\n"},
		{ENCODE, MIXED "--b\nX: y", MIXED_OUT "--b\r\nX: y\r\n"},
		/* Empty parts, no empty line, nothing at all. */
		{ENCODE, MIXED "--b\n--b\n\n--b\nX: y\n--b\n\n@\n--b--\n",
			MIXED_OUT "--b\r\n--b\r\n\r\n--b\r\nX: y\r\n--b\r\n" QP "\r\n{Q@}\r\n--b--\r\n"},
		/* Padding, and what only begins like a delimiter. */
		{ENCODE, MIXED "--b \t\n\n--bb\n--b -\n --b\n-b\n--B\n--b-\n@\n--b--  \n",
			MIXED_OUT "--b \t\r\n" QP "\r\n{Q--bb\r\n--b -\r\n --b\r\n-b\r\n--B\r\n--b-\r\n@}"
					  "\r\n--b--  \r\n"},
		{ENCODE,
			"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b; c \"\n\n"
			"--b; c\n\n@\n--b; c--\n",
			"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b; c \"\r\n\r\n"
			"--b; c\r\n" QP "\r\n{Q@}\r\n--b; c--\r\n"},
		{ENCODE,
			"Content-Type: multipart/mixed; boundary="
			"1234567890123456789012345678901234567890123456789012345678901234567890\n\n"
			"--1234567890123456789012345678901234567890123456789012345678901234567890\n\n@\n"
			"--1234567890123456789012345678901234567890123456789012345678901234567890--\n",
			"Content-Type: multipart/mixed; boundary="
			"1234567890123456789012345678901234567890123456789012345678901234567890\r\n\r\n"
			"--1234567890123456789012345678901234567890123456789012345678901234567890\r\n" QP
			"\r\n{Q@}\r\n"
			"--1234567890123456789012345678901234567890123456789012345678901234567890--\r\n"},
		{ENCODE,
			"Content-Type: multipart/mixed; boundary="
			"12345678901234567890123456789012345678901234567890123456789012345678901\n\n"
			"--12345678901234567890123456789012345678901234567890123456789012345678901\n\n@\n",
			"!line 5 is longer than 998 octets, and its part must not be encoded"},
		{ENCODE, "Content-Type: multipart/mixed\n\n--\n\n@\n", "!must not be encoded"},
		{ENCODE, "Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\n@\n",
			"!must not be encoded"},
		{ENCODE,
			"Content-Type: multipart/mixed; boundary=b\n"
			"Content-Transfer-Encoding: base64\n\n--b\n\n@\n",
			"!is encoded already"},
		/* Line ends are part of the delimiter, whichever they are. */
		{ENCODE, MIXED "--b\r\rx\r@\n\r--b\r\n\ry\r\r--b--\r",
			MIXED_OUT "--b\r\n" QP "\r\n{Qx\r\n@\r\n}\r\n--b\r\n\r\ny\r\n\r\n--b--\r\n"},
		{SEVEN_BIT, MIXED "--b\n\n\xf6\n--b\n\n^\n--b--",
			MIXED_OUT "--b\r\n" QP "\r\n{Q\xf6}\r\n--b\r\n\r\n^\r\n--b--\r\n"},
	};
	CHECK_CASES(cases);
}

static void follows_what_is_nested(void)
{
	static const raw_case cases[] = {
		/* The boundary of the outer is how that of the inner begins, and the other way round. */
		{ENCODE,
			MIXED "--b\nContent-Type: multipart/x; boundary=bb\n\n--bb\n\n@\n--bb--\n@\n--b--\n",
			"!line 11 is longer than 998 octets, and it is in no part that could be encoded"},
		{ENCODE,
			MIXED
			"--b\nContent-Type: multipart/x; boundary=bb\n\n--bb\n\n@\n--bb--\n--b\n\n@\n--b--\n",
			MIXED_OUT "--b\r\nContent-Type: multipart/x; boundary=bb\r\n\r\n--bb\r\n" QP
					  "\r\n{Q@}\r\n--bb--\r\n--b\r\n" QP "\r\n{Q@}\r\n--b--\r\n"},
		{ENCODE,
			"MIME-Version: 1.0\nContent-Type: multipart/x; boundary=bb\n\n--bb\n"
			"Content-Type: multipart/x; boundary=b\n\n--b\n\n@\n--bb\n\ny\n--b\n--bb--",
			"MIME-Version: 1.0\r\nContent-Type: multipart/x; boundary=bb\r\n\r\n--bb\r\n"
			"Content-Type: multipart/x; boundary=b\r\n\r\n--b\r\n" QP
			"\r\n{Q@}\r\n--bb\r\n\r\ny\r\n--b\r\n--bb--\r\n"},
		/* The outer one's delimiter ends all that is inside. */
		{ENCODE,
			MIXED "--b\nContent-Type: multipart/x; boundary=c\n\n--c\n\nx\n--b\n\n--c\n@\n--b--",
			MIXED_OUT
			"--b\r\nContent-Type: multipart/x; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--b\r\n" QP
			"\r\n{Q--c\r\n@}\r\n--b--\r\n"},
		{ENCODE,
			MIXED "--b\nContent-Type: message/rfc822\n\nA: b\nContent-Type: multipart/x;\n"
				  " boundary=c\n\n--c\n\n@\n--c--\n\n--b\n\n@\n--b--",
			MIXED_OUT
			"--b\r\nContent-Type: message/rfc822\r\n\r\nA: b\r\nContent-Type: multipart/x;\r\n"
			" boundary=c\r\n\r\n--c\r\n" QP "\r\n{Q@}\r\n--c--\r\n\r\n--b\r\n" QP
			"\r\n{Q@}\r\n--b--\r\n"},
		{ENCODE, MIXED "--b\nContent-Type: message/RFC822\n\nA: b\n\n@\n--b--",
			MIXED_OUT "--b\r\nContent-Type: message/RFC822\r\n\r\nA: b\r\nMIME-Version: 1.0\r\n" QP
					  "\r\n{Q@}\r\n--b--\r\n"},
		{ENCODE,
			MIXED "--b\nContent-Type: message/rfc822\n\nContent-Type: message/rfc822\n\n"
				  "A: b\nMIME-Version: 1.0\n\n@\n--b--",
			MIXED_OUT
			"--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\n"
			"A: b\r\nMIME-Version: 1.0\r\n" QP "\r\n{Q@}\r\n--b--\r\n"},
		{ENCODE, MIXED "--b\nContent-Type: message/rfc822\n\nA: b\n--b\n\n@\n--b--",
			MIXED_OUT "--b\r\nContent-Type: message/rfc822\r\n\r\nA: b\r\n--b\r\n" QP
					  "\r\n{Q@}\r\n--b--\r\n"},
		/* RFC 2046 §5.1.5: in a digest a part is a message unless it says otherwise. */
		{ENCODE,
			"A: b\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nC: d\n\n@\n--b\n"
			"Content-Type: text/plain\n\n@\n--b--\n",
			"A: b\r\nContent-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nC: d\r\n"
			"MIME-Version: 1.0\r\n" QP "\r\n{Q@}\r\n--b\r\nContent-Type: text/plain\r\n" QP
			"\r\n{Q@}\r\n--b--\r\n"},
		/* What is encoded is not followed, and has no header to be too large. */
		{ENCODE,
			MIXED "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
				  "QTogYg0K\n--b\n\n@\n--b--",
			MIXED_OUT
			"--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
			"QTogYg0K\r\n--b\r\n" QP "\r\n{Q@}\r\n--b--\r\n"},
	};
	CHECK_CASES(cases);
}

static void leaves_what_must_not_change(void)
{
	static const raw_case cases[] = {
		{ENCODE, "A: b\nDKIM-Signature: x\n\n@\n",
			"!line 4 is longer than 998 octets, and the mail is signed"},
		{ENCODE, "A: b\nARC-Message-Signature : x\n\n@\n", "!the mail is signed"},
		{ENCODE, "dkim-signature: x\n" MIXED "--b\n\n@\n--b--", "!the mail is signed"},
		{ENCODE, "MIME-Version: 1.0\nContent-Type: multipart/signed; boundary=b\n\n--b\n\n@\n--b--",
			"!line 6 is longer than 998 octets, and the mail is signed"},
		{ENCODE,
			"A: b\nContent-Type: multipart/Signed; boundary=b\n\n--b\n"
			"Content-Type: multipart/mixed; boundary=c\n\n--c\n\n@\n--c--\n--b--",
			"!the mail is signed"},
		{ENCODE,
			"A: b\nContent-Type: multipart/signed; boundary=b\n\n--b\n"
			"Content-Type: message/rfc822\n\nC: d\n\n@\n--b--",
			"!the mail is signed"},
		{ENCODE, MIXED "--b\nContent-Type: message/rfc822\n\nDKIM-Signature: d\n\n@\n--b--",
			"!the mail is signed"},
		/* But what is not in there may change. */
		{ENCODE,
			MIXED "--b\nContent-Type: message/rfc822\n\nDKIM-Signature: d\n\nx\n--b\n\n@\n--b--",
			MIXED_OUT
			"--b\r\nContent-Type: message/rfc822\r\n\r\nDKIM-Signature: d\r\n\r\nx\r\n--b\r\n" QP
			"\r\n{Q@}\r\n--b--\r\n"},
		{ENCODE,
			MIXED
			"--b\nContent-Type: multipart/signed; boundary=c\n\n--c\n\nx\n--c--\n--b\n\n@\n--b--",
			MIXED_OUT
			"--b\r\nContent-Type: multipart/signed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n"
			"--b\r\n" QP "\r\n{Q@}\r\n--b--\r\n"},
		{ENCODE, "A: b\nContent-Transfer-Encoding: quoted-printable\n\n@\n",
			"!line 4 is longer than 998 octets, and its part is encoded already"},
		{ENCODE, "A: b\nContent-Transfer-Encoding: 8bit\nContent-Transfer-Encoding: base64\n\n@\n",
			"!its part is encoded already"},
		{ENCODE, "A: b\nContent-Transfer-Encoding:\n\n@\n", "!its part is encoded already"},
		{ENCODE, "A: b\nContent-Transfer-Encoding: x-uuencode\n\n@\n",
			"!its part is encoded already"},
		{ENCODE, "A: b\nContent-Type: message/partial\n\n@\n", "!its part must not be encoded"},
		{ENCODE, "A: b\nContent-Type: message/delivery-status\n\n~\n",
			"!line 4 has a NUL octet, and its"},
		{ENCODE, "A: b\nContent-Type: message/rfc822\n\n@\n", "!line 4 is longer than 998 octets"},
		{ENCODE, MIXED "@\n--b\n\nx\n--b--",
			"!line 4 is longer than 998 octets, and it is in no part"},
		{ENCODE, MIXED "--b\n\nx\n--b--\n~", "!line 8 has a NUL octet, and it is in no part"},
		{ENCODE, MIXED "--b\nhello\n\n@\n--b--",
			"!line 7 is longer than 998 octets, and its part has no proper header"},
		{ENCODE, MIXED "--b\n@\n--b--", "!line 5 is longer than 998 octets"},
	};
	CHECK_CASES(cases);
}

/* A line with blanks to fold it at, |n| words of nine octets. */
static const char *words(char *to, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		memcpy(to + 10 * i, " 123456789", 10);
	}
	to[10 * n] = '\0';
	return to;
}

typedef struct fold_case {
	raw_how how;
	const char *before, *behind;         /* the field "X:" with 110 words, and its line end */
	const char *out_before, *out_behind; /* or, behind a '!', a part of the message */
} fold_case;

static void folds_long_fields(void)
{
	static const fold_case cases[] = {
		{REFUSE, "A: b\n", "\nbody", "!line 2 is longer than 998 octets", ""},
		{ENCODE, "", "\nbody", "", "\r\nbody\r\n"},
		{ENCODE, "A: b\n", "C: d\n\nbody", "A: b\r\n", "C: d\r\n\r\nbody\r\n"},
		{ENCODE, "A: b\n", "", "A: b\r\n", "\r\n"},
		{ENCODE, "A: b\nDKIM-Signature: x\n", "\nbody",
			"!line 3 is longer than 998 octets, and the mail is signed", ""},
		{ENCODE, "A: b\n", "\n@\n", "A: b\r\n", "MIME-Version: 1.0\r\n" QP "\r\n{Q@\r\n}"},
		{ENCODE, MIXED "--b\n", "\nx\n--b--\n", MIXED_OUT "--b\r\n", "\r\nx\r\n--b--\r\n"},
		{ENCODE, MIXED "--b\n", "\n@\n--b--\n", MIXED_OUT "--b\r\n", QP "\r\n{Q@}\r\n--b--\r\n"},
		{ENCODE, MIXED "--b\n", "--b--\n", MIXED_OUT "--b\r\n", "--b--\r\n"},
		{ENCODE, MIXED "--b\nContent-Type: multipart/x; boundary=c\n", "\n--c\n\n@\n--b--\n",
			MIXED_OUT "--b\r\nContent-Type: multipart/x; boundary=c\r\n",
			"\r\n--c\r\n" QP "\r\n{Q@}\r\n--b--\r\n"},
		{ENCODE, MIXED "--b\nContent-Type: message/rfc822\n", "\nA: b\n\n@\n--b--\n",
			MIXED_OUT "--b\r\nContent-Type: message/rfc822\r\n",
			"\r\nA: b\r\nMIME-Version: 1.0\r\n" QP "\r\n{Q@}\r\n--b--\r\n"},
		{ENCODE, MIXED "--b\nContent-Type: message/rfc822\n\n", "\nx\n--b--\n",
			MIXED_OUT "--b\r\nContent-Type: message/rfc822\r\n\r\n", "\r\nx\r\n--b--\r\n"},
		{ENCODE, MIXED "--b\nContent-Transfer-Encoding: base64\n", "\neA==\n--b--\n",
			MIXED_OUT "--b\r\nContent-Transfer-Encoding: base64\r\n", "\r\neA==\r\n--b--\r\n"},
		{ENCODE, "A: b\nContent-Type: multipart/signed; boundary=b\n\n--b\n", "\nx\n--b--\n",
			"!line 5 is longer than 998 octets, and the mail is signed", ""},
		/* It may be the text, behind a missing empty line. */
		{ENCODE, MIXED "--b\nA: b\nhello\n", "\nx\n--b--\n",
			"!line 7 is longer than 998 octets, and its header has lines that are no fields", ""},
	};
	static char text[4096], out[4096], field[1200], folded[1200], rest[200];
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const fold_case *c = &cases[i];
		(void)snprintf(text, sizeof text, "%sX:%s\n%s", c->before, words(field, 110), c->behind);
		(void)snprintf(out, sizeof out, "%sX:%s\r\n%s\r\n%s", c->out_before, words(folded, 99),
			words(rest, 11), c->out_behind);
		check_case(&(raw_case){c->how, text, c->out_before[0] == '!' ? c->out_before : out});
	}
}

static void refuses_long_words_in_fields(void)
{
	static const raw_case cases[] = {
		{ENCODE, "A: b\nC: @\n\nx", "!line 2 is longer than 998 octets, and has no blanks"},
		{ENCODE, "A: b\nC: d ^\n\nx", "!line 2 is longer than 998 octets, and has no blanks"},
		{ENCODE, MIXED "--b\nC: d\nE:@\n\nx",
			"!line 6 is longer than 998 octets, and has no blanks"},
		{ENCODE, MIXED "--b\nC: d~\n\nx", "!line 5 has a NUL octet"},
	};
	static char wide[1100], mail[1400];
	CHECK_CASES(cases);
	/* A delimiter with more padding than a line can have. */
	memset(wide, ' ', 998);
	wide[998] = '\0';
	(void)snprintf(mail, sizeof mail, MIXED "--b\n\nx\n--b%s\n\ny\n--b--\n", wide);
	check_case(&(raw_case){ENCODE, mail, "!line 7 is longer than 998 octets"});
}

/* ---- Limits -------------------------------------------------------------- */

static void goes_as_deep_as_twenty(void)
{
	for (unsigned depth = 18; depth <= 22; depth++) {
		size_t len = 0;
		static char mail[4096];
		for (unsigned i = 0; i < depth; i++) {
			len += (size_t)snprintf(mail + len, sizeof mail - len,
				"%sContent-Type: multipart/x; boundary=b%u\n\n--b%u\n", i > 0 ? "" : "A: b\n", i,
				i);
		}
		(void)snprintf(mail + len, sizeof mail - len, "\n@\n--b0--\n");
		raw_read(raw_expand(mail_room, mail), ENCODE, &got);
		CHECK_INT(got.rc, depth <= 20 ? SMTPC_OK : SMTPC_E_ARGUMENT);
		/* What is not looked into need not be changed. */
		(void)snprintf(mail + len, sizeof mail - len, "\n^\n--b0--\n");
		raw_read(raw_expand(mail_room, mail), ENCODE, &got);
		CHECK_INT(got.rc, SMTPC_OK);
	}
}

static void caps_headers(void)
{
	enum { MIB = 1024 * 1024 };
	static char mail[MIB + 1000];
	static const struct {
		raw_how how;
		size_t header; /* octets with line ends */
		bool part, refused;
	} cases[] = {
		{REFUSE, MIB, false, false},
		{REFUSE, MIB + 1, false, true},
		{ENCODE, MIB + 1, false, true},
		{ENCODE, MIB, true, false},
		{ENCODE, MIB + 1, true, true},
		/* Nobody looks for it. */
		{REFUSE, MIB + 1, true, false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		static const char before[] = "C: d\r\nContent-Type: multipart/x; boundary=b\r\n\r\n--b\r\n";
		size_t from = cases[i].part ? sizeof before - 1 : 0;
		memcpy(mail, before, from);
		memset(mail + from, 'x', cases[i].header);
		for (size_t at = 0; at < cases[i].header; at += 64) {
			memcpy(mail + from + at, at == 0 ? "A:" : "\r\n ", at == 0 ? 2 : 3);
		}
		memcpy(mail + from + cases[i].header - 2, "\r\n\r\nbody", 8);
		smtpc_str all = {mail, from + cases[i].header + 6};
		smtpc_blob blob = {.data = all};
		smtpc_message *msg = smtpc_message_new_raw_blob(NULL, raw_seed, blob);
		smtpc_open_options options = raw_options(cases[i].how);
		smtpc_error err;
		int64_t size;
		int rc = smtpc_message_size(msg, &options, &size, &err);
		CHECK_INT(rc, cases[i].refused ? SMTPC_E_ARGUMENT : SMTPC_OK);
		if (cases[i].refused && rc < 0) {
			CHECK(strstr(err.message,
					  cases[i].part ? "line 5 begins a header of more than 1 MiB"
									: "line 1 begins a header of more") != NULL);
		} else if (rc == SMTPC_OK) {
			CHECK_INT(size, all.len + 2);
		}
		smtpc_message_free(msg);
	}
}

/* Many lines that end with CR: nothing is looked for over and over again. */
static void takes_long_mail(void)
{
	enum { LEN = 8 * 1024 * 1024 };
	char *mail = malloc(LEN);
	memset(mail, '\r', LEN);
	memcpy(mail, "A: b", 4);
	smtpc_blob blob = {.data = {mail, LEN}};
	smtpc_message *msg = smtpc_message_new_raw_blob(NULL, raw_seed, blob);
	int64_t size = 0;
	CHECK_INT(smtpc_message_size(msg, NULL, &size, NULL), 0);
	CHECK_INT(size, 4 + 2 * (LEN - 4));
	smtpc_message_free(msg);
	free(mail);
}

int main(void)
{
	RUN(normalises_line_ends);
	RUN(drops_bcc);
	RUN(refuses_what_is_no_mail);
	RUN(knows_limits_of_lines);
	RUN(knows_what_the_server_must_take);
	RUN(encodes_a_body);
	RUN(encodes_single_parts);
	RUN(follows_what_is_nested);
	RUN(leaves_what_must_not_change);
	RUN(folds_long_fields);
	RUN(refuses_long_words_in_fields);
	RUN(goes_as_deep_as_twenty);
	RUN(caps_headers);
	RUN(takes_long_mail);
	return test_report();
}
