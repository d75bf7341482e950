/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include <time.h>

/* |spec| is taken by smtpc_addr_parse() as these parts; NULL for |address|: it is refused. */
typedef struct addr_row {
	const char *spec, *name, *address, *ascii_domain;
} addr_row;

static void parse_rows(const addr_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		smtpc_addr addr;
		smtpc_error err = {.code = 0};
		int rc = smtpc_addr_parse(&addr, NULL, smtpc_str_of(rows[i].spec), &err);
		if (rows[i].address == NULL) {
			CHECK_INT(rc == SMTPC_E_ARGUMENT ? (int)i : -1, i);
			CHECK(err.code == SMTPC_E_ARGUMENT && err.message[0] != '\0');
		} else {
			CHECK_INT(rc == SMTPC_OK ? (int)i : -1, i);
			CHECK_STR(addr.name, rows[i].name);
			CHECK_STR(addr.address, rows[i].address);
			CHECK_STR(addr.ascii_domain, rows[i].ascii_domain);
			CHECK_INT(addr.local.len + 1 + addr.domain.len, addr.address.len);
		}
		smtpc_addr_free(&addr);
	}
}

#define ROWS(rows) parse_rows(rows, sizeof(rows) / sizeof((rows)[0]))

static void reads_each_form(void)
{
	static const addr_row rows[] = {
		{"a@b.org", "", "a@b.org", "b.org"},
		{" a@b.org ", "", "a@b.org", "b.org"},
		{"<a@b.org>", "", "a@b.org", "b.org"},
		{"Zo\xc3\xab <a@b.org>", "Zo\xc3\xab", "a@b.org", "b.org"},
		{"John Q. O'Public <a@b.org>", "John Q. O'Public", "a@b.org", "b.org"},
		{"John<a@b.org>", "John", "a@b.org", "b.org"},
		{"\"Doe, \\\"J\\\\\" <a@b.org>", "Doe, \"J\\", "a@b.org", "b.org"},
		{"\"x\"<a@b.org>", "x", "a@b.org", "b.org"},
		{"\"  x \" <a@b.org>", "x", "a@b.org", "b.org"},
		{"\"\" <a@b.org>", "", "a@b.org", "b.org"},
		{"me@b.org <me@b.org>", "me@b.org", "me@b.org", "b.org"},
		{"Me Me@B.org <me@b.org>", "Me Me@B.org", "me@b.org", "b.org"},
		{"Me @ Home <me@b.org>", "Me @ Home", "me@b.org", "b.org"},
		{"Me @me <me@b.org>", "Me @me", "me@b.org", "b.org"},
		{"a!#$%&'*+-/=?^_`{|}~.b@b.org", "", "a!#$%&'*+-/=?^_`{|}~.b@b.org", "b.org"},
		{"a@localhost", "", "a@localhost", "localhost"},
		{"A@Example.ORG", "", "A@Example.ORG", "example.org"},
		{"a@r1---sn.org", "", "a@r1---sn.org", "r1---sn.org"},
		{"a@123.456", "", "a@123.456", "123.456"},
	};
	ROWS(rows);
}

/* RFC 5322 §3.2.2 and §4.4: where comments, white space and old routes may stand. */
static void reads_what_is_not_written(void)
{
	static const addr_row rows[] = {
		{"a @b.org", "", "a@b.org", "b.org"},
		{"a@ b . org", "", "a@b.org", "b.org"},
		{"a . b@b.org", "", "a.b@b.org", "b.org"},
		{"a.\"b c\".d@b.org", "", "\"a.b c.d\"@b.org", "b.org"},
		{"\"a\".b@b.org", "", "a.b@b.org", "b.org"},
		{"\"a\" @b.org", "", "a@b.org", "b.org"},
		{"a(x)@b.org", "", "a@b.org", "b.org"},
		{"a(x).(y)b@(z)b(w).org", "", "a.b@b.org", "b.org"},
		{"(x)a@b.org", "", "a@b.org", "b.org"},
		{"(x) <a@b.org>", "", "a@b.org", "b.org"},
		{"a@[ 127.0.0.1 ]", "", "a@[127.0.0.1]", "[127.0.0.1]"},
		{"a@ (x) [127.0.0.1]", "", "a@[127.0.0.1]", "[127.0.0.1]"},
		{"< a@b.org >", "", "a@b.org", "b.org"},
		{"<(x)a@b.org(y)>", "", "a@b.org", "b.org"},
		{"<@r:a@b.org>", "", "a@b.org", "b.org"},
		{"N <@r , @[127.0.0.1],,@s.t (x): a@b.org>", "N", "a@b.org", "b.org"},
		{"<,,@r:a@b.org>", "", "a@b.org", "b.org"},
		{"<@r,:a@b.org>", "", "a@b.org", "b.org"},
		{"\"x\" y <a@b.org>", "x y", "a@b.org", "b.org"},
		{"x \"y, z\" \"w\" <a@b.org>", "x y, z w", "a@b.org", "b.org"},
		{"x\"y\"z <a@b.org>", "x y z", "a@b.org", "b.org"},
		{"x . \"y\". z <a@b.org>", "x . y. z", "a@b.org", "b.org"},
		{"x   y <a@b.org>", "x y", "a@b.org", "b.org"},
		{"x(y)z <a@b.org>", "x z", "a@b.org", "b.org"},
		{"x (y) <a@b.org> (z)", "x", "a@b.org", "b.org"},
	};
	ROWS(rows);
}

/* The form of before RFC 822. */
static void takes_a_comment_for_the_name(void)
{
	static const addr_row rows[] = {
		{"a@b.org (Jane Doe)", "Jane Doe", "a@b.org", "b.org"},
		{"a@b.org(Jane   \\(x\\) Doe )", "Jane (x) Doe", "a@b.org", "b.org"},
		{"<a@b.org> (Jane)", "Jane", "a@b.org", "b.org"},
		{"a@b.org () ( Jane ) (x)", "Jane", "a@b.org", "b.org"},
		{"a@b.org (Jane (at home) Doe)", "Jane (at home) Doe", "a@b.org", "b.org"},
		{"a@b.org (\"Jane\", c@d.org <e@f.org>)", "\"Jane\", c@d.org <e@f.org>", "a@b.org",
			"b.org"},
		{"a@b.org (=?utf-8?q?J=C3=A4ne?= =?utf-8?q?_D?= x)", "J\xc3\xa4ne D x", "a@b.org", "b.org"},
		{"a@b.org (x=?utf-8?q?y?=)", "x=?utf-8?q?y?=", "a@b.org", "b.org"},
		{"a@b.org (\\=?utf-8?q?y?=)", "=?utf-8?q?y?=", "a@b.org", "b.org"},
		{"a@b.org ()", "", "a@b.org", "b.org"},
		{"a@b.org (  )", "", "a@b.org", "b.org"},
		{"(x) a@b (y).org", "", "a@b.org", "b.org"},
	};
	ROWS(rows);
}

/* What was decoded is a name, whatever it looks like. */
static void decodes_names(void)
{
	static const addr_row rows[] = {
		{"=?utf-8?q?x?= <a@b.org>", "x", "a@b.org", "b.org"},
		{"=?UTF-8*de?Q?Zo=c3=AB_B=2e?= <a@b.org>", "Zo\xc3\xab B.", "a@b.org", "b.org"},
		{"=?us-ascii?B?Sm9obg==?= Doe <a@b.org>", "John Doe", "a@b.org", "b.org"},
		{"=?utf-8?q?a?= =?utf-8?q?b?= <a@b.org>", "ab", "a@b.org", "b.org"},
		{"=?utf-8?q?a?= (x) =?iso-8859-1?q?=E4?= c <a@b.org>", "a\xc3\xa4 c", "a@b.org", "b.org"},
		{"=?utf-8?q?a?=\"b\" <a@b.org>", "a b", "a@b.org", "b.org"},
		{"=?utf-8?q?a?= . =?utf-8?q?b?= <a@b.org>", "a . b", "a@b.org", "b.org"},
		{"=?utf-8?q?a_?= =?utf-8?q?_b?= <a@b.org>", "a  b", "a@b.org", "b.org"},
		/* One character in two words; two words without a blank; dots and @ as they are. */
		{"=?utf-8?q?=C3?= =?UTF-8?b?pA==?= <a@b.org>", "\xc3\xa4", "a@b.org", "b.org"},
		{"=?utf-8?q?a?==?utf-8?q?b?= <a@b.org>", "ab", "a@b.org", "b.org"},
		{"=?utf-8?Q?J._Doe?= <a@b.org>", "J. Doe", "a@b.org", "b.org"},
		{"=?utf-8?Q?x@y.org?= <a@b.org>", "x@y.org", "a@b.org", "b.org"},
		{"=?iso-8859-15?q?=A4?= <a@b.org>", "\xe2\x82\xac", "a@b.org", "b.org"},
		{"=?windows-1252?q?=80=93=E4?= <a@b.org>", "\xe2\x82\xac\xe2\x80\x9c\xc3\xa4", "a@b.org",
			"b.org"},
		{"=?utf-8?q?=22=3Cc=40d=2Eorg=3E=2C?= <a@b.org>", "\"<c@d.org>,", "a@b.org", "b.org"},
		{"=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?= <a@b.org>", "=?utf-8?q?x?=", "a@b.org", "b.org"},
		{"=?utf-8?q?\?= <a@b.org>", "", "a@b.org", "b.org"},
		{"=?utf-8?q?__?= <a@b.org> (x)", "x", "a@b.org", "b.org"},
	};
	ROWS(rows);
}

/* No encoded word, or one that says nothing that may be in a name. */
/* What is said behind the address. */
static const char *clause_of(const smtpc_error *err)
{
	const char *clause = err->message, *next;
	while ((next = strstr(clause, "\": ")) != NULL) {
		clause = next + 3;
	}
	return clause;
}

/* A plain address is not parsed, one with a space before it is: both must come to the same. */
static void check_both_ways(smtpc_str spaced)
{
	smtpc_addr plain, parsed;
	smtpc_error plain_err = {.code = 0}, err = {.code = 0};
	int rc = smtpc_addr_parse(&parsed, NULL, spaced, &err);
	smtpc_str spec = {spaced.ptr + 1, spaced.len - 1};
	CHECK_INT(smtpc_addr_parse(&plain, NULL, spec, &plain_err), rc);
	if (rc == SMTPC_OK) {
		CHECK(smtpc_str_eq(plain.name, parsed.name) && smtpc_str_eq(plain.local, parsed.local));
		CHECK(smtpc_str_eq(plain.domain, parsed.domain));
		CHECK(smtpc_str_eq(plain.address, parsed.address));
		CHECK(smtpc_str_eq(plain.ascii_domain, parsed.ascii_domain));
		CHECK_INT(plain.needs_smtputf8, parsed.needs_smtputf8);
	} else {
		CHECK_STR(smtpc_str_of(clause_of(&plain_err)), clause_of(&err));
	}
	smtpc_addr_free(&plain);
	smtpc_addr_free(&parsed);
}

static void reads_plain_addresses_as_the_grammar_does(void)
{
	static const char *const pieces[] = {"a", "Z9", ".", "@", "-", "_", " ", "  ", "<", ">", " <",
		"\"", "\\", "(c)", ",", ";", ":", "[1.2.3.4]", "=?", "=?utf-8?q?x?=", "xn--", "\xc3\xa9",
		"\xff", "\t", "+", "'", "b.org", "@b.org", "a@b.org", "Ann Bee <", "@b.org>",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		".bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"};
	enum { PIECES = sizeof pieces / sizeof pieces[0], RANDOM = 60000, PIECES_MAX = 9 };
	uint32_t state = 1;
	for (uint32_t round = 0; round < RANDOM + PIECES * PIECES * PIECES; round++) {
		char text[1024] = " ";
		size_t len = 1;
		uint32_t left = round;
		/* All of three pieces, and then longer ones by chance. */
		uint32_t count = round < PIECES * PIECES * PIECES ? 3 : 4 + round % (PIECES_MAX - 3);
		for (uint32_t i = 0; i < count; i++) {
			state = state * 1664525u + 1013904223u;
			uint32_t pick = count == 3 ? left % PIECES : (state >> 16) % PIECES;
			left /= PIECES;
			size_t piece = strlen(pieces[pick]);
			memcpy(text + len, pieces[pick], piece);
			len += piece;
		}
		check_both_ways((smtpc_str){text, len});
	}
}

static void leaves_undecoded(void)
{
	static const char *const names[] = {
		"=?koi8-r?b?0ch6?=",
		"=?utf-8?q?=FF?=",
		"=?utf-8?q?a=0D=0ABcc:_x?=",
		"=?utf-8?q?=00?=",
		"=?utf-8?q?=09?=",
		"=?utf-8?q?=C2=85?=",
		"=?utf-8?q?=E2=80=A8?=",
		"=?us-ascii?q?=80?=",
		"=?iso-8859-1?q?=85?=",
		"=?windows-1252?q?=81?=",
		"=?utf-8?q?=4?=",
		"=?utf-8?q?=zz?=",
		"=?utf-8?b?YQ=?=",
		"=?utf-8?b?YQ?=",
		"=?utf-8?b?Y\xc3\xa4==?=",
		"=?utf-8?x?a?=",
		"=?utf-8?q?a",
		"=?utf-8?q?a?",
		"=?utf-8?q",
		"=?utf-8",
		"=?",
		"=??q?a?=",
		"=?utf-8??a?=",
		"x=?utf-8?q?a?=",
		"=?utf-8?q?a?=x",
		"=?utf-8?q?a?==?utf-8?x?a?=",
		/* Half a character at the end takes the other word with it. */
		"=?utf-8?q?a?= =?utf-8?q?=C3?=",
		"=?koi8-r?q?a?= =?koi8-r?q?b?=",
		"=?utf-8?q?=C3?= =?koi8-r?q?b?=",
	};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		smtpc_addr addr;
		char spec[200];
		for (int quoted = 0; quoted < 2; quoted++) {
			const char *form = quoted ? "\"%s\" <a@b.org>" : "%s <a@b.org>";
			bool colon = strchr(names[i], ':') != NULL;
			if (colon && !quoted) {
				continue;
			}
			snprintf(spec, sizeof spec, form, names[i]);
			CHECK_INT(smtpc_addr_parse(&addr, NULL, smtpc_str_of(spec), NULL), 0);
			CHECK_STR(addr.name, names[i]);
			smtpc_addr_free(&addr);
		}
	}
	/* The good neighbours are decoded. */
	static const addr_row rows[] = {
		{"=?utf-8?q?=0D?= =?us-ascii?q?x?= y <a@b.org>", "=?utf-8?q?=0D?= x y", "a@b.org", "b.org"},
		{"=?us-ascii?q?x?= =?utf-8?q?=0D?= <a@b.org>", "x =?utf-8?q?=0D?=", "a@b.org", "b.org"},
		{"=?utf-8?q?x?= =?utf-8?b?*?= <a@b.org>", "x =?utf-8?b?*?=", "a@b.org", "b.org"},
		{"=?utf-8?b?*?= =?utf-8?q?x?= <a@b.org>", "=?utf-8?b?*?= x", "a@b.org", "b.org"},
	};
	ROWS(rows);
}

static void requotes_the_local_part(void)
{
	static const addr_row rows[] = {
		{"\"a\"@b.org", "", "a@b.org", "b.org"},
		{"\"a.b\"@b.org", "", "a.b@b.org", "b.org"},
		{"\"\\a\\.b\"@b.org", "", "a.b@b.org", "b.org"},
		{"\"a b\"@b.org", "", "\"a b\"@b.org", "b.org"},
		{"\"a\\\"\\\\\\@\"@b.org", "", "\"a\\\"\\\\@\"@b.org", "b.org"},
		{"\"a@b\"@b.org", "", "\"a@b\"@b.org", "b.org"},
		{"\"a..b\"@b.org", "", "\"a..b\"@b.org", "b.org"},
		{"\"\"@b.org", "", "\"\"@b.org", "b.org"},
		{"<\"a>,b\"@b.org>", "", "\"a>,b\"@b.org", "b.org"},
		{"N <\"a> b\"@b.org>", "N", "\"a> b\"@b.org", "b.org"},
	};
	ROWS(rows);
}

static void refuses_bad_addresses(void)
{
	static const addr_row rows[] = {
		{.spec = ""},
		{.spec = " "},
		{.spec = "a"},
		{.spec = "a@"},
		{.spec = "@b"},
		{.spec = "@"},
		{.spec = "a..b@c"},
		{.spec = ".a@c"},
		{.spec = "a.@c"},
		{.spec = "a b@c"},
		{.spec = "a@b c"},
		{.spec = "a@b@c"},
		{.spec = "@r:a@b"},
		{.spec = "a@b> SIZE=1"},
		{.spec = "<a@b> SIZE=1"},
		{.spec = "<a@b"},
		{.spec = "a@b>"},
		{.spec = "<>"},
		{.spec = "<a@b>>"},
		{.spec = "<<a@b>>"},
		{.spec = "\"a@b"},
		{.spec = "\"a\\\"@b"},
		{.spec = "\"a\"b@c"},
		{.spec = "a\"b\"@c"},
		{.spec = "\"a\""},
		{.spec = "\"a"},
		{.spec = "\""},
		{.spec = "c@d <a@b>"},
		{.spec = "c@d <a@b>"},
		{.spec = "a@b z <c@d>"},
		{.spec = "a@b c@d <a@b>"},
		{.spec = "a@b@b <a@b>"},
		{.spec = "[x] <a@b>"},
		{.spec = "x\\y <a@b>"},
		{.spec = "x) <a@b>"},
		{.spec = "(x <a@b>"},
		{.spec = "(x\\) a@b"},
		{.spec = "a@b (x"},
		{.spec = "a@b (x) c"},
		{.spec = "a@b (x) (y"},
		{.spec = "a. b .c@"},
		{.spec = "a . . b@c"},
		{.spec = "\"a\" b@c"},
		{.spec = "\"a\".@c"},
		{.spec = "a@b . . c"},
		{.spec = "a@b. c d"},
		{.spec = "a@[127.0.0.1] .b"},
		{.spec = "a@b.[127.0.0.1]"},
		{.spec = "[127.0.0.1]@b"},
		{.spec = "<@r,a@b>"},
		{.spec = "<@:a@b>"},
		{.spec = "<,a@b>"},
		{.spec = "<@r a@b>"},
		{.spec = "<@r;a@b>"},
		{.spec = "<@r:@s:a@b>"},
		{.spec = "N <>"},
		{.spec = "N <a>"},
		{.spec = "N <a@b> <c@d>"},
		{.spec = "N <a@b> c"},
		{.spec = "N <a@b,c@d>"},
		{.spec = "N <N <a@b>>"},
		{.spec = ","},
		{.spec = ",a@b"},
		{.spec = "a@b,"},
		{.spec = "a@b;"},
		{.spec = ";"},
		{.spec = ":"},
		{.spec = "a@b:c"},
		{.spec = "x: <a@b>"},
		{.spec = "G: a@b;"},
		{.spec = "G:;"},
		{.spec = "a\\b@c"},
		{.spec = "a@b\r\nBcc: c@d"},
		{.spec = "a@b\n"},
		{.spec = "\"a\\\rb\"@c"},
		{.spec = "\"a\tb\"@c"},
		{.spec = "\"a\x7f\"@c"},
		{.spec = "x\ty <a@b>"},
		{.spec = "a\xc2\x85@b"},
		{.spec = "a\xc2\x9f@b"},
		{.spec = "\"a\xc2\x80\"@b"},
		{.spec = "a\xe2\x80\xa8@b"},
		{.spec = "x\xe2\x80\xa9 <a@b>"},
		{.spec = "a\xff@b"},
		{.spec = "a\xc3@b"},
		{.spec = "a@b\xed\xa0\x80.org"},
	};
	ROWS(rows);
}

static void refuses_bad_domains(void)
{
	static const addr_row rows[] = {
		{.spec = "a@b_c.org"}, {.spec = "a@-b.org"}, {.spec = "a@b-.org"}, {.spec = "a@b..org"},
		{.spec = "a@.org"}, {.spec = "a@b.org."}, {.spec = "a@b/c"}, {.spec = "a@b:25"},
		{.spec = "a@b.org\\"}, {.spec = "a@xn--"}, {.spec = "a@xn--a"}, {.spec = "a@xn--99999999"},
		{.spec = "a@x.xn--zz--zz"}, {.spec = "a@XN--0.org"}, {.spec = "a@xn--a-ecp.ru"},
		{.spec = "a@-\xc3\xa4.de"}, {.spec = "a@_.\xc3\xa4.de"}, {.spec = "a@\xc3\xa4..de"},
		{.spec = "a@\xc3\xa4.de."}, {.spec = "a@\xe2\x98\x83.net"}, {.spec = "a@\xc2\xad"},
		{.spec = "a@b\xef\xbc\xa0"
				 "c.de"}, /* a full-width @ */
		{.spec = "a@b\xe2\x80\x8d"
				 "c.de"}, /* a joiner out of place */
	};
	ROWS(rows);
}

static void makes_a_labels(void)
{
	static const addr_row rows[] = {
		{"a@ex\xc3\xa4mple.org", "", "a@ex\xc3\xa4mple.org", "xn--exmple-cua.org"},
		{"a@EX\xc3\x84MPLE.org", "", "a@ex\xc3\xa4mple.org", "xn--exmple-cua.org"},
		{"a@XN--EXMPLE-CUA.org", "", "a@XN--EXMPLE-CUA.org", "xn--exmple-cua.org"},
		/* Not transitional: the sharp s stays one. */
		{"a@stra\xc3\x9f"
		 "e.de",
			"",
			"a@stra\xc3\x9f"
			"e.de",
			"xn--strae-oqa.de"},
		{"a@\xe6\x97\xa5\xe6\x9c\xac.jp", "", "a@\xe6\x97\xa5\xe6\x9c\xac.jp", "xn--wgv71a.jp"},
	};
	ROWS(rows);
}

static void reads_address_literals(void)
{
	static const addr_row good[] = {
		{"a@[127.0.0.1]", "", "a@[127.0.0.1]", "[127.0.0.1]"},
		{"a@[255.255.255.255]", "", "a@[255.255.255.255]", "[255.255.255.255]"},
		{"a@[IPv6:::1]", "", "a@[IPv6:::1]", "[IPv6:::1]"},
		{"a@[ipv6:::]", "", "a@[ipv6:::]", "[ipv6:::]"},
		{"a@[IPv6:2001:db8::1]", "", "a@[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"},
		{"a@[IPv6:1:2:3:4:5:6:7:8]", "", "a@[IPv6:1:2:3:4:5:6:7:8]", "[IPv6:1:2:3:4:5:6:7:8]"},
		{"a@[IPv6:::ffff:1.2.3.4]", "", "a@[IPv6:::ffff:1.2.3.4]", "[IPv6:::ffff:1.2.3.4]"},
		{"a@[IPv6:1:2:3:4:5:6:1.2.3.4]", "", "a@[IPv6:1:2:3:4:5:6:1.2.3.4]",
			"[IPv6:1:2:3:4:5:6:1.2.3.4]"},
	};
	static const addr_row bad[] = {
		{.spec = "a@[1.2.3]"},
		{.spec = "a@[1.2.3.4.5]"},
		{.spec = "a@[1.2.3.256]"},
		{.spec = "a@[1.2.3.0004]"},
		{.spec = "a@[1.2..4]"},
		{.spec = "a@[]"},
		{.spec = "a@["},
		{.spec = "a@[127.0.0.1"},
		{.spec = "a@[127.0.0.1]x"},
		{.spec = "a@[::1]"},
		{.spec = "a@[IPv6::1]"},
		{.spec = "a@[IPv6:]"},
		{.spec = "a@[IPv6:1::2::3]"},
		{.spec = "a@[IPv6:1:2:3:4:5:6:7]"},
		{.spec = "a@[IPv6:1:2:3:4:5:6:7:8:9]"},
		{.spec = "a@[IPv6:1:2:3:4:5:6:7::]"},
		{.spec = "a@[IPv6:12345::1]"},
		{.spec = "a@[IPv6:g::1]"},
		{.spec = "a@[IPv6:1:]"},
		{.spec = "a@[IPv6::::]"},
		{.spec = "a@[IPv6:::1.2.3]"},
		{.spec = "a@[x:]"},
		{.spec = "a@[x:y]"},
		{.spec = "a@[127.0 .0.1]"},
		{.spec = "a@[127.0.0.1\\]"},
		{.spec = "a@[[127.0.0.1]]"},
		{.spec = "a@[(x)127.0.0.1]"},
	};
	ROWS(good);
	ROWS(bad);
}

/* |n| times 'a' and a tail. */
static smtpc_str repeated(char *buf, size_t n, const char *tail)
{
	memset(buf, 'a', n);
	memcpy(buf + n, tail, strlen(tail) + 1);
	return smtpc_str_of(buf);
}

static int init_rc(smtpc_str address)
{
	smtpc_addr addr;
	int rc = smtpc_addr_init(&addr, NULL, address, SMTPC_STR(""), NULL);
	smtpc_addr_free(&addr);
	return rc;
}

static void keeps_the_limits(void)
{
	char buf[600], domain[400];
	CHECK_INT(init_rc(repeated(buf, 64, "@b.org")), 0);
	CHECK_INT(init_rc(repeated(buf, 65, "@b.org")), SMTPC_E_ARGUMENT);
	/* The quotes count too. */
	buf[0] = '"';
	repeated(buf + 1, 60, " \"@c");
	CHECK_INT(init_rc(smtpc_str_of(buf)), 0);
	repeated(buf + 1, 61, " \"@c");
	CHECK_INT(init_rc(smtpc_str_of(buf)), 0);
	repeated(buf + 1, 62, " \"@c");
	CHECK_INT(init_rc(smtpc_str_of(buf)), SMTPC_E_ARGUMENT);
	repeated(domain, 63, ".org");
	memcpy(buf, "a@", 2);
	memcpy(buf + 2, domain, 68);
	CHECK_INT(init_rc(smtpc_str_of(buf)), 0);
	repeated(domain, 64, ".org");
	memcpy(buf + 2, domain, 69);
	CHECK_INT(init_rc(smtpc_str_of(buf)), SMTPC_E_ARGUMENT);
	/* A path of 254 octets, and one of 255. */
	for (size_t i = 0; i < 300; i++) {
		domain[i] = i % 50 == 49 ? '.' : 'd';
	}
	memcpy(buf, "aaaa@", 5);
	memcpy(buf + 5, domain, 249);
	CHECK_INT(init_rc((smtpc_str){buf, 254}), 0);
	memcpy(buf, "aaaaa@", 6);
	memcpy(buf + 6, domain, 249);
	CHECK_INT(init_rc((smtpc_str){buf, 255}), SMTPC_E_ARGUMENT);
}

/* The A-labels count too: short letters may become a long name. */
static void counts_the_a_labels(void)
{
	char buf[300] = "a@";
	size_t len = 2;
	for (int i = 0; i < 23; i++) {
		memcpy(buf + len, "\xc3\xa4xyzabc.", 9);
		len += 9;
	}
	memcpy(buf + len, "org", 3);
	CHECK_INT(init_rc((smtpc_str){buf, len + 3}), SMTPC_E_ARGUMENT);
	memcpy(buf + 2 + 9 * 10, "org", 3);
	CHECK_INT(init_rc((smtpc_str){buf, 2 + 9 * 10 + 3}), 0);
}

static void says_what_is_wrong(void)
{
	smtpc_addr addr;
	smtpc_error err;
	smtpc_addr_parse(&addr, NULL, SMTPC_STR("a@b, c@d"), &err);
	CHECK_STR(smtpc_str_of(err.message),
		"invalid address \"a@b, c@d\": one address expected; give several as an array");
	smtpc_addr_parse(&addr, NULL, SMTPC_STR("<a@b>, <c@d>"), &err);
	CHECK(strstr(err.message, "one address expected") != NULL);
	smtpc_addr_parse(&addr, NULL, SMTPC_STR("Doe, J <a@b>"), &err);
	CHECK(strstr(err.message, "one address expected") != NULL);
	smtpc_addr_init(&addr, NULL, SMTPC_STR("a\0b@c"), SMTPC_STR(""), &err);
	CHECK_STR(smtpc_str_of(err.message), "invalid address \"a?b@c\": it has a control character");
	smtpc_addr_init(&addr, NULL, SMTPC_STR("a@b.org"), SMTPC_STR("x\ny"), &err);
	CHECK_STR(smtpc_str_of(err.message),
		"invalid display name of address \"a@b.org\": it has a control character");
	CHECK(addr.block == NULL && addr.name.len == 0);
	/* init() takes no name with the address. */
	CHECK_INT(init_rc(SMTPC_STR("N <a@b.org>")), SMTPC_E_ARGUMENT);
	CHECK_INT(init_rc(SMTPC_STR("<a@b.org>")), SMTPC_E_ARGUMENT);
	static const char *const lax[] = {" a@b.org", "a@b.org ", "a @b.org", "a@b .org", "(x)a@b.org",
		"a@b.org(x)", "\"a\".b@b.org", "a.\"b\"@b.org", "a@[ 127.0.0.1]", "@r:a@b.org", "a@b.org,",
		"a@b@c.org", "a@b.org>", "a@b.org:25", "a@b.org\n", "\"a\n\"@b.org", "\"a"};
	for (size_t i = 0; i < sizeof lax / sizeof lax[0]; i++) {
		CHECK_INT(init_rc(smtpc_str_of(lax[i])), SMTPC_E_ARGUMENT);
	}
	CHECK_INT(init_rc((smtpc_str){NULL, 0}), SMTPC_E_ARGUMENT);
}

static void cuts_a_long_address_in_the_message(void)
{
	smtpc_addr addr;
	smtpc_error err;
	char spec[400];
	for (size_t i = 0; i + 2 < sizeof spec; i += 3) {
		memcpy(spec + i, "\xe2\x82\xac", 3);
	}
	CHECK_INT(smtpc_addr_parse(&addr, NULL, (smtpc_str){spec, 399}, &err), SMTPC_E_ARGUMENT);
	CHECK(smtpc_str_is_utf8(smtpc_str_of(err.message)));
	CHECK(strstr(err.message, "\xe2\x82\xac\xe2\x80\xa6\": it has no @") != NULL);
}

static void knows_smtputf8(void)
{
	smtpc_addr addr;
	CHECK_INT(smtpc_addr_parse(&addr, NULL, SMTPC_STR("\xc3\xa4@ex\xc3\xa4mple.org"), NULL), 0);
	CHECK(addr.needs_smtputf8);
	smtpc_addr_free(&addr);
	CHECK_INT(smtpc_addr_parse(&addr, NULL, SMTPC_STR("\xc3\xa4 <a@ex\xc3\xa4mple.org>"), NULL), 0);
	CHECK(!addr.needs_smtputf8);
	smtpc_addr_free(&addr);
}

static bool same(const char *a, const char *b)
{
	smtpc_addr left, right;
	CHECK_INT(smtpc_addr_parse(&left, NULL, smtpc_str_of(a), NULL), 0);
	CHECK_INT(smtpc_addr_parse(&right, NULL, smtpc_str_of(b), NULL), 0);
	bool result = smtpc_addr_same(&left, &right);
	smtpc_addr_free(&left);
	smtpc_addr_free(&right);
	return result;
}

static void compares_mailboxes(void)
{
	CHECK(same("a@b.org", "X <a@B.ORG>"));
	CHECK(same("a@EX\xc3\x84MPLE.org", "a@xn--exmple-cua.ORG"));
	CHECK(same("\"a\"@b.org", "a@b.org"));
	CHECK(!same("A@b.org", "a@b.org"));
	CHECK(!same("a@b.org", "a@c.org"));
}

static void copies(void)
{
	test_mem mem;
	smtpc_addr addr, copy;
	test_mem_init(&mem);
	CHECK_INT(smtpc_addr_parse(&addr, &mem.mem, SMTPC_STR("N <a@ex\xc3\xa4mple.org>"), NULL), 0);
	CHECK_INT(smtpc_addr_copy(&copy, &mem.mem, &addr), 0);
	smtpc_addr_free(&addr);
	smtpc_addr_free(&addr);
	CHECK_STR(copy.name, "N");
	CHECK_STR(copy.address, "a@ex\xc3\xa4mple.org");
	CHECK_STR(copy.local, "a");
	CHECK_STR(copy.domain, "ex\xc3\xa4mple.org");
	CHECK_STR(copy.ascii_domain, "xn--exmple-cua.org");
	mem.fail_at = mem.calls + 1;
	CHECK_INT(smtpc_addr_copy(&addr, &mem.mem, &copy), SMTPC_E_NOMEM);
	smtpc_addr_free(&addr);
	smtpc_error err;
	mem.fail_at = mem.calls + 1;
	CHECK_INT(smtpc_addr_parse(&addr, &mem.mem, SMTPC_STR("a@b"), &err), SMTPC_E_NOMEM);
	CHECK_INT(err.code, SMTPC_E_NOMEM);
	smtpc_addr_free(&addr);
	smtpc_addr_free(&copy);
	smtpc_addr_free(NULL);
	CHECK_INT(mem.held, 0);
}

/* A megabyte of anything is refused at once. */
static void takes_linear_time(void)
{
	enum { BIG = 1 << 20 };
	char *big = malloc(BIG);
	clock_t start = clock();
	for (const char *c = "(<\"@,\\ >[a."; *c != '\0' && big != NULL; c++) {
		smtpc_addr addr;
		memset(big, *c, BIG);
		CHECK_INT(smtpc_addr_parse(&addr, NULL, (smtpc_str){big, BIG}, NULL), SMTPC_E_ARGUMENT);
		CHECK_INT(smtpc_addr_parse(&addr, NULL, (smtpc_str){big, 4096}, NULL), SMTPC_E_ARGUMENT);
		CHECK_INT(init_rc((smtpc_str){big, BIG}), SMTPC_E_ARGUMENT);
	}
	CHECK((clock() - start) / CLOCKS_PER_SEC < 2);
	free(big);
}

/* Some readers decode these, and see somebody else. */
static void refuses_what_looks_encoded(void)
{
	smtpc_addr addr;
	smtpc_str none = {"", 0};
	CHECK_INT(smtpc_addr_init(&addr, NULL, SMTPC_STR("=?utf-8?q?=62oss?=@x.org"), none, NULL),
		SMTPC_E_ARGUMENT);
	CHECK_INT(smtpc_addr_init(&addr, NULL, SMTPC_STR("\"=?x?B?YQ==?=\"@x.org"), none, NULL),
		SMTPC_E_ARGUMENT);
	CHECK_INT(smtpc_addr_init(&addr, NULL, SMTPC_STR("a=?b@x.org"), none, NULL), SMTPC_OK);
	smtpc_addr_free(&addr);
}

int main(void)
{
	RUN(refuses_what_looks_encoded);
	RUN(reads_each_form);
	RUN(reads_what_is_not_written);
	RUN(takes_a_comment_for_the_name);
	RUN(decodes_names);
	RUN(reads_plain_addresses_as_the_grammar_does);
	RUN(leaves_undecoded);
	RUN(requotes_the_local_part);
	RUN(refuses_bad_addresses);
	RUN(refuses_bad_domains);
	RUN(makes_a_labels);
	RUN(reads_address_literals);
	RUN(keeps_the_limits);
	RUN(counts_the_a_labels);
	RUN(says_what_is_wrong);
	RUN(cuts_a_long_address_in_the_message);
	RUN(knows_smtputf8);
	RUN(compares_mailboxes);
	RUN(copies);
	RUN(takes_linear_time);
	return test_report();
}
